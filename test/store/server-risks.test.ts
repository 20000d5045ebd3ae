import { expect, it, onTestFinished } from 'vitest';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { redisRisks } from '../../src/store/server-risks.ts';
import { ownRedis } from '../support/own-redis.ts';

it('what endangers grants is told of a Redis in its settings and in its state, also where it does not tell its settings', async () => {
  const server = await ownRedis();
  onTestFinished(() => server.stop());
  const redis = openRedis(server.url);
  onTestFinished(() => redis.disconnect());
  await whenReady(redis, 5_000);
  const well = await redisRisks(redis);

  await server.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await server.client.replicaof('127.0.0.1', 1);
  const both = await redisRisks(redis);
  await server.client.acl('SETUSER', 'default', '-config');
  const state = await redisRisks(redis);

  expect(well).toEqual([]);
  expect(both).toEqual([expect.stringContaining('may evict grants'), expect.stringContaining('is a replica')]);
  expect(state).toEqual([expect.stringContaining('is a replica')]);
});
