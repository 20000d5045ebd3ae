import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { EventKind } from '../../src/access/event.ts';
import type { Delivery } from '../../src/access/ports/outbox.ts';
import type { Job } from '../../src/jobs/job.ts';
import { Later } from '../../src/jobs/later.ts';
import { openQueues, queuePrefix } from '../../src/jobs/queue.ts';
import { startWorker } from '../../src/jobs/worker.ts';
import { openForWorkers } from '../../src/store/connection.ts';
import { trail } from '../../src/trail.ts';
import { eventually } from '../support/eventually.ts';
import { draft, event, next } from '../support/grants.ts';
import { testRedis } from '../support/redis.ts';
import { silent } from '../support/silent-log.ts';

type Run = (page: string) => Promise<void> | void;

type Limits = { concurrency?: number; bundle?: number; unbroken?: () => boolean; replicated?: () => boolean };

/** One queue on a real Redis, with as many workers as a test starts; `ran` holds what ran, in order. */
async function queueOf(run: Run, limits: Limits = {}) {
  const { redis, url, business } = await testRedis();
  const ran: string[] = [];
  const job: Job<{ page: string }> = {
    name: 'look',
    payload: z.object({ page: z.string().regex(/^\d+$/) }),
    concurrency: limits.concurrency ?? 100,
    ...(limits.bundle ? { bundle: limits.bundle } : {}),
    from: (_, grant) => ({ page: grant.asset.id }),
    priority: ({ kind }) => (kind === 'ending' ? 1 : 5),
    async run(_, { page }) {
      ran.push(page);
      await run(page);
    },
  };
  const same = limits.unbroken ?? (() => true);
  const kept = limits.replicated ?? (() => true);
  const queues = openQueues(redis, business.id, [job]);
  const waiting = openForWorkers(url);
  onTestFinished(async () => {
    await queues.close();
    waiting.disconnect();
  });
  function work() {
    const desk = { business, ledger: { unbroken: () => () => same(), replicated: async () => kept() } } as never;
    const worker = startWorker(waiting, job, { desk, messenger: undefined as never, log: silent, queues });
    onTestFinished(() => worker.close(true));
    return worker;
  }
  const depth = async () => (await queues.depth()).look;
  const fetched = () => redis.llen(`${queuePrefix(business.id)}:look:active`);
  return { queues, ran, work, depth, fetched };
}

let count = 0;
const delivery = (page: number | string, kind: EventKind = 'approved'): Delivery => ({
  event: { ...event(kind), id: `${++count}-0`, grant: `EU-${count}`, state: 'granting' },
  grant: next({ ...draft({ asset: { kind: 'page', id: String(page) } }), id: `EU-${count}`, version: 1 }, 'granting'),
  redelivered: false,
});
const pages = (from: number, to: number, kind?: EventKind) =>
  Array.from({ length: to - from }, (_, index) => delivery(from + index, kind));

test('events of one reading travel in few jobs, the most urgent first, and each runs once', async () => {
  const { queues, ran, work, depth } = await queueOf(() => {}, { bundle: 50 });
  await queues.follow([...pages(0, 70), ...pages(1_000, 1_060, 'ending')]);
  expect(await depth()).toBe(4);

  work();
  await eventually(async () => expect(await depth()).toBe(0));

  expect(ran).toHaveLength(130);
  expect(new Set(ran).size).toBe(130);
  expect(ran.slice(0, 60).every((page) => Number(page) >= 1_000)).toBe(true);
});

test('a job that does not travel with others has one job an event', async () => {
  const { queues, depth } = await queueOf(() => {});
  await queues.follow(pages(0, 7));
  expect(await depth()).toBe(7);
});

test('what is handed out twice stands in the queue once', async () => {
  const { queues, depth } = await queueOf(() => {}, { bundle: 50 });
  const read = pages(0, 70);
  await queues.follow(read);
  await queues.follow(read.map((one) => ({ ...one, redelivered: true })));
  expect(await depth()).toBe(2);
});

test('each payload of a job is told in the log with the events and requests that led to it', async () => {
  const told: Record<string, unknown>[] = [];
  const { queues, work } = await queueOf(() => void told.push({ ...trail() }), { bundle: 50 });
  const asked = (page: number, origin: string) => {
    const one = delivery(page);
    return { ...one, event: { ...one.event, origin } };
  };
  const [first, second, third] = [asked(1, 'click-1'), asked(2, 'click-2'), asked(1, 'click-3')];
  await queues.follow([first, second, third]);

  work();
  await eventually(() => expect(told).toHaveLength(2));

  const [one, two, three] = [first, second, third].map(({ event }) => event);
  const jobId = `look-${one?.id}-${three?.id}`;
  expect(told).toEqual([
    {
      ...{ job: 'look', jobId, requests: ['click-1', 'click-3'] },
      ...{ events: [one?.id, three?.id], grants: [one?.grant, three?.grant] },
    },
    { job: 'look', jobId, events: [two?.id], grants: [two?.grant], requests: ['click-2'] },
  ]);
});

test('two events of one pair in one job run it once', async () => {
  const { queues, ran, work, depth } = await queueOf(() => {}, { bundle: 50 });
  await queues.follow([delivery(1), delivery(2), delivery(1)]);
  work();
  await eventually(async () => expect(await depth()).toBe(0));
  expect(ran).toEqual(['1', '2']);
});

