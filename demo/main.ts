import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { start } from '../src/main.ts';
import { openRedis, whenReady } from '../src/store/connection.ts';
import { createDemoClock } from './clock.ts';
import { nextDeadline } from './deadline.ts';
import { createPageServer } from './page/server.ts';
import { startRedis } from './redis.ts';
import { openTown } from './town.ts';

/** The whole bot, unchanged, between an emulated Slack and an emulated Meta; prints one address and runs until Ctrl-C. */
const clock = createDemoClock();
// Durable, as in production: the bot warns of any other.
const folder = mkdtempSync(join(tmpdir(), 'hallpass-demo-'));
const server = process.env.REDIS_URL ? null : await startRedis({ args: ['--appendonly', 'yes', '--dir', folder] });
const redisUrl = process.env.REDIS_URL ?? server?.url ?? '';
const town = await openTown({ redisUrl, clock });
const bot = await start(town.config, { clock, log: pino({ level: process.env.LOG_LEVEL ?? 'error' }) });
town.workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);

const redis = openRedis(redisUrl);
await whenReady(redis, 5_000);
const businesses = town.config.businesses.map(({ key, id, name, channels }) => ({
  key,
  id,
  name: name ?? key,
  channels,
}));
const page = createPageServer({
  workspace: town.workspace,
  graph: town.graph,
  clock,
  nextDeadline: () =>
    nextDeadline(
      redis,
      businesses.map(({ id }) => id),
    ),
  businesses,
});
const address = await page.start(Number(process.env.DEMO_PORT ?? 0));
console.log(`\nHallpass demo: ${address}\nOpen it in a browser. Ctrl-C stops everything.`);

/** A terminal's Ctrl-C ends Redis too, and without it the bot would wait for its deadlines; nothing here is worth that; ms. */
const PATIENCE = 1_500;
let stopping = false;
const stop = async () => {
  if (stopping) return;
  stopping = true;
  await page.stop();
  await Promise.race([bot.stop(), sleep(PATIENCE)]);
  redis.disconnect();
  await town.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
};
// SIGHUP: the terminal was closed, which Redis itself does not mind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
