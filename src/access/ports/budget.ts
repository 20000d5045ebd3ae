import type { Ms } from '../grant.ts';

/** What is known of one of Meta's allowances. */
export type Standing = {
  /** Calls stay away until then, by the clock; 0: open. */
  until: Ms;
  why: 'throttled' | 'blocked';
  /** How often it was shut in a row; later waits grow with it. */
  strikes: number;
  /** How much of it was used when that was last told, and when. */
  percent: number;
  at: Ms;
  /** Until when its calls are spread out, because Meta minded how unevenly they came. */
  even?: Ms | undefined;
};

/** What the instances tell each other of Meta's allowances. May be away: everyone then goes by what they saw themselves. */
export type SharedBudget = {
  /** Everything that is known, by bucket. */
  pull(): Promise<Map<string, Standing>>;
  /** Tells one bucket's standing; what is newer there already stays. */
  push(bucket: string, standing: Standing): Promise<void>;
  /** True for the one instance that may try whether a bucket is open again. */
  claim(bucket: string, until: Ms): Promise<boolean>;
};
