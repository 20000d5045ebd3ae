import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { openTown, POLICY, type Town } from '../../demo/town.ts';
import type { Ledger } from '../../src/access/ports/ledger.ts';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { EU } from '../support/street.ts';
import { ACCOUNTS, PAGES, seedCast } from './cast.ts';
import { type Fleet, fleet, type Versions } from './fleet.ts';
import { redisLine } from './redis-line.ts';
import { type RedisPair, redisPair } from './redis-pair.ts';

/** Both emulators, a Redis with a replica, and bots, each on a line of its own. */
export type ChaosTown = Town & {
  /** The story's own connection, to whichever Redis is the primary. */
  redis: { client: Redis };
  ledger: Ledger;
  pair: RedisPair;
  fleet: Fleet;
  /** Where the bots archive what the business' events are. */
  archive: string;
  /** Everybody's tasks now, on all assets that are asked for. */
  held(): string;
  /** The same at the beginning. */
  baseline: string;
  /** Slack calls a bot that runs, if there is one, from now on. */
  balance(pick: number): void;
};

/** Opens all of it and waits until the bots have started; `stop` takes it down. */
export async function chaosTown({ bots, ...versions }: { bots: number } & Versions): Promise<ChaosTown> {
  const drops: (() => void)[] = [];
  const pair = await redisPair(() => drops.forEach((drop) => void drop()));
  const line = await redisLine(pair.port);
  const client = openRedis(line.url) as Redis;
  await whenReady(client, 5_000);
  const dir = await mkdtemp(join(tmpdir(), 'hallpass-archive-'));
  const town = await openTown({ redisUrl: line.url, policy: `${POLICY}archive: { dir: ${dir} }\n` });
  seedCast(town);
  const { env, policy, workspace, graph } = town;
  const running = await fleet({ env, policy, redisPort: pair.port, bots, ...versions });
  drops.push(line.drop, ...running.berths.map((berth) => berth.line.drop));
  const held = () =>
    JSON.stringify([...PAGES, ...ACCOUNTS].map(({ id }) => [id, [...graph.world.holders(id)].sort(byUser)]));

  return {
    ...town,
    redis: { client },
    ledger: createLedger({ redis: client, business: { key: 'eu', id: EU }, clock: { now: Date.now } }),
    pair,
    fleet: running,
    archive: join(dir, 'eu'),
    held,
    baseline: held(),
    balance(pick) {
      const alive = running.berths.flatMap((berth) => berth.running() ?? []);
      const bot = alive[pick % alive.length];
      if (bot) workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
    },
    async stop() {
      await running.stop();
      await town.stop();
      client.disconnect();
      await line.close();
      await pair.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const byUser = (a: { user: string }, b: { user: string }) => a.user.localeCompare(b.user);
