import { type Job as BullJob, type ConnectionOptions, DelayedError, Worker } from 'bullmq';
import type { Ms } from '../access/grant.ts';
import { Moved } from '../access/steady.ts';
import { under } from '../trail.ts';
import { type Again, isBundle, runBundle } from './bundle.ts';
import { trailOf } from './follows.ts';
import type { JobDeps, Try } from './job.ts';
import { backoff, Later } from './later.ts';
import { type AnyJob, type Queues, queuePrefix, type Tracing, telemetryOf } from './queue.ts';

/** Short locks, renewed three times in their life: after a kill, another worker takes the job over within a few seconds. */
const LOCK = {
  lockDuration: 4_000,
  lockRenewTime: 1_000,
  stalledInterval: 1_000,
  maxStalledCount: 1_000_000_000,
  runRetryDelay: 1_000,
};
/** A worker that heard of nothing looks after so many seconds: BullMQ can forget when the next delayed job is due. */
const drainDelay = 1;

const UNKNOWN = 'no replica of Redis knows yet what was done';
/** After Redis was away for a moment. */
const AGAIN: Ms = 100;

type WorkerDeps = JobDeps & { queues: Pick<Queues, 'again'>; tracing?: Tracing | undefined };

/** Runs one declared job for one business. Whatever is thrown, the job comes back; only a payload that can't be read is dropped. */
export function startWorker(redis: ConnectionOptions, job: AnyJob, deps: WorkerDeps): Worker {
  let jobs = 0;
  let payloads = 0;
  const worker = new Worker(
    job.name,
    async (bull, token) => {
      const size = isBundle(bull.data) ? bull.data.bundle.length : 1;
      count(1, size);
      // BullMQ fetches the next job with the end of one only while it still counts.
      const running = { job: job.name, jobId: bull.id, ...trailOf(bull.data) };
      deps.tracing?.note(trailOf(...(isBundle(bull.data) ? bull.data.bundle : [bull.data])));
      await under(running, () => runOnce(job, deps, bull, token)).finally(() => process.nextTick(count, -1, size));
    },
    {
      connection: redis,
      prefix: queuePrefix(deps.desk.business.id),
      settings: { backoffStrategy: (tries: number) => backoff(tries) },
      drainDelay,
      ...LOCK,
      ...telemetryOf(deps.tracing),
    },
  );
  worker.on('error', (error) => deps.log.warn({ job: job.name, error: error.message }, 'worker trouble, it goes on'));

  // BullMQ begins with none before it has fetched as many as may run, one by one: so no more than one beside those that run.
  function count(more: 1 | -1, size: number): void {
    jobs += more;
    payloads += more * size;
    worker.concurrency = Math.max(1, payloads < job.concurrency ? jobs + 1 : jobs);
  }
  return worker;
}

async function runOnce(job: AnyJob, deps: WorkerDeps, bull: BullJob, token: string | undefined): Promise<void> {
  const remember = async (steps: Record<string, string>) => bull.updateData({ ...bull.data, ...steps });
  const attempt = { tries: bull.attemptsStarted, remember };
  const unbroken = deps.desk.ledger.unbroken();
  try {
    if (isBundle(bull.data)) await runTogether(job, deps, bull, bull.data.bundle);
    else await runPayload(job, deps, bull.data, attempt);
    // The end of a job that a dead Redis did not answer, BullMQ sends to the one that took over: it must know there what the job did.
    const known = await deps.desk.ledger.replicated();
    if (!unbroken()) throw new Later('Redis was away meanwhile, and may have forgotten what was done', AGAIN);
    if (!known) throw new Later(UNKNOWN);
  } catch (error) {
    const { wait, failures } = comesBack(deps, bull, error);
    if (failures !== failuresOf(bull)) await bull.updateData({ ...bull.data, failures });
    await bull.moveToDelayed(Date.now() + wait, token);
    throw new DelayedError();
  }
}

async function runPayload(job: AnyJob, deps: WorkerDeps, data: unknown, attempt: Try): Promise<void> {
  const payload = job.payload.safeParse(data);
  if (payload.success) return job.run(deps, payload.data, attempt);
  deps.log.error({ problems: payload.error.issues }, 'job dropped, its payload is not of the job');
}

/** What fails goes back into the queue by itself; after a crash in between, all of them run once more. */
async function runTogether(job: AnyJob, deps: WorkerDeps, bull: BullJob, payloads: unknown[]): Promise<void> {
  const attempt = {
    tries: bull.attemptsStarted,
    remember: () => Promise.reject(new Error('A bundle can not remember')),
  };
  const pause = backoff(failuresOf(bull) + 1);
  const run = (payload: unknown): Promise<Again<unknown> | null> =>
    under(trailOf(payload), async () => {
      try {
        await runPayload(job, deps, payload, attempt);
        return null;
      } catch (error) {
        return { payload, ...comesBack(deps, bull, error, pause) };
      }
    });
  await runBundle(payloads, run, async (late) => {
    // The whole bundle will come back then: what is put in beside it would run twice, and twice that the next time.
    if (!(await deps.desk.ledger.replicated())) throw new Later(UNKNOWN);
    await deps.queues.again(job, late, bull.priority);
  });
}

const failuresOf = (bull: BullJob): number => Number(bull.data.failures ?? 0);

/** Counts only what failed: starts that a crash cut off, or that waited for another worker, make no later try slower. */
function comesBack(deps: WorkerDeps, bull: BullJob, error: unknown, pause?: Ms): { wait: Ms; failures: number } {
  if (!(error instanceof Later || error instanceof Moved)) {
    deps.log.error({ err: error }, 'job failed, it comes back');
  }
  const failures = failuresOf(bull);
  if (error instanceof Later && error.delay !== undefined) return { wait: error.delay, failures };
  return { wait: pause ?? backoff(failures + 1), failures: failures + 1 };
}
