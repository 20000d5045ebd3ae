import { expect, it } from 'vitest';
import { keysOf } from '../../src/store/keys.ts';
import { createKnownSince } from '../../src/store/known-since.ts';
import { timeAt } from '../../src/store/server-time.ts';
import { eventually } from '../support/eventually.ts';
import { testRedis } from '../support/redis.ts';

const keys = keysOf('1');

it('knows since when it has spoken with this Redis, and after a cut nothing until it has asked anew', async () => {
  const { redis } = await testRedis();
  const knownSince = createKnownSince({ redis, keys });
  await eventually(() => expect(knownSince()).toBeLessThan(Number.POSITIVE_INFINITY));
  const first = knownSince();
  expect(Math.abs(first - (await timeAt(redis, keys.number)))).toBeLessThan(5_000);

  const closed = new Promise((done) => redis.once('close', done));
  redis.disconnect(true);
  await closed;

  expect(knownSince()).toBe(Number.POSITIVE_INFINITY);
  await eventually(() => expect(knownSince()).toBeLessThan(Number.POSITIVE_INFINITY));
  expect(knownSince()).toBeGreaterThan(first);
});
