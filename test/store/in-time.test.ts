import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { inTime } from '../../src/store/in-time.ts';
import { createInbox } from '../../src/store/inbox.ts';
import { START } from '../support/grants.ts';
import { ownRedis } from '../support/own-redis.ts';
import { testRedis } from '../support/redis.ts';

const KEY = 'hallpass:{1}:inbox';

test('what a Redis that hung gets to see too late is not done, and its sender knew that in time', async () => {
  const own = await ownRedis();
  const redis = openRedis(own.url);
  await whenReady(redis, 5_000);
  const business = { key: 'eu', id: '1' };
  const inbox = createInbox({ redis, business, consumer: 'one', secret: 'signing-secret' });
  const item = { kind: 'command' as const, user: 'U0ANA', channel: 'C0SUPPORT', at: START, data: { text: 'mine' } };
  await inbox.add(item);

  own.freeze();
  const started = performance.now();
  const told = await inbox.add(item).catch((error: Error) => error.message);
  const took = performance.now() - started;
  own.thaw();
  await pause(300);

  expect(told).toBe('Redis does not answer');
  expect(took).toBeLessThan(2_500);
  expect(await inbox.read(300, 10)).toHaveLength(1);
  await inbox.add(item);
  expect(await inbox.read(300, 10)).toHaveLength(1);
  await inbox.close();
  redis.disconnect();
  await own.stop();
});

test('an answer that came while this process stood still is not taken for none', async () => {
  const { redis } = await testRedis();
  const write = inTime(redis, KEY, 700);
  await write(async () => true);

  const writing = write(async () => (await redis.set('something', 'new')) === 'OK');
  await new Promise(setImmediate);
  const until = performance.now() + 900;
  while (performance.now() < until);

  await expect(writing).resolves.toBeUndefined();
});

test('a clock of Redis that moved is learnt anew, and costs nobody an answer', async () => {
  const { redis } = await testRedis();
  const write = inTime(redis, KEY, 2_000);
  const deadlines: number[] = [];

  await write(async (until) => {
    deadlines.push(until);
    return deadlines.length > 1;
  });

  expect(deadlines).toHaveLength(2);
  for (const until of deadlines) expect(Math.abs(until - Date.now() - 1_500)).toBeLessThan(500);
});

test('a step of the clock of this machine moves no deadline', async () => {
  const { redis } = await testRedis();
  const write = inTime(redis, KEY, 2_000);
  const deadlines: number[] = [];
  const note = async (until: number) => deadlines.push(until) > 0;
  const real = Date.now;

  await write(note);
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + 60_000);
  onTestFinished(() => clock.mockRestore());
  await write(note);

  expect((deadlines[1] ?? 0) - (deadlines[0] ?? 0)).toBeLessThan(1_000);
});

test('a write that is refused for as long as there is patience fails', async () => {
  const { redis } = await testRedis();
  const write = inTime(redis, KEY, 700);

  await expect(write(async () => false)).rejects.toThrow('Redis did not do it in time');
});
