import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openTown } from '../demo/town.ts';
import { openArchive } from '../src/archive/file-archive.ts';
import { segmentsIn } from '../src/archive/segments.ts';
import { start } from '../src/main.ts';
import { createFeed } from '../src/store/feed.ts';
import { keysOf } from '../src/store/keys.ts';
import { judge, median, ms, quantile } from './figures.ts';
import { followedUp, openFilled, rewritten } from './filled.ts';
import { EACH, populatePast } from './history.ts';

/** Whether a long history slows anything down: a business with a million events against one with a few; and what reading its archive takes. */
const EVENTS = Number(process.env.EVENTS ?? 1_000_000);
const ROUNDS = Number(process.env.ROUNDS ?? 10);
/** Of each question, in each round. */
const TIMES = Number(process.env.TIMES ?? 10);
/** In a row, since one by itself mostly measures how long Redis takes to wake. */
const TICKS = 20;
const EU = '100000000000001';
const PAGE = { kind: 'page', id: '123' } as const;
/** Both have this much of it on the Page that is asked about, as much as an answer shows. */
const SHOWN = 40;
const STEP = 200;
/** Grants of the business with a short history: enough for one step of the archiver to meet as many of them. */
const FEW = 2 * STEP;

const log = pino({ level: 'error' });
const policy = '\napprovers: [U0LEA]\ndurations: { default: 1h, min: 1s, max: 8h }\n';

/** One business, with so many events; a bot of its own on it. */
async function side(name: string, events: number) {
  const filled = await openFilled(0);
  const { redis, ledger } = filled;
  const begin = performance.now();
  await populatePast(ledger, { count: SHOWN, from: 0, asset: PAGE });
  await populatePast(ledger, { count: Math.max(0, events / EACH - SHOWN), from: SHOWN });
  // Pairs whose last grant is over are forgotten by ticks.
  while ((await redis.zcard(keysOf(EU).due)) > 0) await ledger.tick(Date.now() + 600_000, STEP);
  await followedUp(redis);
  await rewritten(redis);
  const { events: stream } = keysOf(EU);
  const there = await redis.xlen(stream);
  const bytes = Number(await redis.call('MEMORY', 'USAGE', stream, 'SAMPLES', '0')) / there;
  const spent = ((performance.now() - begin) / 1_000).toFixed(0);
  console.log(`${name}: ${there} events in ${spent} s, ${bytes.toFixed(0)} bytes each in the stream`);

  const town = await openTown({ redisUrl: filled.url, policy, graphLog: false });
  const bot = await start(town.config, { log });
  town.workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
  const feed = createFeed({ redis, business: { key: 'eu', id: EU } });
  const stop = async () => {
    await bot.stop();
    await town.stop();
    await filled.stop();
  };
  return { ...filled, town, feed, bytes, stop };
}
type Side = Awaited<ReturnType<typeof side>>;

/** Types a line; answers how long the acknowledgement took, and the private answer after that. */
async function typed({ town: { workspace } }: Side, line: string): Promise<{ ack: number; answer: number }> {
  const before = workspace.ephemerals('U0ANA').length;
  const begin = performance.now();
  const sent = await workspace.as('U0ANA').command('C0SUPPORT', `/access ${line}`);
  if (sent.status !== 'acked') throw new Error(`${line}: ${sent.reason}`);
  while (workspace.ephemerals('U0ANA').length === before) await sleep(1);
  return { ack: sent.ms, answer: performance.now() - begin };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

const WHAT = [
  'acknowledge a request',
  'handle a request',
  'log of an asset',
  'who of an asset',
  'a tick',
  "the archiver's step",
] as const;
type Figures = Record<(typeof WHAT)[number], number[]>;
const none = (): Figures => Object.fromEntries(WHAT.map((what) => [what, []])) as never;

let tickets = 0;
async function measure(one: Side, into: Figures): Promise<void> {
  const entries = (await one.redis.xrevrange(keysOf(EU).events, '+', '-', 'COUNT', STEP)) as [string, string[]][];
  const behind = entries.at(-1)?.[0] ?? '0-0';
  for (let n = 0; n < TIMES; n += 1) {
    const { ack, answer } = await typed(one, `request page 1003 for ticket ${++tickets}`);
    into['acknowledge a request'].push(ack);
    into['handle a request'].push(answer);
    into['log of an asset'].push((await typed(one, 'log page 123')).answer);
    into['who of an asset'].push((await typed(one, 'who page 123')).answer);
    for (let tick = 0; tick < TICKS; tick += 1)
      into['a tick'].push(await timed(() => one.ledger.tick(Date.now() - 3_600_000, STEP)));
    into["the archiver's step"].push(await timed(() => one.feed.after(behind, STEP)));
  }
}

/** Archives everything in steps of this size, as the archiver does, and answers the folder. */
async function archived({ feed }: Side): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'hallpass-bench-'));
  const file = await openArchive({ folder: join(root, 'eu'), business: 'eu', log }, 0);
  const begin = performance.now();
  for (;;) {
    const entries = await feed.after(file.tail().event, STEP);
    if (entries.length === 0) break;
    await file.append(entries, Date.now(), () => true);
  }
  await file.close();
  const seconds = (performance.now() - begin) / 1_000;
  const sizes = (await segmentsIn(join(root, 'eu'))).map((name) => statSync(join(root, 'eu', name)).size);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const { seq } = file.tail();
  console.log(
    `${seq} lines archived in ${seconds.toFixed(0)} s (${(seq / seconds).toFixed(0)} a second), ${(bytes / seq).toFixed(0)} bytes each`,
  );
  return root;
}

/** Runs a command on an archive in a process of its own; answers seconds and the most memory that it had, in MB. */
async function reads(args: string[]): Promise<{ seconds: number; memory: number }> {
  const begin = performance.now();
  const child = spawn(process.execPath, ['src/main.ts', 'audit', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  let memory = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      memory = Math.max(memory, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
    } catch {
      // It has ended.
    }
  }, 20);
  const [code] = await once(child, 'exit');
  clearInterval(watch);
  if (code !== 0) throw new Error(`audit ${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - begin) / 1_000, memory };
}

const few = await side('few', (SHOWN + FEW) * EACH);
const many = await side('many', EVENTS);
const [base, full] = [none(), none()];
await measure(few, none());
await measure(many, none());
for (let round = 0; round < ROUNDS; round += 1) {
  await measure(few, base);
  await measure(many, full);
}
for (const what of WHAT) {
  const show = (samples: number[]) => `p50 ${ms(median(samples))} p99 ${ms(quantile(samples, 0.99))}`;
  console.log(`${what}: few ${show(base[what])} | many ${show(full[what])}`);
  judge(`${what}, p50`, median(full[what]) / median(base[what]), { most: 1.3 });
}
judge('bytes of Redis for an event', many.bytes, { most: 100 });

const [small, large] = [await archived(few), await archived(many)];
for (const args of [['verify'], ['export', '--csv']]) {
  const [before, after] = [await reads([...args, small]), await reads([...args, large])];
  const lines = (after.seconds - before.seconds) / (EVENTS / 1_000_000);
  console.log(
    `audit ${args.join(' ')}: ${after.seconds.toFixed(1)} s and ${after.memory.toFixed(0)} MB (few lines: ${before.memory.toFixed(0)} MB)`,
  );
  judge(`audit ${args[0]}, seconds for a million lines`, lines, { most: 60 });
  judge(`audit ${args[0]}, memory`, after.memory / before.memory, { most: 2 });
}
await Promise.all([few.stop(), many.stop()]);
process.exit();
