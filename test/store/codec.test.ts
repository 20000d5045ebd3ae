import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Grant, State } from '../../src/access/grant.ts';
import { lifecycle } from '../../src/access/lifecycle.ts';
import { decode, encode, fields, joinTasks, splitTasks } from '../../src/store/codec.ts';
import { anyText } from '../support/any-text.ts';
import { draft, next } from '../support/grants.ts';
import { testRedis } from '../support/redis.ts';

const states = Object.keys(lifecycle) as State[];
const request: Grant = { ...draft(), id: 'EU-1', version: 1 };

const HOSTILE = [
  `quotes " ' \` and \\ and \\" and \\u0022`,
  'emoji 👩‍👩‍👧‍👦 and flags 🇵🇹',
  'right to left: שלום עולם ‮ reversed ‬ مرحبا',
  'controls \u0001\u0007\b\t\n\u000b\f\r\u001f\u007f and \u2028\u2029',
  "')) redis.call('FLUSHALL') --[[ ]] return {",
  '{"json":["in",{"json":null}]} %s %d %1 $1 {0}',
  '/slashes\\/ </script> <!-- --> & &amp; <@U0ANA|Ana>',
  '0123456789012345678901234567890',
  ' ',
];

test.each(states)('a grant that is %s reads back as it was', (state) => {
  const grant = next(request, state);

  expect(decode('EU-1', encode(grant))).toEqual(grant);
});

test('what an ended grant kept goes through Redis and Lua and comes back exactly', async () => {
  const { redis } = await testRedis();
  const grant = next(request, 'ended', { kept: { tasks: ['ADVERTISE', 'ANALYZE'], through: ['EU-2', 'before'] } });

  const back = await redis.eval('return cjson.encode(cjson.decode(ARGV[1]))', 0, encode(grant));

  expect(decode('EU-1', back as string)).toEqual(grant);
});

test.each(HOSTILE)('%j goes through Redis and Lua and comes back exactly', async (text) => {
  const { redis } = await testRedis();
  const grant: Grant = { ...request, because: text, ticket: text, assetName: text, channel: text };

  const back = await redis.eval('return cjson.encode(cjson.decode(ARGV[1]))', 0, encode(grant));

  expect(decode('EU-1', back as string)).toEqual(grant);
});

test('any text and any time go through Lua and come back exactly', async () => {
  const { redis } = await testRedis();
  const anything = fc.record({
    because: anyText({ maxLength: 300 }).filter((text) => text.isWellFormed()),
    requestedAt: fc.integer({ min: 0, max: Date.UTC(2200, 0) }),
    duration: fc.integer({ min: 1, max: 31_536_000_000 }),
    version: fc.integer({ min: 1, max: 1_000_000 }),
  });

  await fc.assert(
    fc.asyncProperty(anything, async (facts) => {
      const grant: Grant = { ...request, ...facts };
      const back = await redis.eval('return cjson.encode(cjson.decode(ARGV[1]))', 0, encode(grant));
      expect(decode('EU-1', back as string)).toEqual(grant);
    }),
    { numRuns: 100 },
  );
});

test('half of a surrogate pair, which UTF-8 cannot hold, becomes a replacement sign', () => {
  const grant: Grant = { ...request, because: 'cut \ud83d' };

  expect(decode('EU-1', encode(grant)).because).toBe('cut \ufffd');
});

test('a record stays small: under 320 bytes for an active grant without its event ids', () => {
  const active = next({ ...request, version: 2, card: '1700000000.000100', cardVersion: 2 }, 'active');

  expect(Buffer.byteLength(encode(active))).toBeLessThan(320);
});

test('no two facts have the same short name, and none takes that of the event ids', () => {
  const briefs = Object.values(fields).map(([brief]) => brief);

  expect(new Set(briefs).size).toBe(briefs.length);
  expect(briefs).not.toContain('e');
});

test('task sets are written as words between commas; the empty set is not a set with an empty name', () => {
  expect(splitTasks(joinTasks(['ANALYZE', 'PROFILE_PLUS_ADVERTISE']))).toEqual(['ANALYZE', 'PROFILE_PLUS_ADVERTISE']);
  expect(splitTasks(joinTasks([]))).toEqual([]);
  expect(splitTasks(joinTasks(['A,B', 'a b', '%2C']))).toEqual(['A,B', 'a b', '%2C']);
});
