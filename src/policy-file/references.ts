import type { Problem } from './problem.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Puts environment variables in place of `${NAME}`, in values only. What can't be filled is left out and told. */
export function fillIn(value: unknown, env: Environment): { filled: unknown; problems: Problem[] } {
  const problems: Problem[] = [];

  function fill(here: unknown, path: readonly PropertyKey[]): unknown {
    if (typeof here === 'string') return fillText(here, path);
    if (Array.isArray(here)) return here.map((item, index) => fill(item, [...path, index]));
    if (here === null || typeof here !== 'object') return here;
    return Object.fromEntries(Object.entries(here).map(([key, item]) => [key, fill(item, [...path, key])]));
  }

  function fillText(said: string, path: readonly PropertyKey[]): string | undefined {
    const before = problems.length;
    const full = said.replace(/\$\{([^}]*)\}?/g, (whole, name: string) => {
      const known = /^[A-Za-z_]\w{0,63}$/.test(name) && whole.endsWith('}');
      if (!known) problems.push({ path, say: `write \${NAME}, with the name of an environment variable` });
      else if (!env[name])
        problems.push({ path, say: `uses \${${name}}, which is not set in the environment; set it` });
      return env[name] ?? '';
    });
    return problems.length === before ? full : undefined;
  }

  return { filled: fill(value, []), problems };
}