test('what must run again comes back without those that went well, as soon as it asked, with its urgency', async () => {
  const seen = new Map<string, number>();
  const { queues, ran, work, depth } = await queueOf(
    async (page) => {
      const before = seen.get(page) ?? 0;
      seen.set(page, before + 1);
      if (page === '3') await pause(400);
      if (page === '1' && before < 2) throw new Later('not yet', 30);
      if (page === '2' && before < 1) throw new Error('a fault of ours');
    },
    { bundle: 50 },
  );
  await queues.follow(pages(0, 5));
  work();
  await eventually(async () => expect(await depth()).toBe(0));

  const times = Object.fromEntries(
    Map.groupBy(ran, (page) => page)
      .entries()
      .map(([page, all]) => [page, all.length]),
  );
  expect(times).toEqual({ 0: 1, 1: 3, 2: 2, 3: 1, 4: 1 });
});

test.each<[string, Pick<Limits, 'unbroken' | 'replicated'>, number]>([
  [
    'in whose time Redis was away: another one may have taken over, which does not know what it did',
    { unbroken: after(1) },
    2,
  ],
  [
    'that no replica knows of: its end may reach the one that takes over, and what it did may not',
    { replicated: after(2) },
    3,
  ],
])('a job runs again %s', async (_, limits, times) => {
  const { queues, ran, work, depth } = await queueOf(() => {}, limits);
  await queues.follow(pages(0, 1));

  work();
  await eventually(async () => expect(await depth()).toBe(0));

  expect(ran).toEqual(Array(times).fill('0'));
});

/** False so many times, and true ever after. */
function after(times: number): () => boolean {
  let left = times;
  return () => left-- <= 0;
}

test('while no replica of Redis keeps up, what comes back of a bundle does not multiply', async () => {
  let behind = true;
  const runs: number[] = [];
  const { queues, work, depth } = await queueOf(
    (page) => {
      runs.push(Number(page));
      if (page === '1' && runs.filter((run) => run === 1).length < 5) throw new Later('not yet', 10);
    },
    { bundle: 50, replicated: () => !behind },
  );
  await queues.follow(pages(0, 3));
  const depths: (number | undefined)[] = [];

  work();
  await eventually(async () => {
    depths.push(await depth());
    expect(runs.filter((run) => run === 1).length).toBeGreaterThan(2);
  });
  behind = false;
  await eventually(async () => expect(await depth()).toBe(0));

  expect(Math.max(...depths.map(Number))).toBe(1);
  expect(runs.filter((run) => run === 1)).toHaveLength(5);
});

test('a payload that can not be read is dropped and holds up no neighbour', async () => {
  const { queues, ran, work, depth } = await queueOf(() => {}, { bundle: 50 });
  await queues.follow([delivery(1), delivery('no page'), delivery(2)]);
  work();
  await eventually(async () => expect(await depth()).toBe(0));
  expect(ran).toEqual(['1', '2']);
});

test('the first job runs before more are fetched, and the next ones do not wait for it', async () => {
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  const inHand: Promise<number>[] = [];
  const { queues, ran, work, depth, fetched } = await queueOf(
    () => {
      inHand.push(fetched());
      return held;
    },
    { concurrency: 1_000 },
  );
  await queues.follow(pages(0, 300));
  work();
  await eventually(() => expect(ran).toHaveLength(300));
  expect(await inHand[0]).toBeLessThan(5);
  await queues.follow([delivery(301)]);
  await eventually(() => expect(ran).toHaveLength(301));
  release();
  await eventually(async () => expect(await depth()).toBe(0));
});

test('what must run again does so at its time, also when all of it failed in the same moment', async () => {
  const at = new Map<string, number[]>();
  const { queues, work, depth } = await queueOf(
    async (page) => {
      const tries = [...(at.get(page) ?? []), performance.now()];
      at.set(page, tries);
      await pause(10);
      if (tries.length <= 3) throw new Later('not yet', 300);
    },
    { bundle: 2 },
  );
  await queues.follow(pages(0, 40));
  work();
  await eventually(async () => expect(await depth()).toBe(0), 20_000);
  const waits = [...at.values()].flatMap((tries) => tries.slice(1).map((time, index) => time - (tries[index] ?? 0)));
  expect(waits).toHaveLength(120);
  expect(Math.min(...waits)).toBeGreaterThan(300);
  // BullMQ may forget when the next one is due; the worker then looks after a second, not after BullMQ's own five.
  expect(Math.max(...waits)).toBeLessThan(1_700);
}, 25_000);

test('no more payloads run at once than may, but for the last job, and all of them run', async () => {
  let now = 0;
  let most = 0;
  const run = async () => {
    now += 1;
    most = Math.max(most, now);
    await pause(10);
    now -= 1;
  };
  const { queues, ran, work, depth } = await queueOf(run, { concurrency: 20, bundle: 8 });
  for (let from = 0; from < 400; from += 40) await queues.follow(pages(from, from + 40));
  work();
  await eventually(async () => expect(await depth()).toBe(0));
  expect(new Set(ran).size).toBe(400);
  expect(most).toBeGreaterThan(8);
  expect(most).toBeLessThan(28);
});

test('what a worker had in hand when it died runs again on another one', async () => {
  let dies = true;
  const { queues, ran, work, depth } = await queueOf(
    async (page) => {
      if (dies && page !== '0') await new Promise(() => {});
    },
    { bundle: 50 },
  );
  await queues.follow(pages(0, 3));
  const first = work();
  await eventually(() => expect(ran).toHaveLength(3));
  await first.close(true);
  dies = false;
  work();
  await eventually(async () => expect(await depth()).toBe(0), 15_000);
  expect(ran).toEqual(['0', '1', '2', '0', '1', '2']);
}, 20_000);
