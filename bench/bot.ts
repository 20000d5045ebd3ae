import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startRedis } from '../demo/redis.ts';
import type { Desk } from '../src/access/desk.ts';
import type { AuditEvent } from '../src/access/event.ts';
import type { Ledger } from '../src/access/ports/ledger.ts';
import { createMeta } from '../src/graph/meta.ts';
import { convergeJob } from '../src/jobs/converge-job.ts';
import { openQueues } from '../src/jobs/queue.ts';
import { startRelay } from '../src/jobs/relay.ts';
import { startTick } from '../src/jobs/tick.ts';
import { startWorker } from '../src/jobs/worker.ts';
import { defaults } from '../src/policy-file/defaults.ts';
import { openForWorkers, openRedis, whenReady } from '../src/store/connection.ts';
import { keysOf } from '../src/store/keys.ts';
import { createLedger } from '../src/store/ledger.ts';
import { createOutbox } from '../src/store/outbox.ts';

/** The machines of a bot with a Redis of its own (AOF), without Slack: what is told afterwards doesn't count. */
export async function openBot({ url, token, business: id }: { url: string; token: string; business: string }) {
  const redisServer = await startRedis({
    args: ['--appendonly', 'yes', '--dir', mkdtempSync(join(tmpdir(), 'hallpass-bench-'))],
  });
  const redis = openRedis(redisServer.url);
  const waiting = openForWorkers(redisServer.url);
  await whenReady(redis, 5_000);
  const clock = { now: Date.now };
  const log = pino({ level: process.env.LOG_LEVEL ?? 'error' });
  const business = { key: 'eu', id, channels: ['C0SUPPORT'], rules: { ...defaults, approvers: ['U0LEAD'] } };
  const ledger: Ledger = createLedger({ redis, business, clock });
  const meta = createMeta({ url, token, business, clock, log });
  const desk = { business, ledger, meta, directory: undefined as never, clock } satisfies Desk;
  let stopMachines = async () => {};

  return {
    ledger,
    /** Starts them; what happened before is not followed up. `saw` is told every event from now on. */
    async start(saw: (event: AuditEvent) => void): Promise<void> {
      await redis.xgroup('CREATE', keysOf(id).events, 'relay', '$', 'MKSTREAM');
      const outbox = createOutbox({ redis, business, consumer: randomUUID() });
      const queues = openQueues(redis, id, [convergeJob]);
      const worker = startWorker(waiting, convergeJob, { desk, messenger: undefined as never, log, queues });
      const loops = [
        startTick(ledger, clock, log),
        startRelay({ outbox, ledger, queues, log, after: Promise.resolve() }, saw),
      ];
      stopMachines = async () => {
        await Promise.all([outbox.close(), ...loops.map((loop) => loop.stop())]);
        await worker.close();
        await queues.close();
      };
    },
    async stop(): Promise<void> {
      await stopMachines();
      await meta.close();
      redis.disconnect();
      waiting.disconnect();
      await redisServer.stop();
    },
  };
}
