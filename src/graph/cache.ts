import type { Ms } from '../access/grant.ts';
import type { Clock } from '../access/ports/clock.ts';

/** A value kept for a while; callers say how old it may be, and share one load when it is older. */
export type Cache<T> = {
  /** Older than `soon`, the value is loaded anew without anybody waiting for it. */
  get(maxAge: Ms, soon?: Ms): Promise<{ value: T; age: Ms }>;
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
    async get(maxAge, soon = maxAge) {
      const age = kept ? clock.now() - kept.at : -1;
      const usable = kept && age >= 0 && age <= maxAge ? kept : undefined;
      if (!usable || age > soon) {
        flight ??= refresh().finally(() => {
          flight = undefined;
        });
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
      flight = undefined;
    },
  };
}
