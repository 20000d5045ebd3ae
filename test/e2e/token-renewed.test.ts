import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createDemoClock } from '../../demo/clock.ts';
import { openTown } from '../../demo/town.ts';
import { loadConfig } from '../../src/config.ts';
import { start } from '../../src/main.ts';
import { eventually } from '../support/eventually.ts';
import { testRedis } from '../support/redis.ts';

const DAY = 86_400_000;
const EU = '100000000000001';
const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;

it('a token of sixty days is renewed by the running bot, for all instances and those to come, under changing keys', async () => {
  const { redis, url } = await testRedis();
  const clock = createDemoClock();
  const env = { META_TOKEN_EU: 'EAASIXTY', HALLPASS_KEY: key('k1', 1) };
  const town = await openTown({ redisUrl: url, clock, env });
  onTestFinished(() => town.stop());
  const { graph, workspace } = town;
  graph.world.setToken({ token: 'EAASIXTY', business: EU, expiresAt: clock.now() + 60 * DAY });
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const bot = async (changes: Record<string, string> = {}) => {
    const loaded = loadConfig({ ...town.env, ...changes }, () => town.policy);
    if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
    const running = await start(loaded.config, { clock, log });
    onTestFinished(() => running.stop());
    return running;
  };
  const ready = async ({ port }: { port: number }) => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    return ((await answer.json()) as { checks: Record<string, string> }).checks['meta eu'];
  };
  const exchanged = () => graph.calls.filter(({ edge }) => edge === 'oauth/access_token').length;
  const [worker, web] = [await bot(), await bot({ HALLPASS_ROLES: 'web' }), await bot()];

  clock.advance(47 * DAY);
  await eventually(() => expect(exchanged()).toBe(1));
  await eventually(async () => expect(await redis.keys(`*${EU}}:tokens`)).toHaveLength(1));
  clock.advance(14 * DAY);

  expect([await ready(worker), await ready(web)]).toEqual(['ok', 'ok']);
  await eventually(async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${worker.port}/metrics`)).text();
    const left = Number(/^hallpass_token_ends_seconds\{business="eu"\} (\d+)$/m.exec(metrics)?.[1]);
    expect(Math.round((left * 1_000) / DAY)).toBe(46);
  });
  const rotated = await bot({ HALLPASS_KEY: `${key('k2', 2)},${key('k1', 1)}` });
  expect(await ready(rotated)).toBe('ok');
  await eventually(async () =>
    expect(JSON.stringify(await redis.hvals(`hallpass:{${EU}}:tokens`))).toMatch(/"v1\.k2\./),
  );
  expect(await ready(await bot({ HALLPASS_KEY: key('k2', 2) }))).toBe('ok');

  expect(exchanged()).toBe(1);
  expect(workspace.messages('C0SUPPORT')).toEqual([]);
  expect(logged.join('')).not.toMatch(/EAA|demo-app-secret/);
  expect(logged.filter((line) => line.includes('token renewed'))).toHaveLength(1);
});
