import { randomUUID } from 'node:crypto';
import type { Desk } from './access/desk.ts';
import type { Log } from './access/log.ts';
import type { Clock } from './access/ports/clock.ts';
import type { Meta } from './access/ports/meta.ts';
import type { Once } from './access/ports/once.ts';
import type { Messenger } from './access/ports/slack.ts';
import type { TokenDoor, TokenKeeper } from './access/ports/token.ts';
import type { BusinessArchive, Mismatch } from './archive/business-archive.ts';
import type { Branch } from './commands/branch.ts';
import { startHandling } from './commands/handle.ts';
import { startAlerts } from './jobs/alerts.ts';
import { startArchiver } from './jobs/archiver.ts';
import { startCanary } from './jobs/canary.ts';
import { convergeJob } from './jobs/converge-job.ts';
import { startCustomers } from './jobs/customers.ts';
import { startFollowing } from './jobs/follow.ts';
import { startGapWatch } from './jobs/gap-watch.ts';
import { leaveJob } from './jobs/leave-job.ts';
import { notifyJob } from './jobs/notify.ts';
import { startOutages } from './jobs/outages.ts';
import { openQueues, type Tracing } from './jobs/queue.ts';
import { startReconcile } from './jobs/reconcile.ts';
import { startRelay } from './jobs/relay.ts';
import { startRetention } from './jobs/retention.ts';
import { tellLost } from './jobs/tell-lost.ts';
import { createEndTeller } from './jobs/tell-token-end.ts';
import { catchUp, startTick } from './jobs/tick.ts';
import { startTokenCare } from './jobs/token-care.ts';
import { durableRedis, overdueRemovals, replicaBehind, rightClock, stuckQueue } from './jobs/watched.ts';
import { lateArchive, lateSink } from './jobs/watched-archive.ts';
import { startWitness } from './jobs/witness.ts';
import { startWorker } from './jobs/worker.ts';
import type { Stoppable } from './shutdown.ts';
import { createAlerts } from './store/alerts.ts';
import type { Redis } from './store/connection.ts';
import { createCounts } from './store/counts.ts';
import { clockSkew, SKEWED } from './store/durability.ts';
import { createForgetting } from './store/forget.ts';
import { keysOf } from './store/keys.ts';
import { createOnce } from './store/once.ts';
import { createOutages } from './store/outages.ts';
import { createOutbox } from './store/outbox.ts';
import { redisRisks } from './store/server-risks.ts';
import type { Metrics } from './web/metrics.ts';
import type { Shown } from './web/queues.ts';

/** All jobs; queues and workers are made from this list. */
const jobs = [convergeJob, notifyJob, leaveJob];

/** A business as its machines need it: people's part of it, its token, and its archive if it has one. */
export type Works = Branch & {
  keeper: TokenKeeper;
  meta: Meta & { tokens: TokenDoor };
  archive: BusinessArchive | null;
};

/** What the machines share with the rest of the process; `log` is the one business'; `lost` hears when Redis lost what is archived. */
type Surroundings = {
  redis: Redis;
  messenger: Messenger;
  metrics: Metrics;
  clock: Clock;
  log: Log;
  lost(words: string): void;
  tracing?: Tracing | undefined;
};

type Archiving = {
  lost(words: string): void;
  redis: Redis;
  desk: Desk;
  archive: BusinessArchive;
  messenger: Messenger;
  once: Once;
  log: Log;
};

const archiving = ({ lost, redis, desk, archive, messenger, once, log }: Archiving): Stoppable[] => [
  startArchiver({ business: desk.business.key, ledger: desk.ledger, archive, clock: desk.clock, log }),
  ...retaining(redis, desk, archive, log),
  startGapWatch(archive.gap, lostBy({ lost, desk, messenger, log }), log),
  ...archive.sinks.map((one) => startFollowing({ ...one, feed: archive.feed, lease: desk.ledger.lease, log })),
  startWitness({ desk, feed: archive.feed, messenger, once, log }),
];

