import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/eventually.ts';
import { type BotProcess, startBotProcess } from '../support/process.ts';
import { type RedisLine, redisLine } from './redis-line.ts';

/** One place for a bot: whatever ends there, another one is started soon, as every supervisor does. */
export type Berth = {
  line: RedisLine;
  /** kill -9, also while it starts; nothing when nobody is there. */
  kill(): void;
  /** SIGTERM, and the next one of the newest version. */
  replace(): Promise<void>;
  freeze(ms: number): Promise<void>;
  /** Its clock is ahead by so much, also after a start. */
  moveClock(ms: number): Promise<void>;
  /** The bot, once it has started. */
  running(): BotProcess | null;
};

/** Some bots on one Redis. */
export type Fleet = {
  berths: readonly Berth[];
  /** How often one was started. */
  starts(): number;
  /** Bots that ended of themselves. */
  crashes: string[];
  stop(): Promise<void>;
};

/** The `main.ts` of the bots, and of an earlier version as which every other one begins. */
export type Versions = { main?: string | undefined; old?: string | undefined };
type Options = Versions & { env: Record<string, string>; policy: string; redisPort: () => number; bots: number };
const MOVED_CLOCK = fileURLToPath(new URL('./moved-clock.ts', import.meta.url));
/** How long a supervisor takes, and the first start of all of them may; ms. */
const PAUSE = 100;
const START = 120_000;

/** Starts them. */
export async function fleet({ env, policy, redisPort, bots, main: newest, old }: Options): Promise<Fleet> {
  const folder = await mkdtemp(join(tmpdir(), 'hallpass-fleet-'));
  const HALLPASS_CONFIG = join(folder, 'hallpass.yml');
  await writeFile(HALLPASS_CONFIG, policy);
  const crashes: string[] = [];
  let starts = 0;
  let over = false;

  async function berth(index: number): Promise<Berth & { done: Promise<void> }> {
    const line = await redisLine(redisPort);
    const clock = join(folder, `clock-${index}`);
    await writeFile(clock, '0');
    const own = { ...env, HALLPASS_CONFIG, REDIS_URL: line.url, CHAOS_CLOCK: clock };
    let main = old !== undefined && index % 2 === 1 ? old : newest;
    let child: { kill(): void } | null = null;
    let bot: BotProcess | null = null;
    let expected = false;

    async function keep(): Promise<void> {
      while (!over) {
        expected = false;
        starts += 1;
        try {
          const spawned = (process: { kill(): void }) => {
            child = process;
          };
          const how = { spawned, ...(main === undefined ? {} : { main }) };
          bot = await startBotProcess({ ...own, NODE_OPTIONS: `--import ${MOVED_CLOCK}` }, how);
          process.kill(bot.pid, 'SIGUSR2');
          await bot.ended;
          if (!expected) crashes.push(`bot ${index} ended: ${JSON.stringify(bot.logged.at(-1))}`);
        } catch (error) {
          if (!expected) crashes.push(`bot ${index}: ${error instanceof Error ? error.message : error}`);
        }
        bot = null;
        child = null;
        if (!over) await sleep(PAUSE);
      }
    }
    const signal = (name: NodeJS.Signals) => {
      if (bot?.alive()) process.kill(bot.pid, name);
    };
    const kill = () => {
      expected = true;
      child?.kill();
    };
    return {
      line,
      kill,
      running: () => (bot?.alive() ? bot : null),
      async replace() {
        main = newest;
        expected = bot !== null || expected;
        await bot?.end('SIGTERM');
      },
      async freeze(ms) {
        signal('SIGSTOP');
        await sleep(ms);
        signal('SIGCONT');
      },
      async moveClock(ms) {
        await writeFile(clock, String(ms));
        signal('SIGUSR2');
      },
      done: keep(),
    };
  }

  const berths = await Promise.all(Array.from({ length: bots }, (_, index) => berth(index)));
  await eventually(() => {
    if (!berths.every(({ running }) => running())) throw new Error(`not every bot has started: ${crashes}`);
  }, START);
  return {
    berths,
    starts: () => starts,
    crashes,
    async stop() {
      over = true;
      for (const { kill } of berths) kill();
      await Promise.all(berths.map(({ done }) => done));
      await Promise.all(berths.map(({ line }) => line.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
