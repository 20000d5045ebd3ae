import type { Ms } from '../grant.ts';

/** Something that an operator has to mend; `words` are for people. */
export type Alert = { name: string; since: Ms; words: string };

/** What the instances of a business found together. An alert is over once nobody found it for a while, in real time. */
export type Alerts = {
  /** Somebody finds that this is so. What began it stays. */
  found(alert: Alert): Promise<void>;
  all(): Promise<(Alert & { over: boolean })[]>;
  /** Everybody was told that it is over. */
  forget(name: string): Promise<void>;
};
