import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openTown } from '../demo/town.ts';
import { approve } from '../src/access/approve.ts';
import type { Desk } from '../src/access/desk.ts';
import type { GrantIn } from '../src/access/grant.ts';
import type { Ledger } from '../src/access/ports/ledger.ts';
import { request } from '../src/access/request.ts';
import { open } from '../src/doors.ts';
import { start } from '../src/main.ts';
import { judge, median, ms, quantile } from './figures.ts';
import { openFilled } from './filled.ts';

/** Approved → active and expired → proved gone, with more and more live grants beside them; what a tick costs; bytes per live grant. */
const SIZES = (process.env.SIZES ?? '1,1000,1000000').split(',').map(Number);
const GRANTS = Number(process.env.GRANTS ?? 60);
/** Between two grants; the bot shares its process with both emulators and two cores with Redis. */
const GAP = 250;
/** Until all machines of the bot run: the last begins after half a minute. */
const SETTLE = 35_000;
const EU = '100000000000001';

const policy = '\napprovers: [U0LEA]\ndurations: { default: 1h, min: 1s, max: 8h }\n';
const town = await openTown({ redisUrl: 'redis://127.0.0.1:9', policy });
const log = pino({ level: 'error' });

type Figures = { size: number; active: number[]; sent: number[]; gone: number[]; tick: number };

/** One grant from request to proved removal; the times are those of its audit events and of Meta's ledger. */
async function life(desk: Desk, n: number, figures: Figures): Promise<void> {
  const page = 50_000 + n;
  const asked = await request(desk, {
    requester: 'U0ANA',
    channel: 'C0SUPPORT',
    asset: { kind: 'page', id: String(page) },
    ticket: `B${page}`,
    duration: 1_000,
  });
  if (!asked.ok) throw new Error(JSON.stringify(asked.refusal));
  const { id } = asked.value;
  const approved = await approve(desk, { actor: 'U0LEA', id });
  if (!approved.ok) throw new Error(JSON.stringify(approved.refusal));
  for (;;) {
    await sleep(100);
    const grant = await desk.ledger.get(id);
    if (grant?.state !== 'ended') continue;
    const ended = grant as GrantIn<'ended'>;
    figures.active.push((ended.activeAt ?? 0) - ended.approvedAt);
    figures.gone.push(ended.provedAt - ended.endsAt);
    const removal = town.graph.calls.find(
      ({ method, path }) => method === 'DELETE' && path.includes(`/${page}/assigned_users`),
    );
    if (removal) figures.sent.push(removal.at - ended.endsAt);
    return;
  }
}

/** Many ticks with nothing due: what it costs to look. */
async function tickCost(ledger: Ledger): Promise<number> {
  const samples: number[] = [];
  for (let i = 0; i < 400; i += 1) {
    const begin = performance.now();
    await ledger.tick(Date.now() - 3_600_000, 200);
    samples.push(performance.now() - begin);
  }
  return median(samples);
}

for (let n = 0; n < SIZES.length * GRANTS; n += 1) {
  town.graph.world.addPage({ id: String(50_000 + n), name: `Bench Page ${n}`, owner: EU });
}
const all: Figures[] = [];
let lived = 0;
let bytes = { live: 0, event: 0 };
for (const size of SIZES) {
  const filled = await openFilled(size);
  if (size >= 10_000) bytes = filled.bytes;
  const tick = await tickCost(filled.ledger);
  const config = { ...town.config, redisUrl: filled.url };
  const bench = await open(config, { log });
  const desk = bench.branches[0]?.desk;
  if (!desk) throw new Error('no business');
  const bot = await start(config, { log });
  town.workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
  await sleep(SETTLE);
  const figures: Figures = { size, active: [], sent: [], gone: [], tick };
  const lives: Promise<void>[] = [];
  for (let i = 0; i < GRANTS; i += 1) {
    lives.push(life(desk, lived, figures));
    lived += 1;
    await sleep(GAP);
  }
  await Promise.all(lives);
  await bot.stop();
  await bench.close();
  await filled.stop();
  all.push(figures);
  const show = (samples: number[]) => `p50 ${ms(quantile(samples, 0.5))} p99 ${ms(quantile(samples, 0.99))}`;
  console.log(
    `${String(size).padStart(7)} live | approved → active ${show(figures.active)} | end → DELETE ${show(figures.sent)} | end → proved gone ${show(figures.gone)} | tick ${ms(figures.tick)}`,
  );
}

const [base, last] = [all[0], all.at(-1)];
if (base && last) {
  const ratio = (read: (figures: Figures) => number) => read(last) / Math.max(1, read(base));
  judge(
    `approved → active, p50, ${last.size} live against ${base.size}`,
    ratio((f) => median(f.active)),
    { most: 1.3 },
  );
  judge(
    `end → proved gone, p50, ${last.size} live against ${base.size}`,
    ratio((f) => median(f.gone)),
    { most: 1.3 },
  );
  judge(`a tick with nothing due, ${last.size} live against ${base.size}`, last.tick / base.tick, { most: 1.3 });
  judge('end → DELETE p99 in ms', Math.max(...all.map((f) => quantile(f.sent, 0.99))), { most: 250 });
}
if (bytes.live > 0) judge('Redis bytes per live grant, with its indexes', bytes.live, { most: 900 });
if (bytes.event > 0) console.log(`      ${bytes.event.toFixed(0)} bytes per audit event`);

await town.stop();
