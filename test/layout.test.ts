import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder, text } from './support/repository.ts';

/**
 * Which folders of src/ a folder may import; each may import itself. A new folder gets its line here, and with it a
 * place in the one direction. Only main.ts may import everything.
 */
const mayImport: Record<string, readonly string[]> = {
  access: [],
  views: ['access'],
  graph: ['access'],
  store: ['access'],
  archive: ['access'],
  slack: ['access', 'trail.ts'],
  web: ['access'],
  jobs: ['access', 'views', 'loop.ts', 'trail.ts'],
  commands: ['access', 'views', 'loop.ts', 'trail.ts'],
  cli: ['access', 'archive', 'config.ts', 'slack', 'store'],
  'config.ts': ['access', 'policy-file'],
  'policy-file': ['access'],
  'far.ts': ['config.ts', 'graph', 'log.ts'],
  'doors.ts': ['access', 'archive', 'commands', 'config.ts', 'graph', 'log.ts', 'shutdown.ts', 'slack', 'store', 'web'],
  'front.ts': ['commands', 'config.ts', 'doors.ts', 'slack', 'store', 'web'],
  'machines.ts': ['access', 'archive', 'commands', 'jobs', 'shutdown.ts', 'store', 'web'],
  'shutdown.ts': [],
  'loop.ts': ['access'],
  'log.ts': ['trail.ts'],
  'trail.ts': [],
  'tracing.ts': ['access', 'jobs'],
};
const wiring = 'main.ts';

type Import = { file: string; target: string; typeOnly: boolean };

const sources = filesUnder('src').filter((path) => path.endsWith('.ts'));
const everywhere = ['src', 'demo', 'test', 'bench'].flatMap(filesUnder);

/** `access` of src/access/grant.ts, `config.ts` of src/config.ts. */
const part = (path: string): string => path.split('/')[1] ?? path;

/** Comments may hold anything, code as well. */
const code = (path: string): string => text(path).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

const importsOf = (file: string): Import[] =>
  [...code(file).matchAll(/\b(?:import|export)\s*(type\s+)?(?:[^;'"]*?\bfrom\s+|\(\s*)?'([^']+)'/g)].map(
    ([, type, target = '']) => ({ file, target, typeOnly: type !== undefined }),
  );

const imports = sources.flatMap(importsOf);
const inside = imports
  .filter(({ target }) => target.startsWith('.'))
  .map((one) => ({ ...one, target: join(dirname(one.file), one.target) }));

const allowed = ({ file, target }: Import): boolean =>
  part(file) === wiring || part(file) === part(target) || (mayImport[part(file)]?.includes(part(target)) ?? false);

const shown = ({ file, target }: Import): string => `${file} → ${target}`;

/** The files that this one loads, itself left out unless the way comes back. Types load nothing. */
function reachable(from: string, seen = new Set<string>()): Set<string> {
  for (const { file, target, typeOnly } of inside) {
    if (file !== from || typeOnly || seen.has(target)) continue;
    seen.add(target);
    reachable(target, seen);
  }
  return seen;
}

describe('the layout of src/', () => {
  it('is read from the sources', () => {
    expect(inside.map(shown)).toContain('src/access/ports/meta.ts → src/access/asset.ts');
  });

  it('has a line in the table for every part', () => {
    const parts = new Set(sources.map(part));

    expect([...parts].filter((name) => name !== wiring && !(name in mayImport))).toEqual([]);
  });

  it('imports one way', () => {
    expect(inside.filter((one) => !allowed(one)).map(shown)).toEqual([]);
  });

  it('has no circle between files', () => {
    expect(sources.filter((file) => reachable(file).has(file))).toEqual([]);
  });

  it('keeps access/ to itself and zod', () => {
    const foreign = imports.filter(
      ({ file, target }) => part(file) === 'access' && !target.startsWith('.') && target !== 'zod',
    );

    expect(foreign.map(shown)).toEqual([]);
  });

  it('reads the environment in config.ts and nowhere else', () => {
    const readers = sources.filter((file) => /\bprocess\s*\.\s*env\b|\benv\b.*from 'node:process'/.test(code(file)));

    expect(readers.filter((file) => file !== 'src/config.ts')).toEqual([]);
  });

  it('has no file of more than 200 lines', () => {
    const lines = (path: string): number => text(path).trimEnd().split('\n').length;

    expect(sources.filter((path) => lines(path) > 200)).toEqual([]);
  });
});

describe('the whole repository', () => {
  it('names files after what they hold', () => {
    const vague = /(^|\/)(index|utils?|helpers?|common|manager)(\.[a-z]+)?\.(ts|js)$/;

    expect(everywhere.filter((path) => vague.test(path))).toEqual([]);
  });

  it('exports by name', () => {
    const defaults = everywhere.filter((path) => path.endsWith('.ts') && /^export\s+default\b/m.test(text(path)));

    expect(defaults).toEqual([]);
  });
});
