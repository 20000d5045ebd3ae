import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from './access/ports/clock.ts';
import type { Messenger } from './access/ports/slack.ts';
import { archiveAt, type BusinessArchive } from './archive/business-archive.ts';
import type { Branch } from './commands/branch.ts';
import type { Config } from './config.ts';
import { createMeta } from './graph/meta.ts';
import { createLog } from './log.ts';
import { shutdown } from './shutdown.ts';
import { createSlackClient, whenLimited } from './slack/client.ts';
import { createDirectory } from './slack/directory.ts';
import { createIdentity } from './slack/identity.ts';
import { createMessenger } from './slack/messenger.ts';
import { createSharedBudget } from './store/budget.ts';
import type { Redis } from './store/connection.ts';
import { openRedis, whenReady } from './store/connection.ts';
import { createCounts } from './store/counts.ts';
import { createFeed } from './store/feed.ts';
import { createGroupChanges } from './store/group-changes.ts';
import { createInbox } from './store/inbox.ts';
import { createLedger } from './store/ledger.ts';
import { createTokenKeeper } from './store/token-keeper.ts';
import { createVault } from './store/vault.ts';
import { createMetrics, type Metrics } from './web/metrics.ts';
import { watchDoor } from './web/watch-door.ts';

/** What a dead process had in hand is taken over after this time; what a live one has in hand it says itself; ms. */
const IDLE = 4_000;
/** How long closing may take; ms. */
const CLOSE_WITHIN = 1_000;

/** What all businesses share. */
export type World = {
  redis: Redis;
  clock: Clock;
  log: Logger;
  client: ReturnType<typeof createSlackClient>;
  identity: ReturnType<typeof createIdentity>;
  directory: ReturnType<typeof createDirectory>;
  messenger: Messenger;
  metrics: Metrics;
};

/** One business with its doors open. */
export type OpenBranch = Branch & {
  meta: ReturnType<typeof createMeta>;
  keeper: ReturnType<typeof createTokenKeeper>;
  archive: BusinessArchive | null;
};

/** Opens the doors of all businesses, waits a little for Redis, and starts nothing. */
export async function open(config: Config, options: { clock?: Clock; log?: Logger } = {}) {
  const clock = options.clock ?? { now: Date.now };
  const log = options.log ?? createLog(config.logLevel);
  const redis = openRedis(config.redisUrl, ({ message }) => log.warn({ reason: message }, 'redis is away'));
  const client = createSlackClient({ token: config.slack.botToken, apiUrl: config.slack.apiUrl });
  const metrics = createMetrics();
  whenLimited(client, metrics.slackLimited);
  const identity = createIdentity(client);
  const directory = createDirectory(client, createGroupChanges(redis), identity);
  const messenger = createMessenger(client, identity);
  const world: World = { redis, clock, log, client, identity, directory, messenger, metrics };
  const branches = config.businesses.map((business) => openBranch(config, business, world));
  const close = async () => {
    const doors = branches.map(({ meta, inbox, keeper }) => ({
      stop: () => Promise.all([meta.close(), inbox.close(), keeper.close()]),
    }));
    const clean = await shutdown([doors], CLOSE_WITHIN);
    redis.disconnect();
    return clean;
  };
  await whenReady(redis, 5_000);
  // Where Redis is away, the tokens of hallpass.yml have to do until it is back.
  await Promise.allSettled(branches.map(({ keeper }) => keeper.refresh()));
  return { world, branches, close };
}

function openBranch(config: Config, business: Config['businesses'][number], world: World): OpenBranch {
  const { redis, clock, directory, log } = world;
  const { graphUrl: url, version, appId, appSecret } = config.meta;
  const { token: written, ...shown } = business;
  const own = log.child({ business: business.key });
  const vault = createVault(config.vaultKeys, business.id);
  const keeper = createTokenKeeper({ redis, business, written, vault, log: own });
  const budget = createSharedBudget({ redis, business, appId });
  const meta = createMeta({ url, version, appId, appSecret, business, token: keeper, clock, budget, log: own });
  watchDoor(world.metrics, business.key, meta);
  world.metrics.watchCounts(business.key, createCounts({ redis, business, clock }));
  const inbox = createInbox({
    redis,
    business,
    consumer: randomUUID(),
    secret: config.slack.signingSecret,
    idle: IDLE,
  });
  const desk = { business: shown, ledger: createLedger({ redis, business, clock }), meta, directory, clock };
  const feed = createFeed({ redis, business });
  const archive = config.archive ? archiveAt(config.archive, { business, feed, clock, log: own }) : null;
  return { desk, inbox, meta, keeper, archive };
}
