import type { Server } from 'node:http';
import { register } from './commands/register.ts';
import type { Config } from './config.ts';
import type { OpenBranch, World } from './doors.ts';
import { createSlackApp, portOf } from './slack/app.ts';
import { calling } from './slack/client.ts';
import { keysOf } from './store/keys.ts';
import { timeAt } from './store/server-time.ts';
import { type Check, healthRoutes } from './web/health.ts';
import { queuesRoute, type Shown } from './web/queues.ts';
import { archiveCheck, tokenCheck } from './web/readiness.ts';
import { boltRoutes } from './web/route.ts';
import { serveRoutes } from './web/server.ts';

/** Starts what answers from outside: Slack, in the role `web`, and whoever asks for health, metrics and, with the key, the queues that are worked on here. */
export async function startFront(
  config: Config,
  branches: readonly OpenBranch[],
  world: World,
  queues: readonly Shown[],
) {
  const { redis, client, identity, metrics, messenger, directory, clock, log } = world;
  const works = config.roles.includes('worker');
  const checks: Check[] = [
    {
      name: 'redis',
      run: () => Promise.all(branches.map(({ desk }) => timeAt(redis, keysOf(desk.business.id).number))),
    },
    { name: 'slack', run: () => calling(() => client.auth.test()) },
    ...branches.map(({ desk, meta }) => tokenCheck(desk.business.key, meta)),
    ...branches.flatMap(({ desk, archive }) => (archive ? [archiveCheck(desk.business.key, archive.gap, works)] : [])),
  ];
  const board = config.queuesKey && queues.length > 0 ? [queuesRoute(config.queuesKey, queues, log)] : [];
  const routes = [...healthRoutes(checks, metrics), ...board];
  const slack = config.roles.includes('web')
    ? createSlackApp({ ...config.slack, routes: boltRoutes(routes), identity, log })
    : null;
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
