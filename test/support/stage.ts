import { onTestFinished } from 'vitest';
import { openTown, type Town } from '../../demo/town.ts';
import type { Grant } from '../../src/access/grant.ts';
import type { Ledger } from '../../src/access/ports/ledger.ts';
import { createLog } from '../../src/log.ts';
import { type Running, start } from '../../src/main.ts';
import type { Redis } from '../../src/store/connection.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { eventually } from './eventually.ts';
import { testRedis } from './redis.ts';

type Options = Omit<Parameters<typeof openTown>[0], 'redisUrl'> & {
  /** Another Redis than the run's. */
  on?: { redis: Redis; url: string };
  /** What there is besides the demo's cast, before the bot starts. */
  seed?: (town: Town) => void;
};

/** The whole bot between both emulators, on real Redis, with a clock that the test moves. */
export type Stage = Town & {
  clock: { now(): number; advance(ms: number): void };
  redisUrl: string;
  ledger: Ledger;
  bot: Running;
  /** What the bot logged, one JSON line each. */
  logged: string[];
  restart(): Promise<void>;
  /** Waits until the grant is in this state. */
  reaches<S extends Grant['state']>(id: string, state: S): Promise<Extract<Grant, { state: S }>>;
};

const SETTLE = 10_000;

/** Builds the stage; all of it is taken down when the test is finished. */
export async function stage({ on, seed, ...options }: Options = {}): Promise<Stage> {
  const { redis, url } = on ?? (await testRedis());
  let ahead = 0;
  const clock = {
    now: () => Date.now() + ahead,
    advance(ms: number) {
      ahead += ms;
    },
  };
  const town = await openTown({ clock, ...options, redisUrl: url });
  onTestFinished(() => town.stop());
  seed?.(town);
  const logged: string[] = [];
  const log = createLog('trace', { write: (line: string) => void logged.push(line) });
  const startBot = async () => {
    const bot = await start(town.config, { clock, log });
    town.workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
    return bot;
  };
  let bot = await startBot();
  onTestFinished(() => bot.stop());
  const ledger = createLedger({ redis, business: { key: 'eu', id: '100000000000001' }, clock });

  return {
    ...town,
    clock,
    redisUrl: url,
    ledger,
    logged,
    get bot() {
      return bot;
    },
    async restart() {
      await bot.stop();
      bot = await startBot();
    },
    async reaches(id, state) {
      const grant = await eventually(async () => {
        const found = await ledger.get(id);
        if (found?.state !== state) throw new Error(`${id} is ${found?.state ?? 'not there'}, not ${state}`);
        return found;
      }, SETTLE);
      return grant as never;
    },
  };
}
