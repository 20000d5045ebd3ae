import { randomInt } from 'node:crypto';
import type { Redis } from 'ioredis';
import { inject, onTestFinished } from 'vitest';
import { openRedis, whenReady } from '../../src/store/connection.ts';

/** A real, empty Redis database and a business that no other test has. */
export type TestRedis = { redis: Redis; url: string; business: { key: string; id: string } };

const MARK = 'hallpass-test';

/**
 * Opens the run's Redis: a database of this worker's own (so fixed business ids don't meet), flushed.
 * Closes by itself when the test is finished. Call it inside a test or a `beforeEach`. A test that does something to the
 * whole server names one of its own.
 */
export async function testRedis(server = inject('redisUrl')): Promise<TestRedis> {
  const url = new URL(server);
  url.pathname = `/${Number(process.env.VITEST_POOL_ID ?? '1') % 16}`;
  const redis = openRedis(url.href) as Redis;
  onTestFinished(() => redis.disconnect());
  await whenReady(redis, 5_000);
  await emptyOnlyOurs(redis);
  return { redis, url: url.href, business: { key: 'eu', id: String(randomInt(1e14, 2e14)) } };
}

/** Flushes a database that is empty or that an earlier test has marked; a developer's own data is never touched. */
async function emptyOnlyOurs(redis: Redis): Promise<void> {
  if ((await redis.dbsize()) > 0 && !(await redis.exists(MARK))) {
    throw new Error(`Tests want an empty Redis database, and ${redis.options.db ?? 0} holds keys of something else.`);
  }
  await redis.flushdb();
  await redis.set(MARK, '1');
}