/** The next start tells it as well, if this one has no time for it. */
const lostBy =
  ({ lost, ...deps }: Pick<Archiving, 'lost' | 'desk' | 'messenger' | 'log'>) =>
  (gap: Mismatch): void => {
    void tellLost(deps, gap);
    lost(gap.words);
  };

function retaining(redis: Redis, { business, ledger, clock }: Desk, { feed }: BusinessArchive, log: Log): Stoppable[] {
  const { retention } = business.rules;
  if (!retention) return [];
  const forgetting = createForgetting({ redis, business });
  return [startRetention({ retention, lease: ledger.lease, feed, forgetting, clock, log })];
}

/**
 * Starts the machines of one business: what people did is handled, deadlines are kept, events become jobs, jobs run, the token is renewed. `waiting` is the
 * connection on which workers wait.
 */
export function startMachines(
  { desk, inbox, keeper, meta, archive }: Works,
  branches: readonly Branch[],
  { redis, messenger, metrics, clock, log, lost, tracing }: Surroundings,
  waiting: Redis,
): Stoppable & { queues: Shown[] } {
  const { business, ledger } = desk;
  const outbox = createOutbox({ redis, business, consumer: randomUUID() });
  const queues = openQueues(redis, business.id, jobs, tracing);
  const workers = jobs.map((job) => startWorker(waiting, job, { desk, messenger, log, queues, tracing }));
  const once = createOnce({ redis, business });
  const care = startTokenCare({
    ...{ keeper, door: meta.tokens, lease: ledger.lease, clock, log },
    tell: createEndTeller({ desk, messenger, once, log }),
    refused: () => meta.standing().refused !== null,
  });
  const hurry = () => queues.hurry(convergeJob.name);
  // Redis and the clock are everybody's: whoever runs the first business hears of them.
  const keys = branches.map((branch) => keysOf(branch.desk.business.id).number);
  const shared = [durableRedis(() => redisRisks(redis)), rightClock(() => clockSkew(redis, keys), SKEWED)];
  const isFirst = branches[0]?.desk === desk;
  const counts = createCounts({ redis, business, clock });
  const kept = archive ? [lateArchive(archive.feed), ...archive.sinks.map((one) => lateSink(one, archive.feed))] : [];
  const watched = [
    overdueRemovals(counts),
    stuckQueue(queues),
    replicaBehind(ledger),
    ...kept,
    ...(isFirst ? shared : []),
  ];
  const loops = [
    care,
    startTick(ledger, clock, log),
    startCustomers(desk, log),
    startOutages({ desk, messenger, outages: createOutages({ redis, business }), once, hurry, log }),
    startReconcile({ desk, messenger, once, log }),
    ...(business.canary ? [startCanary({ desk, messenger, once, log }, business.canary)] : []),
    startRelay({ outbox, ledger, queues, log, after: catchUp(ledger, clock) }, (event) =>
      metrics.saw(business.key, event),
    ),
    ...(archive ? archiving({ lost, redis, desk, archive, messenger, once, log }) : []),
    startAlerts({ desk, messenger, alerts: createAlerts({ redis, business }), once, log }, watched),
    startHandling({ desk, inbox, branches, messenger, log }),
  ];
  metrics.watchToken(business.key, () => {
    const endsAt = care.endsAt();
    return endsAt ? endsAt - clock.now() : undefined;
  });
  if (business.canary) metrics.watchCanary(business.key, ledger.watch.canary);
  if (archive) metrics.watchArchive(business.key, archive);
  metrics.watchQueue(business.key, () => queues.depth());
  return {
    queues: queues.list.map((queue) => ({ business: business.key, queue })),
    async stop() {
      await Promise.all([outbox.close(), inbox.close(), ...loops.map((loop) => loop.stop())]);
      await Promise.all(workers.map((worker) => worker.close()));
      await queues.close();
    },
  };
}
