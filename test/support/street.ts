import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTown, type Town } from '../../demo/town.ts';
import type { Ledger } from '../../src/access/ports/ledger.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { type OwnRedis, ownRedis } from './own-redis.ts';
import { type BotProcess, startBotProcess } from './process.ts';

type Options = Omit<Parameters<typeof openTown>[0], 'redisUrl' | 'clock'>;

/** Both emulators and a Redis of its own in real time, between which bots run as processes. */
export type Street = Town &
  AsyncDisposable & {
    redis: OwnRedis;
    ledger: Ledger;
    /** Starts one more bot; where it serves Slack, Slack calls this one from now on. */
    bot(env?: Record<string, string>): Promise<BotProcess>;
    bots: BotProcess[];
    /** Everybody's tasks as they were at the beginning. */
    baseline: string;
    /** Everybody's tasks now. */
    held(): string;
  };

/** Opens the street; `await using` takes all of it down. */
export async function street(options: Options = {}): Promise<Street> {
  const redis = await ownRedis();
  const town = await openTown({ ...options, redisUrl: redis.url });
  const folder = await mkdtemp(join(tmpdir(), 'hallpass-'));
  const HALLPASS_CONFIG = join(folder, 'hallpass.yml');
  await writeFile(HALLPASS_CONFIG, town.policy);
  const bots: BotProcess[] = [];
  const held = () => JSON.stringify(ASSETS.map((asset) => [asset, town.graph.world.holders(asset)]));

  return {
    ...town,
    redis,
    ledger: createLedger({ redis: redis.client, business: { key: 'eu', id: EU }, clock: { now: Date.now } }),
    bots,
    baseline: held(),
    held,
    async bot(env = {}) {
      const bot = await startBotProcess({ ...town.env, HALLPASS_CONFIG, ...env });
      bots.push(bot);
      if (env.HALLPASS_ROLES !== 'worker') town.workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
      return bot;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(bots.map((bot) => bot.end('SIGKILL')));
      await town.stop();
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The business that the tests of processes play in, and what its people may ask for. */
export const EU = '100000000000001';
export const ASSETS = ['123', '1001', '1002', '1003', 'act_123', 'act_2001', 'act_2002'];
