import type { Ms } from '../grant.ts';

/** Time from outside, so that tests and the demo can move it. Epoch milliseconds. */
export type Clock = { now(): Ms };
