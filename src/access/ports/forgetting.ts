import type { Ms } from '../grant.ts';

/** Makes the store forget what is archived and old. */
export type Forgetting = {
  /**
   * Looks at the next `count` events behind this one that are older than `before`, and forgets the grants of which they are if they
   * are over and have no younger event. `next` is where to go on; null: that was all.
   */
  forget(behind: string, before: Ms, count: number): Promise<{ next: string | null; forgotten: number }>;
};
