import { assetKey } from '../../src/access/asset.ts';
import type { Desk } from '../../src/access/desk.ts';
import type { Ms } from '../../src/access/grant.ts';
import type { Outbox } from '../../src/access/ports/outbox.ts';
import { converge } from '../../src/jobs/converge.ts';
import { convergeJob } from '../../src/jobs/converge-job.ts';
import { backoff, Later } from '../../src/jobs/later.ts';
import type { PairRef } from '../../src/jobs/write.ts';
import type { handClock } from './grants.ts';
import { silent } from './silent-log.ts';

type Waiting = { ref: PairRef; at: Ms; tries: number };

/** Ticks, relays the audit stream and runs converge in the moved clock's time, where the queue would do so in real time. */
export type Pump = {
  /** Hands new events over and runs what is due now, each job once. */
  once(): Promise<void>;
  /** Moves the clock on by a span, and keeps every deadline and every retry on the way, at its time. */
  advance(span: Ms): Promise<void>;
  /** Moves the clock from retry to retry until no job waits any more. */
  settle(): Promise<void>;
  /** Jobs that wait for their next try. */
  waiting(): number;
};

/** Thrown where a story lets the process die; the job comes back on another worker. */
export class Died extends Error {}

/** More steps than any story needs: what goes on after them goes on for ever. */
const MOST = 2_000;

/** `events` tells how many events of grants were in the audit stream so far, so that nothing is waited for that does not come. */
export function pump(
  desk: Desk,
  { outbox, events, clock }: { outbox: Outbox; events: () => Promise<number>; clock: ReturnType<typeof handClock> },
): Pump {
  let jobs: Waiting[] = [];
  let handled = 0;

  async function relay(): Promise<void> {
    while (handled < (await events())) {
      const deliveries = await outbox.read(1_000, 200);
      for (const { event, grant, redelivered } of deliveries) {
        const ref = convergeJob.from(event, grant, redelivered);
        if (ref) jobs.push({ ref, at: clock.now(), tries: 0 });
      }
      await outbox.ack(deliveries.map(({ event }) => event.id));
      handled += deliveries.length;
    }
  }

  async function run(job: Waiting): Promise<void> {
    jobs = jobs.filter((other) => other !== job);
    const tries = job.tries + 1;
    try {
      await converge(desk, job.ref, silent, [0]);
    } catch (error) {
      if (!(error instanceof Later || error instanceof Died)) throw error;
      const wait = (error instanceof Later ? error.delay : undefined) ?? backoff(tries, () => 0.5);
      jobs.push({ ...job, at: clock.now() + Math.max(1, wait), tries });
    }
  }

  async function once(): Promise<void> {
    while ((await desk.ledger.tick(clock.now(), 100)).moved > 0);
    await relay();
    const due = new Map<string, Waiting>();
    for (const job of jobs) if (job.at <= clock.now()) due.set(`${assetKey(job.ref.asset)} ${job.ref.principal}`, job);
    // Of several jobs for one pair the last runs for all of them, as they would one after another.
    jobs = jobs.filter(
      (job) => job.at > clock.now() || due.get(`${assetKey(job.ref.asset)} ${job.ref.principal}`) === job,
    );
    for (const job of due.values()) await run(job);
    await relay();
    if (jobs.some((job) => job.at <= clock.now())) await once();
  }

  const next = () => Math.min(...jobs.map((job) => job.at));

  return {
    once,
    async advance(span) {
      const until = clock.now() + span;
      for (let step = 0; step < MOST; step += 1) {
        await once();
        const deadline = (await desk.ledger.tick(clock.now(), 0)).next ?? until;
        const at = Math.min(until, next(), Math.max(deadline, clock.now() + 1));
        if (clock.now() >= until) return;
        clock.move(at - clock.now());
      }
      throw new Error('Time does not get on.');
    },
    async settle() {
      for (let step = 0; step < MOST; step += 1) {
        await once();
        if (jobs.length === 0) return;
        clock.move(next() - clock.now());
      }
      throw new Error('It never settles.');
    },
    waiting: () => jobs.length,
  };
}
