import { invalid } from './graph-error.ts';

/** One asked-for field: `business_users.limit(5){id,name}` has arguments and a selection of its own. */
export type Selection = { name: string; args: Readonly<Record<string, string>>; sub: readonly Selection[] | undefined };

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const ARGUMENT = /\.([a-z_]+)\(([^()]*)\)/y;

/** Parses Meta's field syntax; whoever asks for a thing twice gets it once. */
export function parseSelection(source: string): Selection[] {
  let at = 0;

  function match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found !== null) at = pattern.lastIndex;
    return found;
  }

  function wrong(): Error {
    return invalid(`Syntax error "Expected name or end of string" at character ${at}: ${source}`);
  }

  function selections(): Selection[] {
    const found = new Map<string, Selection>();
    do {
      const name = match(NAME)?.[0];
      if (name === undefined) throw wrong();
      const args: Record<string, string> = {};
      for (let argument = match(ARGUMENT); argument !== null; argument = match(ARGUMENT)) {
        args[argument[1] ?? ''] = argument[2] ?? '';
      }
      let sub: Selection[] | undefined;
      if (match(/\{/y) !== null) {
        sub = selections();
        if (match(/\}/y) === null) throw wrong();
      }
      found.set(name, { name, args, sub });
    } while (match(/,/y) !== null);
    return [...found.values()];
  }

  const parsed = selections();
  if (at !== source.length) throw wrong();
  return parsed;
}
