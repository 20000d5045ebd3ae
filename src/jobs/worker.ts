import { type Job as BullJob, DelayedError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobDeps } from './job.ts';
import { backoff, Later } from './later.ts';
import { type AnyJob, queuePrefix } from './queue.ts';

/** Short locks, renewed three times in their life: after a kill, another worker takes the job over within a few seconds. */
const LOCK = {
  lockDuration: 4_000,
  lockRenewTime: 1_000,
  stalledInterval: 1_000,
  maxStalledCount: 1_000_000_000,
  runRetryDelay: 1_000,
};

/** Runs one declared job for one business. Whatever is thrown, the job comes back; only a payload that can't be read is dropped. */
export function startWorker(redis: Redis, job: AnyJob, deps: JobDeps): Worker {
  const worker = new Worker(job.name, (bull, token) => runOnce(job, deps, bull, token), {
    connection: redis,
    prefix: queuePrefix(deps.desk.business.id),
    concurrency: job.concurrency,
    settings: { backoffStrategy: (tries: number) => backoff(tries) },
    ...LOCK,
  });
  worker.on('error', (error) => deps.log.warn({ job: job.name, error: error.message }, 'worker trouble, it goes on'));
  return worker;
}

/** Counts only what failed: starts that a crash cut off, or that waited for another worker, make no later try slower. */
async function backedOff(bull: BullJob): Promise<number> {
  const failures = Number(bull.data.failures ?? 0) + 1;
  await bull.updateData({ ...bull.data, failures });
  return backoff(failures);
}

async function runOnce(job: AnyJob, deps: JobDeps, bull: BullJob, token: string | undefined): Promise<void> {
  const payload = job.payload.safeParse(bull.data);
  if (!payload.success) {
    deps.log.error(
      { job: job.name, id: bull.id, problems: payload.error.issues },
      'job dropped, its payload is not of the job',
    );
    return;
  }
  const remember = async (steps: Record<string, string>) => bull.updateData({ ...bull.data, ...steps });
  try {
    await job.run(deps, payload.data, { tries: bull.attemptsStarted, remember });
  } catch (error) {
    const wait = (error instanceof Later ? error.delay : undefined) ?? (await backedOff(bull));
    if (!(error instanceof Later))
      deps.log.error({ job: job.name, id: bull.id, err: error }, 'job failed, it comes back');
    await bull.moveToDelayed(Date.now() + wait, token);
    throw new DelayedError();
  }
}
