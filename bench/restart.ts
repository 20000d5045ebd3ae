import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTown } from '../demo/town.ts';
import type { GrantIn } from '../src/access/grant.ts';
import { type Child, startChild } from './child.ts';
import { putActive } from './ending.ts';
import { judge, median } from './figures.ts';
import { followedUp, openFilled } from './filled.ts';

/** From the start of a bot until it works, with a million live grants in Redis and with none; after a kill of one of two; after Redis itself. */
const LIVE = Number(process.env.LIVE ?? 1_000_000);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const KILLS = Number(process.env.KILLS ?? 3);
/** One end each so many ms, while one of two bots is killed. */
const GAP = 100;
/** What bots may take to start before something ends; ms. */
const START = 15_000;
const EU = '100000000000001';
const ANA = '900000000000001';

const policy = '\napprovers: [U0LEA]\ndurations: { default: 1h, min: 1s, max: 8h }\n';
const file = join(mkdtempSync(join(tmpdir(), 'hallpass-bench-')), 'hallpass.yml');
const empty = await openFilled(0);
const full = await openFilled(LIVE);
type Filled = typeof full;
const town = await openTown({ redisUrl: empty.url, policy, graphLog: false });
writeFileSync(file, town.policy);
const startBot = ({ url }: Filled): Promise<Child> =>
  startChild('src/main.ts', { ...town.env, REDIS_URL: url, HALLPASS_CONFIG: file, LOG_LEVEL: 'info' });
const route = ({ port }: Child) => town.workspace.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);

let pages = 0;
/** A grant on a Page of its own, which ends then; answers what tells whether it was taken away, and how late. */
async function ending({ ledger }: Filled, expiresAt: number): Promise<() => Promise<number | null>> {
  const number = pages++;
  const asset = { kind: 'page', id: String(50_000 + number) } as const;
  town.graph.world.addPage({ id: asset.id, name: `Bench Page ${number}`, owner: EU });
  town.graph.world.assign({ asset: asset.id, user: ANA, tasks: ['ANALYZE'] });
  const { id } = await putActive(ledger, { asset, principal: ANA, number, requester: 'U0ANA', expiresAt });
  return async () => {
    const grant = await ledger.get(id).catch(() => null);
    return grant?.state === 'ended' ? (grant as GrantIn<'ended'>).provedAt - expiresAt : null;
  };
}

async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await sleep(10);
  }
}

const ready = ({ port }: Child) =>
  until(async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.status === 200);

/** Seconds since its spawn: it says that it has started, it is ready, what ended meanwhile is gone, a command is acknowledged, and is handled. */
const STEPS = ['started', 'ready', 'due access gone', 'command acknowledged', 'command handled'] as const;
type Start = number[];

async function start(filled: Filled): Promise<Start> {
  const late = await ending(filled, Date.now());
  await sleep(500);
  const begin = performance.now();
  const since = () => (performance.now() - begin) / 1_000;
  const bot = await startBot(filled);
  const started = since();
  route(bot);
  const command = async () => {
    const ticket = `R${pages}`;
    await until(async () => {
      const line = `/access request page 123 for ticket ${ticket}`;
      return (await town.workspace.as('U0ANA').command('C0SUPPORT', line)).status === 'acked';
    });
    const acked = since();
    await until(async () => (await filled.ledger.byTicket(ticket, 1)).length > 0);
    return [acked, since()];
  };
  const steps = [ready(bot).then(since), until(late).then(since), command()];
  const [isReady, gone, commands] = await Promise.all(steps);
  await bot.stop();
  return [started, isReady, gone, commands].flat() as number[];
}

/** The latest of the ends that come while one of two bots is killed; seconds. */
async function killed(filled: Filled): Promise<number> {
  const from = Date.now() + START;
  const ends = await Promise.all(Array.from({ length: 80 }, (_, n) => ending(filled, from + n * GAP)));
  await followedUp(filled.redis);
  const [first, second] = await Promise.all([startBot(filled), startBot(filled)]);
  route(second);
  await Promise.all([ready(first), ready(second)]);
  await sleep(from + 40 * GAP - Date.now());
  first.kill();
  const late = await Promise.all(ends.map((look) => until(async () => (await look()) ?? false)));
  await second.stop();
  return Math.max(...late) / 1_000;
}

/** Redis ends under a running bot and comes back: its own time, and how long the bot takes after that until what ended meanwhile is gone. */
async function redisRestarted(filled: Filled): Promise<{ redis: number; bot: number }> {
  const end = Date.now() + START;
  const late = await ending(filled, end);
  await followedUp(filled.redis);
  const bot = await startBot(filled);
  await ready(bot);
  await sleep(end - Date.now() - 200);
  const took = await filled.restart();
  const back = performance.now();
  await until(late);
  await ready(bot);
  const after = performance.now() - back;
  await bot.stop();
  return { redis: took / 1_000, bot: after / 1_000 };
}

const seconds = (value: number) => `${value.toFixed(2)} s`;
const starts: { empty: Start; full: Start }[] = [];
for (let round = 0; round < ROUNDS; round += 1) starts.push({ empty: await start(empty), full: await start(full) });
const step = (name: 'empty' | 'full', at: number) => median(starts.map((one) => one[name][at] ?? 0));
console.log(
  `start of a bot, ${ROUNDS} times in turns, medians`.padEnd(50),
  'empty'.padStart(8),
  String(LIVE).padStart(10),
);
for (const [at, name] of STEPS.entries()) {
  console.log(`  ${name}`.padEnd(50), seconds(step('empty', at)).padStart(8), seconds(step('full', at)).padStart(10));
}
const worst = { empty: 0, full: 0 };
for (let kill = 0; kill < KILLS; kill += 1) {
  worst.empty = Math.max(worst.empty, await killed(empty));
  worst.full = Math.max(worst.full, await killed(full));
}
console.log(
  `one of two bots killed, ${KILLS} times: the latest end → proved gone ${seconds(worst.full)} (empty: ${seconds(worst.empty)})`,
);
const small = await redisRestarted(empty);
const big = await redisRestarted(full);
console.log(`Redis started again: takes commands after ${seconds(big.redis)} (empty: ${seconds(small.redis)})`);
console.log(`  then the bot is at work after ${seconds(big.bot)} (empty: ${seconds(small.bot)})`);

for (const [at, name] of STEPS.entries())
  judge(`${name}, ${LIVE} live against none`, step('full', at) / step('empty', at), { most: 1.3 });
judge('the latest end → proved gone after a kill, seconds', worst.full, { most: 10 });
judge('the bot at work after Redis is, seconds', big.bot, { most: 5 });

await Promise.all([empty.stop(), full.stop(), town.stop()]);
