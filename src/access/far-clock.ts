import type { Ms } from './grant.ts';

/** Learns from the `Date` of a server's answers how far this machine's clock is from the server's. */
export type FarClock = {
  /** `asked`: when the question left, by this machine's clock. */
  heard(date: unknown, asked: Ms): void;
  /** Of the last answer that told a time; null without one. */
  skew(): Ms | null;
};

export function createFarClock(now: () => Ms = Date.now): FarClock {
  let last: Ms | null = null;
  return {
    heard(date, asked) {
      const there = typeof date === 'string' ? Date.parse(date) : Number.NaN;
      // It names a whole second, somewhere on the way.
      if (!Number.isNaN(there)) last = Math.max(0, asked - (there + 999), there - now());
    },
    skew: () => last,
  };
}
