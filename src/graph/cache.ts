import type { Ms } from '../access/grant.ts';
import type { Clock } from '../access/ports/clock.ts';

/** A value kept for a while; callers say how old it may be, and share one load when it is older. */
export type Cache<T> = {
  get(maxAge: Ms): Promise<{ value: T; age: Ms }>;
  /** What is kept, and what is being loaded, is known to be out of date. */
  forget(): void;
};

/** Age counts from the start of the load, so that a value is never newer than it claims. A failed load keeps nothing back. */
export function createCache<T>(load: () => Promise<T>, clock: Clock): Cache<T> {
  let kept: { value: T; at: Ms } | undefined;
  let flight: Promise<{ value: T; at: Ms }> | undefined;

  let epoch = 0;

  async function refresh() {
    const [at, born] = [clock.now(), epoch];
    const loaded = { value: await load(), at };
    if (born === epoch) kept = loaded;
    return loaded;
  }

  return {
    async get(maxAge) {
      const age = kept ? clock.now() - kept.at : -1;
      if (kept && age >= 0 && age <= maxAge) return { value: kept.value, age };
      flight ??= refresh().finally(() => {
        flight = undefined;
      });
      const fresh = await flight;
      return { value: fresh.value, age: Math.max(0, clock.now() - fresh.at) };
    },
    forget() {
      epoch += 1;
      kept = undefined;
      flight = undefined;
    },
  };
}
