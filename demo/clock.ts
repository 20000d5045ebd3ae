/** A clock that runs like the real one and can be moved forward. Epoch milliseconds. */
export type DemoClock = { now(): number; advance(ms: number): void };

/** Starts at the real time. */
export function createDemoClock(): DemoClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance(ms) {
      ahead += Math.max(0, ms);
    },
  };
}
