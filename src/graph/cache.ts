import { setTimeout as sleep } from 'node:timers/promises';
import type { Ms } from '../access/grant.ts';
import type { Clock } from '../access/ports/clock.ts';

/** A value kept for a while; callers say how old it may be, and share one load when it is older. */
export type Cache<T> = {
  /** Older than `soon`, the value is loaded anew without anybody waiting for it. */
  get(maxAge: Ms, soon?: Ms): Promise<{ value: T; age: Ms }>;
  /** What is kept, and what is being loaded, is known to be out of date. */
  forget(): void;
};

/**
 * Age counts from the start of the load, so that a value is never newer than it claims. A failed load keeps nothing back. However often
 * the value is found to be out of date, it is loaded no more often than every `gap` ms of real time.
 */
export function createCache<T>(load: () => Promise<T>, clock: Clock, gap: Ms = 0): Cache<T> {
  let kept: { value: T; at: Ms } | undefined;
  let flight: Promise<{ value: T; at: Ms }> | undefined;

  let epoch = 0;
  let begun = Number.NEGATIVE_INFINITY;
  let waiting = false;

  /** Thousands of refusals may each say that it is out of date: what waits to begin is new enough for all of them. */
  async function notTooOften(): Promise<void> {
    const wait = epoch > 0 ? begun + gap - performance.now() : 0;
    if (wait > 0) {
      waiting = true;
      await sleep(wait);
      waiting = false;
    }
    begun = performance.now();
  }

  async function refresh() {
    await notTooOften();
    const [at, born] = [clock.now(), epoch];
    const loaded = { value: await load(), at };
    if (born === epoch) kept = loaded;
    return loaded;
  }

  function start() {
    const own = refresh().finally(() => {
      if (flight === own) flight = undefined;
    });
    return own;
  }

  return {
    async get(maxAge, soon = maxAge) {
      const age = kept ? clock.now() - kept.at : -1;
      const usable = kept && age >= 0 && age <= maxAge ? kept : undefined;
      if (!usable || age > soon) {
        flight ??= start();
      }
      if (usable) {
        // Whoever needs the next value hears of a failure then.
        flight?.catch(() => {});
        return { value: usable.value, age };
      }
      const fresh = await (flight as NonNullable<typeof flight>);
      return { value: fresh.value, age: Math.max(0, clock.now() - fresh.at) };
    },
    forget() {
      epoch += 1;
      kept = undefined;
      if (!waiting) flight = undefined;
    },
  };
}
