import type { GrantIn, Ms, PrincipalId } from '../grant.ts';
import { mayLag } from '../lag.ts';
import type { Clock } from '../ports/clock.ts';
import type { AssetLook } from '../ports/watch.ts';
import type { Verdict } from './judge.ts';
import type { Seen } from './see.ts';

/** What is sure after this look, since an earlier one, before which Meta's lag was over, came to the same. */
export type Sure = { verdicts: Map<PrincipalId, Verdict>; unshown: boolean; unshared: GrantIn<'active'>[] };

/** Whether a look has to be followed by another one soon. */
export const isUnsure = ({ suspects = {} }: AssetLook): boolean => Object.values(suspects).some(({ sure }) => !sure);

/** Holds a look against the one before it. */
export function compareLooks(clock: Clock, before: AssetLook | undefined, seen: Seen, live: boolean) {
  const now = clock.now();
  const next: AssetLook = { at: now };
  if (live) next.live = now;
  else if (before?.live !== undefined) next.live = before.live;
  const sure: Sure = { verdicts: new Map(), unshown: false, unshared: [] };
  const old = (since: Ms) => !mayLag(clock, since);
  if (seen.kind === 'unshown') {
    next.unshown = before?.unshown ?? now;
    sure.unshown = old(next.unshown);
    if (sure.unshown) sure.unshared = seen.live;
    return { next, sure };
  }
  const suspects: NonNullable<AssetLook['suspects']> = {};
  for (const [principal, verdict] of seen.verdicts) {
    const earlier = before?.suspects?.[principal];
    const since = earlier?.what === verdict.what ? earlier.since : now;
    suspects[principal] = { what: verdict.what, since, ...(old(since) ? { sure: true } : {}) };
    if (old(since)) sure.verdicts.set(principal, verdict);
  }
  if (Object.keys(suspects).length > 0) next.suspects = suspects;
  return { next, sure };
}
