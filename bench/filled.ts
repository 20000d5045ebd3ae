import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis as Client } from 'ioredis';
import { startRedis } from '../demo/redis.ts';
import { type Redis, whenReady } from '../src/store/connection.ts';
import { keysOf } from '../src/store/keys.ts';
import { createLedger } from '../src/store/ledger.ts';
import { populate } from './population.ts';

const EU = '100000000000001';
/** Bytes of a Redis with nothing in it. */
const BARE = 1_000_000;

/** A Redis (AOF) with so many live grants, which no bot has to follow up. `DATA`: a folder that keeps them for the next run. */
export async function openFilled(live: number) {
  const folder = process.env.DATA ? `${process.env.DATA}-${live}` : mkdtempSync(join(tmpdir(), 'hallpass-bench-'));
  mkdirSync(folder, { recursive: true });
  const args = ['--appendonly', 'yes', '--dir', folder];
  let server = await startRedis({ args });
  const { url, port } = server;
  // A busy machine's Redis may take its time.
  const redis = new Client(url, { maxRetriesPerRequest: null, enableAutoPipelining: true });
  redis.on('error', () => {});
  await whenReady(redis, 300_000);
  const ledger = createLedger({ redis, business: { key: 'eu', id: EU }, clock: { now: Date.now } });
  const there = Number((await redis.get(keysOf(EU).number)) ?? 0);
  if (there < live) {
    const begin = performance.now();
    // Once at the end is enough.
    await redis.config('SET', 'auto-aof-rewrite-percentage', '0');
    await populate(ledger, live);
    await redis.bgrewriteaof();
    await redis.config('SET', 'auto-aof-rewrite-percentage', '100');
    console.log(`${live} live grants put in, in ${((performance.now() - begin) / 1_000).toFixed(0)} s`);
  }
  await followedUp(redis);
  await rewritten(redis);
  return {
    url,
    redis,
    ledger,
    bytes: await bytes(redis),
    /** Ends Redis and starts it again on its files; answers how long it was until it took commands, in ms. */
    async restart(): Promise<number> {
      await server.stop();
      const begin = performance.now();
      server = await startRedis({ port, args });
      while (!(await answers(url))) await sleep(20);
      return performance.now() - begin;
    },
    async stop(): Promise<void> {
      redis.disconnect();
      await server.stop();
    },
  };
}

/** Of memory, for a live grant with its indexes, and for an event. */
async function bytes(redis: Redis): Promise<{ live: number; event: number }> {
  const { events, number } = keysOf(EU);
  const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  const stream = Number((await redis.call('MEMORY', 'USAGE', events, 'SAMPLES', '0')) ?? 0);
  const [live, many] = [Number(await redis.get(number)), await redis.xlen(events)];
  return { live: (used - stream - BARE) / live, event: stream / many };
}

/** Whether Redis takes commands, which it does not while it loads its file. */
async function answers(url: string): Promise<boolean> {
  const redis = new Client(url, { lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null });
  redis.on('error', () => {});
  const said = await redis
    .connect()
    .then(() => redis.ping())
    .catch(() => '');
  redis.disconnect();
  return said === 'PONG';
}

/** What happened up to now is nothing new to the relay. */
export async function followedUp(redis: Redis): Promise<void> {
  const { events } = keysOf(EU);
  const made = redis.xgroup('CREATE', events, 'relay', '$', 'MKSTREAM');
  await made.catch(() => redis.xgroup('SETID', events, 'relay', '$'));
}

/** Redis rewrites its file after so many new keys; that is not what is measured. */
export async function rewritten(redis: Redis): Promise<void> {
  do await sleep(1_000);
  while (/aof_rewrite_in_progress:1|aof_rewrite_scheduled:1/.test(await redis.info('persistence')));
}
