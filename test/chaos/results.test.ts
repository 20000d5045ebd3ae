import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toldOf } from './report.ts';
import { append, type Result, resultsIn } from './results.ts';
import { unplayable } from './unplayable.ts';

const played = (seed: number, more: Partial<Result> = {}): Result =>
  ({
    ...{ seed, grants: 14, lost: 0, twice: 0, violations: [], faults: { kill: 1 }, took: 1 },
    ...{ overstay: [seed], proved: [seed * 10], recovered: 1_000, ...more },
  }) as Result;

it('goes on where a long run was cut off, and plays again what the machine could not play', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'hallpass-results-')), 'chaos.jsonl');

  append(file, { seed: 1, unplayable: 'bot 0: EADDRINUSE' });
  append(file, played(2));
  append(file, played(1));
  appendFileSync(file, '{"seed":3,"gra');

  const results = resultsIn(file);
  expect([...results.keys()].sort()).toEqual([1, 2]);
  expect(results.get(1)?.unplayable).toBeUndefined();
});

it('tells a violation apart from what the machine could not play', () => {
  const text = toldOf([
    played(1),
    played(2, { violations: ['EU-1 is still active'] }),
    { seed: 3, unplayable: 'ENOMEM' },
  ]);

  expect(text).toContain('seeds 2, requests 28, ends 2');
  expect(text).toContain('kill 2');
  expect(text).toContain('worst overstay 2 ms');
  expect(text).toContain('violations 1');
  expect(text).toMatch(/--seed 2\):\n {2}EU-1 is still active/);
  expect(text).toMatch(/not played:\n {2}seed 3: not played, ENOMEM/);
});

it('blames the machine for what ran out, and for what a crowd on its cores kept from coming to rest', () => {
  const slow = { recovered: 90_100, never: 0, violations: ['EU-1 is still active'] };

  expect(unplayable(slow, ['bot 1 ended: "TypeError"'], { busy: false })).toBeNull();
  expect(unplayable({ ...slow, recovered: 5_000 }, [], { busy: true })).toBeNull();
  expect(unplayable({ ...slow, never: 1 }, [], { busy: true })).toBeNull();
  expect(unplayable(slow, [], { busy: true })).toMatch(/too busy.*EU-1 is still active/);
  expect(unplayable(slow, ['bot 1: listen EADDRINUSE'], { busy: false })).toMatch(/EADDRINUSE/);
});
