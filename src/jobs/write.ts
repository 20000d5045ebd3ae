import { setTimeout as sleep } from 'node:timers/promises';
import type { AssetRef } from '../access/asset.ts';
import { aim } from '../access/desired.ts';
import type { Desk } from '../access/desk.ts';
import type { LiveGrant, Ms, PrincipalId } from '../access/grant.ts';
import { type Lease, MetaError } from '../access/ports.ts';
import type { Task } from '../access/tasks.ts';
import { Later } from './later.ts';

/** One (asset, principal): the thing that converge brings to its desired state. */
export type PairRef = { asset: AssetRef; principal: PrincipalId };

/** Waits before the reads that follow a write; what is not seen after these is left to a later run. Real time, as Meta's lag is. */
export const LOOKS: readonly Ms[] = [0, 100, 300, 800, 1_800];

type Known = {
  baseline: readonly Task[];
  grants: readonly LiveGrant[];
  held: readonly Task[];
  looks: readonly Ms[];
};

/** Writes the target and answers what Meta then was seen to hold; throws Later when it is not seen to hold it. */
export async function write(desk: Desk, ref: PairRef, known: Known, lease: Lease): Promise<Task[]> {
  const { target } = aim(known.baseline, known.grants, known.held);
  if (!lease.held()) throw new Later('the lease on this pair was lost', 0);
  await send(desk, ref, target);
  const seen = await look(desk, ref, known);
  if (seen.reached) return seen.held;

  if (seen.leftover && target.length > 0 && lease.held()) {
    // Meta may add to an assignment instead of replacing it: take it away whole, then give what stays.
    await send(desk, ref, []);
    await send(desk, ref, target);
    const again = await look(desk, ref, known);
    if (again.reached) return again.held;
  }
  throw new Later('Meta took the change, but does not show it yet');
}

const send = ({ meta }: Desk, { asset, principal }: PairRef, target: Task[]): Promise<void> =>
  target.length === 0 ? meta.unassign(asset, principal) : meta.assign(asset, principal, target);

async function look(desk: Desk, ref: PairRef, { baseline, grants, looks }: Known) {
  let seen = { held: [] as Task[], reached: false, leftover: false };
  for (const wait of looks) {
    if (wait > 0) await sleep(wait);
    const held = (await desk.meta.held(ref.asset, ref.principal).catch(unread)) ?? [];
    const { reached, leftover } = aim(baseline, grants, held);
    seen = { held, reached, leftover: leftover.length > 0 };
    if (reached) break;
  }
  return seen;
}

/** Meta took the write, so a read that it refuses says nothing about the write: what is held is not known. */
function unread(error: unknown): never {
  if (!(error instanceof MetaError)) throw error;
  const { kind, message, traceId, retryAfter } = error;
  throw new MetaError(kind, message, { ambiguous: true, traceId, retryAfter });
}
