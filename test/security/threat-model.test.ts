import { describe, expect, it } from 'vitest';
import { has, text } from '../support/repository.ts';

/** The rows of all tables of docs/security.md, each as its three cells. */
const rows = text('docs/security.md')
  .split('\n')
  .filter((line) => /^\| (?!attack \|)/.test(line))
  .map((line) => line.slice(2, -2).split(' | '));

const shown = rows.flatMap(([attack = '', , tests = '']) =>
  tests.split('<br>').map((one) => ({ attack, one, parts: /^`(test\/\S+\.test\.ts)` › (.+)$/.exec(one) })),
);

/** A test that runs: `it('name'` or a case of a table with this `story`, and neither skipped nor only planned. */
const isTest = (source: string, name: string): boolean => {
  const quoted = [`'${name}'`, `"${name}"`];
  const begins = (before: RegExp) =>
    quoted.some((title) =>
      source
        .split(title)
        .slice(0, -1)
        .some((part) => before.test(part)),
    );
  return begins(/(?:\(\s*|\bstory: )$/) && !begins(/\.(?:skip|todo|fails)\(\s*$/);
};

describe('docs/security.md', () => {
  it('has a test for each attack', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((cells) => cells.length !== 3)).toEqual([]);
    expect(shown.filter(({ parts }) => !parts).map(({ attack, one }) => `${attack}: ${one}`)).toEqual([]);
  });

  it('names tests that there are', () => {
    const missing = shown.filter(({ parts }) => {
      const [, file = '', name = ''] = parts ?? [];
      return !has(file) || !isTest(text(file), name);
    });

    expect(missing.map(({ one }) => one)).toEqual([]);
  });
});
