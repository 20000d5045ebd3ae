import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { openTown } from '../demo/town.ts';
import { start } from '../src/main.ts';
import { shutdown } from '../src/shutdown.ts';
import { lineTo } from './support/line.ts';
import { testRedis } from './support/redis.ts';

/** Something that takes a while to stop, and notes when it began and ended. */
function part(name: string, ms: number, seen: string[]) {
  return {
    async stop() {
      seen.push(`${name} begins`);
      await sleep(ms);
      seen.push(`${name} ends`);
    },
  };
}

it('stops stage by stage, and within a stage everything together', async () => {
  const seen: string[] = [];

  const clean = await shutdown([[part('web', 20, seen)], [part('tick', 5, seen), part('worker', 20, seen)]], 1_000);

  expect(clean).toBe(true);
  expect(seen).toEqual(['web begins', 'web ends', 'tick begins', 'worker begins', 'tick ends', 'worker ends']);
});

it('leaves behind what does not end in time, goes on with the next stage, and says so', async () => {
  const seen: string[] = [];
  const hanging = { stop: () => new Promise<void>(() => {}) };

  const clean = await shutdown([[hanging, part('web', 1, seen)], [part('redis', 1, seen)]], 30);

  expect(clean).toBe(false);
  expect(seen).toContain('redis ends');
});

it('takes a part that fails for stopped, and waits for its neighbours', async () => {
  const seen: string[] = [];
  const failing = { stop: () => Promise.reject(new Error('Connection is closed.')) };

  const clean = await shutdown([[failing, part('worker', 20, seen)], [part('redis', 1, seen)]], 1_000);

  expect(clean).toBe(true);
  expect(seen).toEqual(['worker begins', 'worker ends', 'redis begins', 'redis ends']);
});

it('stops the others although one throws at once', async () => {
  const seen: string[] = [];
  const throwing = {
    stop(): Promise<void> {
      throw new Error('not open');
    },
  };

  await shutdown([[throwing, part('worker', 1, seen)], [part('redis', 1, seen)]], 1_000);

  expect(seen).toEqual(['worker begins', 'worker ends', 'redis begins', 'redis ends']);
});

it('leaves no timer behind that keeps the process alive', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();

  await shutdown([[part('web', 1, [])]], 60_000);

  expect(timers()).toBeLessThanOrEqual(before);
});

it('ends the whole bot within its deadlines, also while Redis is away', { timeout: 40_000 }, async () => {
  const line = await lineTo((await testRedis()).url);
  const town = await openTown({ redisUrl: line.url });
  onTestFinished(() => town.stop());
  const logged: string[] = [];
  const bot = await start(town.config, { log: pino({}, { write: (text: string) => void logged.push(text) }) });
  await line.cut();

  const began = performance.now();
  await bot.stop();

  expect(performance.now() - began).toBeLessThan(20_000);
  expect(logged.at(-1)).toContain('hallpass stopped');
  await expect(fetch(`http://127.0.0.1:${bot.port}/healthz`)).rejects.toThrow();
});
