import type { Ms } from '../access/grant.ts';
import type { Standing } from '../access/ports/budget.ts';

/** Meta's allowances of one kind, such as `app` or `pages`: how much of the fullest is used in percent, and how long the longest pause goes on. */
export type Usage = { kind: string; percent: number; wait: Ms };

/** What is known of each bucket, by the kind in its name: Pages and tokens are too many for a metric. */
export function usageOf(known: readonly (readonly [string, Standing])[], now: Ms): Usage[] {
  const kinds = new Map<string, Usage>();
  for (const [bucket, { percent, until }] of known) {
    const [kind = ''] = bucket.split(':');
    const most = kinds.get(kind) ?? { kind, percent: 0, wait: 0 };
    kinds.set(kind, {
      kind,
      percent: Math.max(most.percent, percent),
      wait: Math.max(most.wait, until - now),
    });
  }
  return [...kinds.values()];
}
