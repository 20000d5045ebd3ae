import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fields } from '../../src/store/codec.ts';
import { loadScript, run } from '../../src/store/scripts.ts';
import { testRedis } from '../support/redis.ts';
import { testStore } from '../support/store.ts';

const folder = new URL('../../src/store/lua/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.lua'))
  .map((file) => file.slice(0, -4));

const numbersOf = (text: string, pattern: RegExp): number[] => [
  ...new Set([...text.matchAll(pattern)].map((match) => Number(match[1]))),
];
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test.each(names)('%s.lua says what it does, each KEYS and ARGV once and in order, and its result', (name) => {
  const own = readFileSync(new URL(`${name}.lua`, folder), 'utf8');
  const { text, keys, args } = loadScript(name);

  expect(own).toMatch(/^-- [A-Z].*\.\n/);
  expect(own).toMatch(/^-- Result: /m);
  expect(numbersOf(text, /^-- KEYS\[(\d+)\] /gm)).toEqual(upTo(keys));
  expect(numbersOf(text, /^-- ARGV\[(\d+)\] /gm)).toEqual(upTo(args));
});

test.each(names)('%s.lua uses every KEYS and ARGV that its header names, and no other', (name) => {
  const { text, keys, args } = loadScript(name);
  const code = text.replace(/--.*$/gm, '');

  expect(numbersOf(code, /KEYS\[(\d+)\]/g).sort((a, b) => a - b)).toEqual(upTo(keys));
  expect(numbersOf(code, /ARGV\[(\d+)\]/g).sort((a, b) => a - b)).toEqual(upTo(args));
});

test('the short names that the scripts read are those of the codec', () => {
  const briefs: string[] = Object.values(fields).map(([brief]) => brief);
  const code = names.map((name) => loadScript(name).text.replace(/--.*$/gm, '')).join('\n');
  const used = [...code.matchAll(/\b(?:g|new|old)\.(\w+)/g)].map((match) => match[1] ?? '');

  // `pairs`' own records have g, l, o, b, w and k under the name p.
  expect(used.filter((name) => name !== 'e' && !briefs.includes(name))).toEqual([]);
});

test('a call with another number of keys or arguments than the header names is refused before it is sent', async () => {
  const { redis } = await testRedis();
  const script = loadScript('set-card');

  await expect(run(redis, script, [], ['1', 2])).rejects.toThrow('set-card.lua wants 1 keys and 2 arguments.');
  await expect(run(redis, script, ['key'], [])).rejects.toThrow(RangeError);
});

test('a Redis that has forgotten its scripts is taught them again, also by many calls at once', async () => {
  const { redis, ledger, request } = await testStore();
  await request();
  await redis.script('FLUSH');

  const made = await Promise.all(upTo(5).map((ticket) => request({ ticket: `flush-${ticket}` })));

  expect(made.map((grant) => grant.id)).toEqual(['EU-2', 'EU-3', 'EU-4', 'EU-5', 'EU-6']);
  expect(await ledger.get('EU-6')).toEqual(made[4]);
});
