import { LineCounter, parse, YAMLParseError } from 'yaml';
import { type ArchiveOptions, archiveOf } from './archive.ts';
import { type BusinessWithToken, businessesOf } from './businesses.ts';
import { contradictions } from './contradictions.ts';
import { type Problem, problemsOf, sentence } from './problem.ts';
import { fillIn } from './references.ts';
import { PolicyFile, ruleNames } from './schema.ts';

/** The businesses of hallpass.yml, or every problem at once, a sentence each. */
export type ReadPolicy =
  | { ok: true; businesses: BusinessWithToken[]; archive?: ArchiveOptions }
  | { ok: false; problems: string[] };

/** Reads the text of hallpass.yml, with the environment for its `${NAME}`. */
export function readPolicy(text: string, env: Readonly<Record<string, string | undefined>>): ReadPolicy {
  const yaml = parseYaml(text);
  if (!yaml.ok) return { ok: false, problems: [yaml.problem] };
  const { filled, problems } = fillIn(yaml.value, env);
  const file = PolicyFile.safeParse(filled);
  if (!file.success) {
    const untold = ({ path }: Problem) => !problems.some((known) => same(known.path, path));
    problems.push(...problemsOf(file.error).filter(untold));
  }
  const told = [...problems.map(sentence), ...contradictionsBeside(filled, problems)];
  if (!file.success || told.length > 0) return { ok: false, problems: told };
  const archive = archiveOf(file.data);
  return { ok: true, businesses: businessesOf(file.data), ...(archive ? { archive } : {}) };
}

const same = (a: readonly PropertyKey[], b: readonly PropertyKey[]): boolean => a.join('\n') === b.join('\n');

/** YAML's own messages quote the line, in which there may be a secret; ours give its number. */
function parseYaml(text: string): { ok: true; value: unknown } | { ok: false; problem: string } {
  const lines = new LineCounter();
  try {
    return { ok: true, value: parse(text, { prettyErrors: false, logLevel: 'error', lineCounter: lines }) };
  } catch (error) {
    if (!(error instanceof YAMLParseError))
      return { ok: false, problem: 'is not valid YAML: an alias (*) has no anchor (&)' };
    const { line, col } = lines.linePos(error.pos[0]);
    const what = error.code.toLowerCase().replaceAll('_', ' ');
    return { ok: false, problem: `is not valid YAML at line ${line}, column ${col} (${what})` };
  }
}

/** What contradicts itself in the parts that are right, so that nothing comes to light only after everything else was put right. */
function contradictionsBeside(filled: unknown, problems: readonly Problem[]): string[] {
  const rest = structuredClone(filled) as Record<string, Record<string, Record<string, unknown>>> | null;
  const gone = new Set<string>();
  for (const { path } of problems) {
    const [top = '', key = '', field = ''] = path.map(String);
    const rule = top === 'businesses' ? field : top;
    if (ruleNames.includes(rule)) gone.add(rule);
    if (top !== 'businesses') delete rest?.[top];
    else if (ruleNames.includes(field)) delete rest?.businesses?.[key]?.[field];
    else delete rest?.businesses?.[key];
  }
  const file = PolicyFile.safeParse(rest);
  if (!file.success) return [];
  return contradictions(businessesOf(file.data))
    .filter(({ about }) => !about.some((rule) => gone.has(rule)))
    .map(({ say }) => say);
}
