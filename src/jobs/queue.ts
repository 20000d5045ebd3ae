import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Delivery } from '../access/ports/outbox.ts';
import type { Job } from './job.ts';

/** Retries never run out: what must follow an event follows it, however long Meta or Slack are away. */
const FOR_EVER = 1_000_000_000;

/** Queues of one business live in its Redis Cluster slot. */
export const queuePrefix = (businessId: string): string => `hallpass:{${businessId}}:queue`;

/** The follow-up queues of one business: one per declared job. */
export type Queues = {
  /** Puts in all jobs that these events call for, under ids derived from the events. */
  follow(deliveries: Delivery[]): Promise<void>;
  /** Jobs that wait or run now, per job name. */
  depth(): Promise<Record<string, number>>;
  close(): Promise<void>;
};

// biome-ignore lint/suspicious/noExplicitAny: the list holds jobs of different payloads; each checks its own.
export type AnyJob = Job<any>;

/** Opens the queues for a list of declared jobs. */
export function openQueues(redis: Redis, businessId: string, jobs: readonly AnyJob[]): Queues {
  const prefix = queuePrefix(businessId);
  const open = jobs.map((job) => ({ job, queue: new Queue(job.name, { connection: redis, prefix }) }));
  for (const { queue } of open) queue.on('error', () => {});

  return {
    async follow(deliveries) {
      for (const { job, queue } of open) {
        const bulk = deliveries.flatMap(({ event, grant, redelivered }) => {
          const data = job.from(event, grant, redelivered);
          if (data === null) return [];
          const opts = {
            jobId: `${job.name}-${job.once?.(event, grant) ?? event.id}`,
            priority: job.priority(event),
            attempts: FOR_EVER,
            backoff: { type: 'custom' },
            removeOnComplete: true,
            removeOnFail: true,
          };
          return [{ name: job.name, data, opts }];
        });
        if (bulk.length > 0) await queue.addBulk(bulk);
      }
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
    close: async () => void (await Promise.all(open.map(({ queue }) => queue.close()))),
  };
}
