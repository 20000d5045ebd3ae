import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Logger, pino } from 'pino';
import type { Clock } from './access/ports/clock.ts';
import { mustBelongTogether } from './archive/business-archive.ts';
import { commandLine } from './cli/command-line.ts';
import type { Config } from './config.ts';
import { type OpenBranch, open } from './doors.ts';
import { far } from './far.ts';
import { startFront } from './front.ts';
import { tellLost } from './jobs/tell-lost.ts';
import { createLog, logFall } from './log.ts';
import { startMachines } from './machines.ts';
import { type Stoppable, shutdown } from './shutdown.ts';
import { openForWorkers } from './store/connection.ts';
import { durabilityWarnings } from './store/durability.ts';
import { serverRisks } from './store/server-risks.ts';

/** How long the stages of a stop may take; with the doors eight seconds in all, since Docker kills after ten; ms. */
const STOP_WITHIN = { web: 2_000, machines: 5_000, spans: 1_000 };
/** What hangs at Meta or Slack after that is cut off; ms. */
const EXIT_WITHIN = 200;

/** A running bot: the port it answers on, how to stop it, and what it must stop for: Redis lost what is archived. */
export type Running = { port: number; stop(): Promise<void>; lost: Promise<string> };

/** Starts the roles that the configuration names. The clock and the log are the only things that a caller may replace. */
export async function start(config: Config, options: { clock?: Clock; log?: Logger } = {}): Promise<Running> {
  const { world, branches, close } = await open(config, options);
  const { redis, log } = world;
  const warnings = [...(await durabilityWarnings(redis)), ...(await serverRisks(redis).catch(() => []))];
  for (const warning of warnings) log.warn({}, warning);
  const works = config.roles.includes('worker');
  if (works) {
    await mustBelongTogether(branches, ({ desk }, gap) =>
      tellLost({ desk, messenger: world.messenger, log }, gap),
    ).catch(async (error: unknown) => {
      await close();
      throw error;
    });
  }
  const lost = Promise.withResolvers<string>();
  const waiting = openForWorkers(config.redisUrl);
  // With packages of its own, which are loaded only where they are wanted.
  const tracing =
    works && config.collector ? (await import('./tracing.ts')).startTracing(config.collector, log) : undefined;
  const run = (branch: OpenBranch) => {
    const own = log.child({ business: branch.desk.business.key });
    return startMachines(branch, branches, { ...world, log: own, lost: lost.resolve, tracing }, waiting);
  };
  const machines = works ? branches.map(run) : [];
  const stop = async (web: readonly Stoppable[]) => {
    const served = await shutdown([web], STOP_WITHIN.web);
    const worked = await shutdown([machines], STOP_WITHIN.machines);
    waiting.disconnect();
    const [closed] = await Promise.all([close(), tracing && shutdown([[tracing]], STOP_WITHIN.spans)]);
    const clean = closed && served && worked;
    log.info({ clean }, 'hallpass stopped');
  };
  const web = await startFront(
    config,
    branches,
    world,
    machines.flatMap(({ queues }) => queues),
  ).catch(async (error: unknown) => {
    await stop([]);
    throw error;
  });
  log.info({ port: web.port, roles: config.roles, businesses: branches.length }, 'hallpass started');
  return { port: web.port, stop: () => stop([web]), lost: lost.promise };
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
