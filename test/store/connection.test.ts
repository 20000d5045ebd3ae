import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type RedisServer, startRedis } from '../../demo/redis.ts';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { durabilityWarnings } from '../../src/store/durability.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { draft, event, handClock, START } from '../support/grants.ts';
import { lineTo } from '../support/line.ts';
import { testRedis } from '../support/redis.ts';
import { testStore } from '../support/store.ts';

async function ownRedis(args: string[] = []): Promise<RedisServer> {
  const server = await startRedis({ args });
  onTestFinished(server.stop);
  return server;
}

test('while Redis is away calls fail at once, and when it is back they work again', async () => {
  const { url, business } = await testRedis();
  const line = await lineTo(url);
  const troubles: string[] = [];
  const redis = openRedis(line.url, (error) => troubles.push(error.message));
  onTestFinished(() => redis.disconnect());
  expect(await whenReady(redis, 5_000)).toBe(true);
  const ledger = createLedger({ redis, business, clock: handClock() });
  const outbox = createOutbox({ redis, business, consumer: 'one' });
  onTestFinished(() => outbox.close());
  await ledger.create(draft(), event('requested'));
  await outbox.read(500, 10);

  await line.cut();
  const started = performance.now();
  const calls = await Promise.allSettled([
    ledger.get('EU-1'),
    ledger.create(draft({ ticket: '457' }), event('requested')),
    ledger.tick(START, 10),
    ledger.byTicket('456', 10),
    ledger.lease('pair', 1_000),
  ]);
  const failedAfter = performance.now() - started;
  const nothing = await outbox.read(100, 10);
  await pause(100);
  await line.mend();
  await whenReady(redis, 5_000);

  expect(calls.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  expect(failedAfter).toBeLessThan(500);
  expect(nothing).toEqual([]);
  expect(troubles.length).toBeGreaterThan(0);
  expect(await ledger.get('EU-1')).toMatchObject({ state: 'pending' });
  expect(await ledger.create(draft(), event('requested'))).toEqual({ kind: 'open', id: 'EU-1' });
  expect(await outbox.read(3_000, 10)).toHaveLength(1);
});

test('a read that waits outlives a cut connection and loses nothing', async () => {
  const { url } = await ownRedis();
  const { redis, business: own, request } = await testStore(url);
  const outbox = createOutbox({ redis, business: own, consumer: 'one' });
  onTestFinished(() => outbox.close());
  await request();
  const first = await outbox.read(500, 10);
  await outbox.ack(first.map((delivery) => delivery.event.id));
  const reading = outbox.read(4_000, 10);
  await pause(50);

  await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await request({ ticket: '457' });

  expect((await reading).map((delivery) => delivery.grant.id)).toEqual(['EU-2']);
});

test('a command that was cut off is reported, not sent again unseen', async () => {
  const { redis, ledger, request } = await testStore();
  await request();
  const other = redis.duplicate();
  onTestFinished(() => other.disconnect());
  await whenReady(other, 2_000);
  await other.call('CLIENT', 'PAUSE', '300');

  const cut = ledger.get('EU-1');
  const outcome = expect(cut).rejects.toThrow();
  await pause(50);
  redis.disconnect(true);

  await outcome;
  await whenReady(redis, 3_000);
  expect(await ledger.get('EU-1')).toMatchObject({ state: 'pending' });
});

test('a server that is not there is given up after the time allowed', async () => {
  const server = await ownRedis();
  await server.stop();
  const redis = openRedis(server.url);
  onTestFinished(() => redis.disconnect());

  expect(await whenReady(redis, 200)).toBe(false);
});

test('a Redis that is away is told from one that keeps its settings to itself', async () => {
  const locked = await ownRedis(['--rename-command', 'CONFIG', '']);
  const redis = openRedis(locked.url);
  onTestFinished(() => redis.disconnect());
  await whenReady(redis, 5_000);

  const silent = await durabilityWarnings(redis);
  redis.disconnect();
  const away = await durabilityWarnings(redis);

  expect(silent).toEqual([expect.stringContaining('does not tell its settings')]);
  expect(away).toEqual([expect.stringMatching(/^Redis is away, /)]);
});

test('a Redis that keeps everything draws no warning, and each setting that does not draws one', async () => {
  const safe = await ownRedis(['--appendonly', 'yes', '--maxmemory-policy', 'noeviction', '--dir', '/tmp']);
  const redis = openRedis(safe.url);
  onTestFinished(() => redis.disconnect());
  await whenReady(redis, 5_000);

  const none = await durabilityWarnings(redis);
  await redis.config('SET', 'appendfsync', 'no');
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const two = await durabilityWarnings(redis);
  await redis.config('SET', 'appendonly', 'no');
  const off = await durabilityWarnings(redis);

  expect(none).toEqual([]);
  expect(two).toEqual([expect.stringContaining('appendfsync'), expect.stringContaining('allkeys-lru')]);
  expect(off).toEqual([expect.stringContaining('appendonly off'), expect.stringContaining('allkeys-lru')]);
});
