import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Redis } from 'ioredis';
import { type Logger, pino } from 'pino';
import type { Clock } from './access/ports/clock.ts';
import type { Messenger } from './access/ports/slack.ts';
import { archiveAt, type BusinessArchive, mustBelongTogether } from './archive/business-archive.ts';
import { commandLine } from './cli/command-line.ts';
import type { Branch } from './commands/branch.ts';
import { register } from './commands/register.ts';
import type { Config } from './config.ts';
import { far } from './far.ts';
import { createMeta } from './graph/meta.ts';
import { createLog, logFall } from './log.ts';
import { startMachines } from './machines.ts';
import { type Stoppable, shutdown } from './shutdown.ts';
import { createSlackApp, portOf } from './slack/app.ts';
import { calling, createSlackClient, whenLimited } from './slack/client.ts';
import { createDirectory } from './slack/directory.ts';
import { createIdentity } from './slack/identity.ts';
import { createMessenger } from './slack/messenger.ts';
import { createSharedBudget } from './store/budget.ts';
import { openForWorkers, openRedis, whenReady } from './store/connection.ts';
import { createCounts } from './store/counts.ts';
import { durabilityWarnings } from './store/durability.ts';
import { createFeed } from './store/feed.ts';
import { createGroupChanges } from './store/group-changes.ts';
import { createInbox } from './store/inbox.ts';
import { createLedger } from './store/ledger.ts';
import { createTokenKeeper } from './store/token-keeper.ts';
import { createVault } from './store/vault.ts';
import { type Check, healthRoutes } from './web/health.ts';
import { createMetrics, type Metrics } from './web/metrics.ts';
import { archiveCheck, tokenCheck } from './web/readiness.ts';
import { serveRoutes } from './web/server.ts';
import { watchDoor } from './web/watch-door.ts';

/** What a dead process had in hand is taken over after this time; what a live one has in hand it says itself; ms. */
const IDLE = 4_000;
/** How long each stage of a stop may take: eight seconds in all, since Docker kills after ten; ms. */
const STOP_WITHIN = { web: 2_000, machines: 5_000, doors: 1_000 };
/** What hangs at Meta or Slack after that is cut off; ms. */
const EXIT_WITHIN = 200;

/** A running bot: the port it answers on, how to stop it, and what it must stop for: Redis lost what is archived. */
export type Running = { port: number; stop(): Promise<void>; lost: Promise<string> };
type World = {
  redis: Redis;
  clock: Clock;
  log: Logger;
  client: ReturnType<typeof createSlackClient>;
  identity: ReturnType<typeof createIdentity>;
  directory: ReturnType<typeof createDirectory>;
  messenger: Messenger;
  metrics: Metrics;
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
  const directory = createDirectory(client, createGroupChanges(redis));
  const messenger = createMessenger(client, identity);
  const world: World = { redis, clock, log, client, identity, directory, messenger, metrics };
  const branches = config.businesses.map((business) => openBranch(config, business, world));
  const close = async () => {
    const doors = branches.map(({ meta, inbox, keeper }) => ({
      stop: () => Promise.all([meta.close(), inbox.close(), keeper.close()]),
    }));
    const clean = await shutdown([doors], STOP_WITHIN.doors);
    redis.disconnect();
    return clean;
  };
  await whenReady(redis, 5_000);
  // Where Redis is away, the tokens of hallpass.yml have to do until it is back.
  await Promise.allSettled(branches.map(({ keeper }) => keeper.refresh()));
  return { world, branches, close };
}

/** Starts the roles that the configuration names. The clock and the log are the only things that a caller may replace. */
export async function start(config: Config, options: { clock?: Clock; log?: Logger } = {}): Promise<Running> {
  const { world, branches, close } = await open(config, options);
  const { redis, log } = world;
  for (const warning of await durabilityWarnings(redis)) log.warn({}, warning);
  const works = config.roles.includes('worker');
  if (works) {
    await mustBelongTogether(branches).catch(async (error: unknown) => {
      await close();
      throw error;
    });
  }
  const lost = Promise.withResolvers<string>();
  const waiting = openForWorkers(config.redisUrl);
  const run = (branch: OpenBranch) => {
    const own = log.child({ business: branch.desk.business.key });
    return startMachines(branch, branches, { ...world, log: own, lost: lost.resolve }, waiting);
  };
  const machines = works ? branches.map(run) : [];
  const stop = async (web: readonly Stoppable[]) => {
    const served = await shutdown([web], STOP_WITHIN.web);
    const worked = await shutdown([machines], STOP_WITHIN.machines);
    waiting.disconnect();
    const clean = (await close()) && served && worked;
    log.info({ clean }, 'hallpass stopped');
  };
  const web = await startWeb(config, branches, world).catch(async (error: unknown) => {
    await stop([]);
    throw error;
  });
  log.info({ port: web.port, roles: config.roles, businesses: branches.length }, 'hallpass started');
  return { port: web.port, stop: () => stop([web]), lost: lost.promise };
}

type OpenBranch = Branch & {
  meta: ReturnType<typeof createMeta>;
  keeper: ReturnType<typeof createTokenKeeper>;
  archive: BusinessArchive | null;
};

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

async function startWeb(config: Config, branches: readonly OpenBranch[], world: World) {
  const { redis, client, identity, metrics, messenger, directory, clock, log } = world;
  const checks: Check[] = [
    { name: 'redis', run: () => redis.ping() },
    { name: 'slack', run: () => calling(() => client.auth.test()) },
    ...branches.map(({ desk, meta }) => tokenCheck(desk.business.key, meta)),
    ...branches.flatMap(({ desk, archive }) => (archive ? [archiveCheck(desk.business.key, archive.gap)] : [])),
  ];
  const routes = healthRoutes(checks, metrics);
  const slack = config.roles.includes('web') ? createSlackApp({ ...config.slack, routes, identity, log }) : null;
  if (slack) register(slack.bolt, { branches, messenger, directory, clock, log });
  // Beside Socket Mode, and for a worker, the routes have a server of their own.
  const own = slack && !config.slack.appToken ? null : await serveRoutes(routes, config.port);
  const closeOwn = () => new Promise((done) => (own ? own.close(done) : done(undefined)));
  try {
    const served = await slack?.start(config.port);
    const stop = async () => void (await Promise.all([slack?.stop(), closeOwn()]));
    return { port: portOf((served ?? own) as Server), stop };
  } catch (error) {
    await closeOwn();
    throw error;
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  // What a command prints is for pipes, so its log goes the other way.
  const look = (config: Config) => {
    const log = createLog(config.logLevel, pino.destination(2));
    logFall(log);
    return open(config, { log });
  };
  const serve = (config: Config) => {
    const log = createLog(config.logLevel);
    logFall(log);
    // Bolt leaves a promise alone when a signed body is no object; such a request must not end the process.
    process.on('unhandledRejection', (error) => {
      log.error({ reason: error instanceof Error ? error.message : String(error) }, 'a request ended in the middle');
    });
    return start(config, { log });
  };
  process.exitCode = await commandLine(process.argv.slice(2), { open: look, start: serve, far });
  setTimeout(() => process.exit(), EXIT_WITHIN).unref();
}
