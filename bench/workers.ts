import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from '../src/store/connection.ts';
import { keysOf } from '../src/store/keys.ts';
import { type Child, startChild } from './child.ts';
import { endTogether } from './ending.ts';
import { judge } from './figures.ts';
import { followedUp, openFilled } from './filled.ts';
import { EU, FIRST, personOf, startTown, TOKEN } from './graph-town.ts';
import { startSlackAway } from './slack-away.ts';

/** Grants that end at one moment, taken away by one, two and four worker processes, Meta 200 ms away: how many a second, and what is busy. */
const GRANTS = Number(process.env.GRANTS ?? 10_000);
const WORKERS = (process.env.WORKERS ?? '1,2,4').split(',').map(Number);
const PEOPLE = 500;
/** What the workers may take to start; ms. */
const START = 15_000;

const folder = mkdtempSync(join(tmpdir(), 'hallpass-bench-'));
const file = join(folder, 'hallpass.yml');
writeFileSync(file, `businesses:\n  eu: { id: "${EU}", token: ${TOKEN}, channels: [C0SUPPORT] }\napprovers: [U0LEA]\n`);
const slack = await startSlackAway();

/** Seconds of processor time so far: of the workers, of Redis, of the emulated Meta. */
type Busy = { workers: number; redis: number; meta: number };
type Run = { workers: number; perSecond: number; cores: Busy; each: Busy };

async function redisBusy(redis: Redis): Promise<number> {
  const text = await redis.info('cpu');
  const of = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(text)?.[1]);
  return of('used_cpu_user') + of('used_cpu_sys');
}

async function workerBusy({ port }: Child): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
}

/** The audit events of one kind, from this one on; answers the last event too. */
async function count(redis: Redis, kind: string, from: string): Promise<{ many: number; last: string }> {
  const entries = await redis.xrange(keysOf(EU).events, `(${from}`, '+');
  const many = entries.filter(([, flat]) => flat[flat.indexOf('kind') + 1] === kind).length;
  return { many, last: entries.at(-1)?.[0] ?? from };
}

async function run(workers: number): Promise<Run> {
  const { url, redis, ledger, stop } = await openFilled(0);
  const town = await startTown({ pages: GRANTS, people: PEOPLE, onAccount: 0, account: 'act_77000001' });
  const page = (number: number) => ({ kind: 'page', id: String(FIRST + number) }) as const;
  const person = (number: number) => personOf(FIRST + number, PEOPLE);
  const end = await endTogether(ledger, { count: GRANTS, asset: page, person, lead: START });
  await followedUp(redis);
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: 'bench',
    SLACK_API_URL: slack.url,
    META_APP_ID: '5550001',
    META_APP_SECRET: 'demo-app-secret',
    META_GRAPH_URL: town.url,
    REDIS_URL: url,
    HALLPASS_CONFIG: file,
    HALLPASS_ROLES: 'worker',
    PORT: '0',
  };
  const bots = await Promise.all(Array.from({ length: workers }, () => startChild('src/main.ts', env)));
  if (Date.now() > end) throw new Error('The grants end before all workers are there: raise START.');
  const busy = async (): Promise<Busy> => ({
    workers: (await Promise.all(bots.map(workerBusy))).reduce((sum, one) => sum + one, 0),
    redis: await redisBusy(redis),
    meta: await town.busy(),
  });
  await sleep(end - Date.now() - 200);
  const before = await busy();
  let last = (await redis.xrevrange(keysOf(EU).events, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0';
  for (let ended = 0; ended < GRANTS; await sleep(50)) {
    const more = await count(redis, 'ended', last);
    ended += more.many;
    last = more.last;
  }
  const took = (Date.now() - end) / 1_000;
  const after = await busy();
  const stay = await town.left(0, GRANTS);
  if (stay > 0) throw new Error(`${stay} grants are still held`);
  await Promise.all(bots.map((bot) => bot.stop()));
  town.stop();
  await stop();
  const spent = (divisor: number): Busy => ({
    workers: (after.workers - before.workers) / divisor,
    redis: (after.redis - before.redis) / divisor,
    meta: (after.meta - before.meta) / divisor,
  });
  return { workers, perSecond: GRANTS / took, cores: spent(took), each: spent(GRANTS / 1_000) };
}

const show = ({ workers, redis, meta }: Busy, digits: number) =>
  [workers, redis, meta].map((one) => one.toFixed(digits).padStart(8)).join(' ');
console.log(`${GRANTS} grants end at once   grants/s | cores: workers, Redis, Meta | ms of them per grant`);
const runs: Run[] = [];
for (const workers of WORKERS) {
  const one = await run(workers);
  runs.push(one);
  const rate = one.perSecond.toFixed(0).padStart(8);
  console.log(`${String(workers).padStart(12)} workers ${rate} | ${show(one.cores, 2)} | ${show(one.each, 2)}`);
}
const [base, ...more] = runs;
for (const one of more) {
  if (!base) break;
  judge(`grants a second, ${one.workers} workers against ${base.workers}`, one.perSecond / base.perSecond, {
    least: 0.8,
  });
  judge(
    `the workers' processor time per grant, ${one.workers} against ${base.workers}`,
    one.each.workers / base.each.workers,
    { most: 1.3 },
  );
}
slack.stop();
