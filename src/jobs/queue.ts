import { type ConnectionOptions, Queue, type Telemetry } from 'bullmq';
import type { Delivery } from '../access/ports/outbox.ts';
import type { Trail } from '../trail.ts';
import { type Again, alike, type Bundle, inPieces } from './bundle.ts';
import { type Follows, follows } from './follows.ts';
import type { Job } from './job.ts';

/** Retries never run out: what must follow an event follows it, however long Meta or Slack are away. */
const FOR_EVER = 1_000_000_000;

/** Queues of one business live in its Redis Cluster slot. */
export const queuePrefix = (businessId: string): string => `hallpass:{${businessId}}:queue`;

/** What queues and workers tell a collector of each job; `note` adds to the span of the one that runs. */
export type Tracing = { telemetry: Telemetry; note(fields: Trail): void };

/** The follow-up queues of one business: one per declared job. */
export type Queues = {
  /** Puts in all jobs that these events call for, under ids derived from the events. */
  follow(deliveries: Delivery[]): Promise<void>;
  /** Puts in again what must run again, with the urgency it had. */
  again<P>(job: AnyJob, late: readonly Again<P>[], priority: number): Promise<void>;
  /** Lets jobs that were put off go now, in the order of their urgency. */
  hurry(job: string): Promise<void>;
  /** Jobs that wait or run now, per job name. */
  depth(): Promise<Record<string, number>>;
  /** The id of the job that is to run next, per job name; null where none waits. */
  first(): Promise<Record<string, string | null>>;
  /** The queues themselves, to be looked at. */
  list: readonly Queue[];
  close(): Promise<void>;
};

// biome-ignore lint/suspicious/noExplicitAny: the list holds jobs of different payloads; each checks its own.
export type AnyJob = Job<any>;

const KEPT_UP = { attempts: FOR_EVER, backoff: { type: 'custom' }, removeOnComplete: true, removeOnFail: true };

/** Opens the queues for a list of declared jobs. */
export function openQueues(
  redis: ConnectionOptions,
  businessId: string,
  jobs: readonly AnyJob[],
  tracing?: Tracing,
): Queues {
  const options = { connection: redis, prefix: queuePrefix(businessId), ...telemetryOf(tracing) };
  const open = jobs.map((job) => ({ job, queue: new Queue(job.name, options) }));
  for (const { queue } of open) queue.on('error', () => {});

  return {
    async follow(deliveries) {
      for (const { job, queue } of open) {
        const bulk = called(job, deliveries).map(({ id, priority, data }) => ({
          name: job.name,
          data,
          opts: { ...KEPT_UP, jobId: `${job.name}-${id}`, priority },
        }));
        if (bulk.length > 0) await queue.addBulk(bulk);
      }
    },
    async again(job, late, priority) {
      const pieces = alike(late).flatMap((those) => inPieces(those, job.bundle ?? 1));
      const bulk = pieces.map((piece) => ({
        name: job.name,
        data: { bundle: piece.map(({ payload }) => payload), failures: piece[0]?.failures ?? 0 },
        opts: { ...KEPT_UP, priority, delay: Math.max(...piece.map(({ wait }) => wait)) },
      }));
      await open.find((one) => one.job === job)?.queue.addBulk(bulk);
    },
    async hurry(name) {
      await open.find(({ job }) => job.name === name)?.queue.promoteJobs();
    },
    async depth() {
      const counts = await Promise.all(
        open.map(async ({ job, queue }) => [
          job.name,
          await queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized'),
        ]),
      );
      return Object.fromEntries(counts) as Record<string, number>;
    },
    async first() {
      const ids = open.map(async ({ job, queue }) => {
        const [[plain], [urgent]] = await Promise.all([queue.getWaiting(0, 0), queue.getPrioritized(0, 0)]);
        return [job.name, (plain ?? urgent)?.id ?? null] as const;
      });
      return Object.fromEntries(await Promise.all(ids));
    },
    list: open.map(({ queue }) => queue),
    close: async () => void (await Promise.all(open.map(({ queue }) => queue.close()))),
  };
}

/** As an option of BullMQ's. */
export const telemetryOf = (tracing?: Tracing) => (tracing ? { telemetry: tracing.telemetry } : {});

type Led<P> = P & { follows: Follows[] };
type Called<P> = { id: string; priority: number; data: Led<P> | Bundle<Led<P>> };

/** The jobs that these events call for. An event that is handed out again calls for the same, or for what does no harm when it runs twice. */
function called<P>(job: Job<P>, deliveries: readonly Delivery[]): Called<P>[] {
  const single: Called<P>[] = [];
  const shared: Shared<P>[] = [];
  for (const { event, grant, redelivered } of deliveries) {
    const payload = job.from(event, grant, redelivered);
    if (payload === null) continue;
    const priority = job.priority(event);
    const once = job.once?.(event, grant);
    const by = follows(event);
    if (once || !job.bundle) single.push({ id: once ?? event.id, priority, data: { ...payload, follows: [by] } });
    else shared.push({ by, priority, payload });
  }
  const pieces = [...Map.groupBy(shared, ({ priority }) => priority).values()].flatMap((those) =>
    inPieces(those, job.bundle ?? 1),
  );
  return [...single, ...pieces.map(packed)];
}

type Shared<P> = { by: Follows; priority: number; payload: P };

function packed<P>(piece: readonly Shared<P>[]): Called<P> {
  const [{ by: first, priority, payload }, { by: last }] = [piece[0], piece.at(-1)] as [Shared<P>, Shared<P>];
  if (piece.length === 1) return { id: first.event, priority, data: { ...payload, follows: [first] } };
  const alike = Map.groupBy(piece, (one) => JSON.stringify(one.payload)).values();
  const bundle = [...alike].map(([one, ...more]) => ({
    ...(one as Shared<P>).payload,
    follows: [one as Shared<P>, ...more].map(({ by }) => by),
  }));
  return { id: `${first.event}-${last.event}`, priority, data: { bundle } };
}
