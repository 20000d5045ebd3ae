import { describe, expect, it } from 'vitest';
import { VERBS } from '../src/commands/grammar/command.ts';
import { filesUnder, has, text } from './support/repository.ts';

const readme = text('README.md');
const config = 'src/config.ts';

/** The part under a heading, up to the next one. */
const section = (heading: string): string =>
  readme.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';

const unique = (names: (string | undefined)[]): string[] =>
  [...new Set(names.filter((name) => name !== undefined))].sort();

/** Names of the form in which the project's variables are written. */
const variables = (source: string): string[] =>
  unique(
    [...source.matchAll(/(?<!\$\{)\b((?:SLACK|META|REDIS|HALLPASS|LOG|OTEL)_[A-Z_]+|PORT)\b/g)].map(([, name]) => name),
  );

/** What an operator makes, so that a checkout does not have it. */
const made = new Set(['hallpass.yml', '.env']);

describe('README.md', () => {
  it.runIf(has(config))('lists exactly the variables that the code reads', () => {
    const listed = unique([...section('Environment').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name));

    expect(listed).toEqual(variables(text(config)));
  });

  it.each(['README.md', 'CONTRIBUTING.md'])('%s names files that exist', (document) => {
    const source = text(document).replace(/^```[\s\S]*?^```$/gm, '');
    const links = [...source.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path);
    const inCode = [...source.matchAll(/`((?:\.?[\w-]+\/)+[\w.-]*|[\w.-]+\.(?:ts|md|yml|json))`/g)].map(
      ([, path]) => path,
    );
    const files = unique([...links, ...inCode]).filter((path) => !/^https?:/.test(path) && !made.has(path));

    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((path) => !has(path))).toEqual([]);
  });

  it('explains every command, and none that is not there', () => {
    const explained = [...section('What people type').matchAll(/^\| `\/access ([a-z]+)/gm)].map(([, verb]) => verb);

    expect(unique(explained)).toEqual(VERBS.toSorted());
  });

  it('names every option of hallpass.yml, and none that is not there', () => {
    const named = [...section('3. The rules: hallpass.yml').matchAll(/^\| (`[a-z_]+`(?:, `[a-z_]+`)*) \|/gm)].flatMap(
      ([, names = '']) => names.replaceAll('`', '').split(', '),
    );
    const { businesses: _, ...options } = JSON.parse(text('hallpass.schema.json')).properties;

    expect(unique(named)).toEqual(Object.keys(options).toSorted());
  });

  it('shows the smallest hallpass.yml as the example has it', () => {
    const example = text('hallpass.example.yml')
      .split('\n')
      .filter((line) => line.trim() && !/^\s*#/.test(line));
    const shown = readme
      .match(/^```yaml\n([\s\S]*?)^```$/m)?.[1]
      ?.trim()
      .split('\n');

    expect(shown).toEqual(example);
  });
});

describe('docs/adr', () => {
  it('has every decision in the list of the README, in order', () => {
    const listed = [...section('How it is built').matchAll(/^\d+\. \[.*\]\(docs\/adr\/(\d{4})-/gm)].map(
      ([, number]) => number,
    );

    const there = filesUnder('docs/adr').map((path) => path.slice('docs/adr/'.length, 'docs/adr/0000'.length));

    expect(listed).toEqual(there.toSorted());
  });
});
