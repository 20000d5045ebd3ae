import type { Ms } from '../access/grant.ts';

/** Thrown by a job that must run again: not a failure, uses no attempt. Without a delay the backoff decides. */
export class Later extends Error {
  readonly delay: Ms | undefined;
  constructor(reason: string, delay?: Ms) {
    super(reason);
    this.name = 'Later';
    this.delay = delay;
  }
}

/** Thrown when another worker has the lease. */
export class Busy extends Later {
  constructor() {
    super('another worker has this pair', 50);
    this.name = 'Busy';
  }
}

/** Thrown by a worker that may have sent something after another one took over: it must look again itself. */
export class LostLease extends Later {
  constructor() {
    super('the lease on this pair was lost', 0);
    this.name = 'LostLease';
  }
}

/** Doubles from 250 ms to 30 s, with jitter so that many jobs don't come back at once. `tries` counts from 1. */
export const backoff = (tries: number, random: () => number = Math.random): Ms =>
  Math.round(Math.min(30_000, 250 * 2 ** Math.min(tries - 1, 10)) * (0.75 + random() / 2));
