import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis } from '../demo/redis.ts';
import { openRedis, whenReady } from '../src/store/connection.ts';
import { keysOf } from '../src/store/keys.ts';
import { createLedger } from '../src/store/ledger.ts';
import { startChild } from './child.ts';
import { judge, median, ms, quantile } from './figures.ts';
import { fault } from './soak-faults.ts';
import { ask, life, newTally } from './soak-life.ts';
import { openSoakTown } from './soak-town.ts';
import { type Minute, minuteOf, type Sample, sample, slope } from './soak-watch.ts';

/** The whole bot under load for an hour, in a process of its own: whether its memory stays, and whether a grant is lost. */
const MINUTES = Number(process.env.MINUTES ?? 60);
/** Requests a second, and as many questions. */
const RATE = Number(process.env.RATE ?? 5);
/** Until then caches and the heap fill. */
const WARM = Math.ceil(MINUTES / 6);
const SAMPLES_A_MINUTE = 6;
const FAULT_EVERY = 30_000;
const EU = '100000000000001';

const folder = mkdtempSync(join(tmpdir(), 'hallpass-soak-'));
const redisServer = await startRedis({ args: ['--appendonly', 'yes', '--dir', folder] });
const town = await openSoakTown(redisServer.url, join(folder, 'archive'));
writeFileSync(join(folder, 'hallpass.yml'), town.policy);
const redis = openRedis(redisServer.url);
await whenReady(redis, 5_000);
const ledger = createLedger({ redis, business: { key: 'eu', id: EU }, clock: { now: Date.now } });
let errors = 0;
const bot = await startChild(
  'src/main.ts',
  { ...town.env, HALLPASS_CONFIG: join(folder, 'hallpass.yml'), LOG_LEVEL: 'info' },
  ({ level }) => {
    if (Number(level) >= 50) errors += 1;
  },
);
town.workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
let fallen = false;
void bot.ended.then(() => {
  fallen = true;
});

const tally = newTally();
const scene = { town, ledger, tally };
const until = performance.now() + MINUTES * 60_000;
const lives = new Set<Promise<unknown>>();
const follow = (work: Promise<unknown>, what: string) => {
  const one: Promise<unknown> = work
    .catch((error: unknown) => tally.lost.push(`${what}: ${error instanceof Error ? error.message : error}`))
    .finally(() => lives.delete(one));
  lives.add(one);
};

/** Work that comes in its own time, however long each piece takes. */
async function each(every: number, work: (number: number) => void): Promise<void> {
  for (let number = 0; performance.now() < until && !fallen; number += 1) {
    work(number);
    await sleep(every * (0.5 + Math.random()));
  }
}

const minutes: Minute[] = [];
async function watch(): Promise<void> {
  console.log('minute    RSS MB  heap MB  lag p99  of a core  live  Redis MB  ended');
  let before = await sample(bot.port, redis);
  for (let minute = 1; performance.now() < until && !fallen; minute += 1) {
    const samples: Sample[] = [];
    for (let i = 0; i < SAMPLES_A_MINUTE; i += 1) {
      await sleep(60_000 / SAMPLES_A_MINUTE);
      const seen = await sample(bot.port, redis).catch(() => null);
      if (seen) samples.push(seen);
    }
    if (samples.length === 0) continue;
    const row = minuteOf(samples, before);
    before = samples.at(-1) as Sample;
    minutes.push(row);
    const cells = [
      row.rss.toFixed(1),
      row.heap.toFixed(1),
      ms(row.lag),
      row.cpu.toFixed(2),
      row.live,
      row.redis.toFixed(1),
    ];
    console.log([minute, ...cells, tally.late.length].map((cell) => String(cell).padStart(8)).join(' '));
  }
}

await Promise.all([
  watch(),
  each(1_000 / RATE, (number) => follow(life(scene, number), `life ${number}`)),
  each(1_000 / RATE, (number) => follow(ask(scene, number), `question ${number}`)),
  each(FAULT_EVERY, (number) => fault(town, redis, number)),
]);
if (fallen) tally.lost.push('the bot ended by itself');
await Promise.all(lives);

const events = await redis.xlen(keysOf(EU).events);
const late = (q: number) => ms(quantile(tally.late, q));
console.log(
  `${tally.asked} requests (${tally.refused} refused, ${tally.unsure} not acknowledged), ${tally.decided} denied or cancelled, ${tally.late.length} ended, ${events} events, ${errors} errors in the log; end → proved gone p50 ${late(0.5)} p99 ${late(0.99)} worst ${late(1)}`,
);
for (const one of tally.lost.slice(0, 20)) console.log(`      lost: ${one}`);
const [early, end] = [minutes.slice(WARM, WARM + 5), minutes.slice(-5)];
const middle = (of: readonly Minute[], read: (minute: Minute) => number) => median(of.map(read));
const growth = slope(minutes.slice(WARM).map(({ heap }) => heap)) * 60;
console.log(
  `      the heap grows by ${growth.toFixed(2)} MB an hour; lag p99 ${ms(middle(minutes, ({ lag }) => lag))}`,
);
judge(`RSS at the end against minute ${WARM}`, middle(end, ({ rss }) => rss) / middle(early, ({ rss }) => rss), {
  most: 1.1,
});
judge('what the heap grows by in an hour, against what it is', growth / middle(early, ({ heap }) => heap), {
  most: 0.1,
});
judge('grants lost', tally.lost.length, { most: 0 });
judge('people who still hold something', town.held(), { most: 0 });

redis.disconnect();
if (!fallen) await bot.stop();
await town.stop();
await redisServer.stop();
