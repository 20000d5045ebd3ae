import { setTimeout as sleep } from 'node:timers/promises';
import type { Ms } from '../access/grant.ts';
import type { Redis } from './connection.ts';
import { timeAt } from './server-time.ts';

/** Between two tries. */
const PAUSE: Ms = 20;
/** Redis may do it until then; the answer has this much longer to arrive. */
const ANSWER: Ms = 500;

/**
 * Runs writes that Redis does within `patience` or never: a Redis that hung would do, once it wakes, what the person was told had
 * failed. `write` gets the deadline by the clock of the server that holds `key` and answers false when that was over; the difference
 * from this process' time, which no step of a clock moves, is learnt from it, and anew when a write is refused or fails: where Redis is
 * away, nothing is sent at all.
 */
export function inTime(redis: Redis, key: string, patience: Ms) {
  let ahead: Ms | null = null;

  async function attempt(started: number, write: (until: Ms) => Promise<boolean>): Promise<void> {
    for (;;) {
      ahead ??= (await timeAt(redis, key)) - performance.now();
      const left = patience - ANSWER - (performance.now() - started);
      if (left <= 0) throw new Error('Redis did not do it in time');
      if (await write(Math.floor(performance.now() + ahead + left)).catch(forget)) return;
      ahead = null;
      // Its clock may have been put back, which stops nothing that waits.
      await sleep(PAUSE);
    }
  }

  function forget(error: unknown): never {
    ahead = null;
    throw error;
  }

  return async (write: (until: Ms) => Promise<boolean>): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      // Where it was this process that stood still, the answer may have come meanwhile, and is read first.
      timer = setTimeout(() => setImmediate(reject, new Error('Redis does not answer')), patience);
    });
    try {
      await Promise.race([attempt(performance.now(), write), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
