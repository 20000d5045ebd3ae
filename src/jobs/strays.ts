import { given } from '../access/desired.ts';
import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import { CALL_LIFE } from '../access/lag.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { Giving, Lease, Pair } from '../access/ports/ledger.ts';
import { MetaError } from '../access/ports/meta.ts';
import { beyond, common, union } from '../access/tasks.ts';
import { Later } from './later.ts';
import { type PairRef, write } from './write.ts';

/** Why a proof waits. */
export const STRAYS = 'what another worker was giving may still arrive';

/** As long as the store remembers a pair without grants. */
const KEPT: Ms = 300_000;

const leftOf = (clock: Clock, { at }: Giving): Ms => Math.max(0, at + CALL_LIFE - clock.now());

/**
 * How long a write of another worker may still arrive that gives more than should be held; 0: none can. A worker that was cut off
 * from Redis, frozen or killed in the middle of a call can't take it back, so no removal counts as proved before that.
 */
export function mayArrive(clock: Clock, pair: Pair, lease: Lease): Ms {
  const target = union(pair.baseline ?? [], given(pair.grants));
  const strays = pair.giving.filter(({ by, tasks }) => by !== lease.id && beyond(tasks, target).length > 0);
  return Math.max(0, ...strays.map((giving) => leftOf(clock, giving)));
}

/** Forgets what was given long ago. Before that a worker that was held up may still come and say that it has just sent it. */
export async function forgetOld(desk: Desk, { asset, principal }: PairRef, { giving }: Pair): Promise<void> {
  const old = giving.filter(({ at }) => desk.clock.now() - at > KEPT);
  for (const { by } of old) await desk.ledger.noteAnswer(asset, principal, by);
}

type Looking = { pair: Pair; lease: Lease; looks: readonly Ms[] };

/**
 * A pair without grants: takes away what a late write gave after the last of them had ended. True when nothing of the kind is
 * left and nothing can come any more, unless a worker was held up for longer than any call may take; it then comes here itself.
 */
export async function takeStrays(desk: Desk, ref: PairRef, { pair, lease, looks }: Looking): Promise<true> {
  if (pair.giving.length === 0) return true;
  try {
    await takeAway(desk, ref, { pair, lease, looks });
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    if (error.kind !== 'not_found' && error.kind !== 'forbidden') throw new Later(error.message, error.retryAfter);
  }
  const wait = mayArrive(desk.clock, pair, lease);
  if (wait > 0) throw new Later(STRAYS, wait);
  return true;
}

async function takeAway(desk: Desk, ref: PairRef, { pair, lease, looks }: Looking): Promise<void> {
  const held = (await desk.meta.held(ref.asset, ref.principal, 'removal')) ?? [];
  const baseline = pair.baseline ?? [];
  const gave = union(...pair.giving.map(({ tasks }) => tasks));
  const strays = beyond(common(gave, held), baseline);
  if (strays.length > 0) {
    const endsAt = Math.max(...pair.giving.map(({ at }) => at));
    const wanted = { ...pair, grants: [{ state: 'ending' as const, tasks: strays, endsAt }] };
    await write(desk, ref, { pair: wanted, baseline, held, unproved: false, looks, lease });
  }
}
