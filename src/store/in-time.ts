import type { Redis } from 'ioredis';
import type { Ms } from '../access/grant.ts';

/** Redis may do it until then; the answer has this much longer to arrive. */
const ANSWER: Ms = 500;

/**
 * Runs writes that Redis does within `patience` or never: a Redis that hung would do, once it wakes, what the person was told had
 * failed. `write` gets the deadline by the clock of Redis and answers false when that was over; the difference between the clocks
 * is learnt from Redis, and anew when a write is refused.
 */
export function inTime(redis: Redis, patience: Ms) {
  let ahead: Ms | null = null;

  async function learn(): Promise<Ms> {
    const [seconds = 0, micros = 0] = (await redis.time()).map(Number);
    return seconds * 1_000 + micros / 1_000 - Date.now();
  }

  async function attempt(started: number, write: (until: Ms) => Promise<boolean>): Promise<void> {
    for (;;) {
      ahead ??= await learn();
      const left = patience - ANSWER - (performance.now() - started);
      if (left <= 0) throw new Error('Redis did not do it in time');
      if (await write(Math.floor(Date.now() + ahead + left))) return;
      ahead = null;
    }
  }

  return async (write: (until: Ms) => Promise<boolean>): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('Redis does not answer')), patience);
    });
    try {
      await Promise.race([attempt(performance.now(), write), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
