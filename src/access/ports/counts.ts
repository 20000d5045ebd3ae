import type { Ms } from '../grant.ts';

/**
 * How many requests wait for a lead, how many grants are granting, active or ending, how many of those are ending, and how many of
 * these are late. `late`: how long ago the oldest of these ended; 0 when there
 * are none.
 */
export type Counts = { pending: number; live: number; ending: number; overdue: number; late: Ms };

/** An access that is not seen to be gone so long after its end is overdue. */
export const OVERDUE: Ms = 60_000;
