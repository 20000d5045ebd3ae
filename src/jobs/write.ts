import { setTimeout as sleep } from 'node:timers/promises';
import type { AssetRef } from '../access/asset.ts';
import { aim, type Claim, given } from '../access/desired.ts';
import type { Desk } from '../access/desk.ts';
import type { Ms, PrincipalId } from '../access/grant.ts';
import { mayLag } from '../access/lag.ts';
import type { Lease, Pair } from '../access/ports/ledger.ts';
import { type Lane, MetaError, unread } from '../access/ports/meta.ts';
import { beyond, common, type Task } from '../access/tasks.ts';
import { Later, LostLease } from './later.ts';

/** One (asset, principal): the thing that converge brings to its desired state. */
export type PairRef = { asset: AssetRef; principal: PrincipalId };

/** Waits before the reads that follow a write; what is not seen after these is left to a later run. Real time, as Meta's lag is. */
export const LOOKS: readonly Ms[] = [0, 100, 300, 800, 1_800];

/** The pair as far as it concerns what should be held; the grants may be none of the store's. */
export type Wanted = Omit<Pair, 'grants'> & { grants: readonly (Claim & { endsAt?: Ms })[] };

/** What was known when the write was planned; `unproved`: Meta says that all is well, but may say so of a time before our last write. */
type Known = {
  pair: Wanted;
  baseline: Task[];
  held: readonly Task[];
  unproved: boolean;
  looks: readonly Ms[];
  lease: Lease;
};

/** Taking away goes first, with all that belongs to it: giving back what stays, and the reads that prove it. */
export const laneOf = (grants: readonly Claim[]): Lane =>
  grants.some(({ state }) => state === 'ending') ? 'removal' : 'grant';

/** Writes the target and answers what Meta then was seen to hold; throws Later when it is not seen to hold it. */
export async function write(desk: Desk, ref: PairRef, known: Known): Promise<Task[]> {
  const { pair, baseline, held, unproved } = known;
  const owed = pair.owed ?? [];
  const { target } = aim(baseline, pair.grants, held, owed);
  const removes = pair.grants.some((grant) => grant.state === 'ending' && beyond(grant.tasks, target).length > 0);
  const afresh = removes && target.length > 0;
  if (!(unproved && afresh) && (await taken(send(desk, ref, known, target), pair, afresh))) {
    const seen = await look(desk, ref, known, owed);
    if (seen.reached) return settle(desk, ref, known, { owed, held: seen.held });
    if (!seen.leftover || target.length === 0) throw unseen();
  }

  // Meta may add to an assignment instead of replacing it, or refuse what stays: take it away whole, then give what stays.
  const back = common(baseline, [...held, ...owed]);
  if (back.length > 0) await owe(desk, ref, known, back);
  await send(desk, ref, known, []);
  await noteGiving(desk, ref, known, back);
  await send(desk, ref, known, target);
  const again = await look(desk, ref, known, back);
  if (again.reached) return settle(desk, ref, known, { owed: back, held: again.held });
  throw unseen();
}

/** Whether Meta took it. That it refuses the tasks which stay, such as what the customer permits no longer, must not hold up a removal. */
async function taken(sent: Promise<void>, { grants }: Wanted, afresh: boolean): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    const wrong = error instanceof MetaError && !error.ambiguous && ['invalid', 'forbidden'].includes(error.kind);
    if (wrong && afresh && !grants.some((grant) => grant.state === 'granting')) return false;
    throw error;
  }
}

const unseen = (): Later => new Later('Meta took the change, but does not show it yet');

/** Writes down what is taken away with the rest and must come back: a crash or a failure in between must not lose it. */
async function owe({ ledger, clock }: Desk, { asset, principal }: PairRef, known: Known, owed: Task[]): Promise<void> {
  const { pair, baseline } = known;
  const note = { generation: pair.generation, baseline, at: clock.now(), owed };
  const noted = await ledger.noteWrite(asset, principal, note);
  if (noted === 'conflict' && owed.length > 0) throw new Later('the desired state changed', 0);
}

/** The note from before the first write may be older by now than a call lives. */
async function noteGiving(desk: Desk, { asset, principal }: PairRef, known: Known, owed: Task[]): Promise<void> {
  const { pair, baseline, lease } = known;
  const tasks = given(pair.grants);
  if (tasks.length === 0) return;
  const at = desk.clock.now();
  const giving = { by: lease.id, at, tasks };
  const noted = await desk.ledger.noteWrite(asset, principal, {
    generation: pair.generation,
    baseline,
    at,
    owed,
    giving,
  });
  if (noted === 'conflict') throw new Later('the desired state changed', 0);
}

async function settle(desk: Desk, ref: PairRef, known: Known, seen: { owed: Task[]; held: Task[] }): Promise<Task[]> {
  if (seen.owed.length > 0) await owe(desk, ref, known, []);
  return seen.held;
}

async function send({ meta, clock }: Desk, { asset, principal }: PairRef, known: Known, target: Task[]): Promise<void> {
  const { pair, lease } = known;
  if (!lease.held()) throw new LostLease();
  if (target.length > 0) return meta.assign(asset, principal, target, laneOf(pair.grants));
  try {
    await meta.unassign(asset, principal);
  } catch (error) {
    if (!(error instanceof MetaError) || error.ambiguous) throw error;
    // What we gave last was given before the grants ended. Soon after that, "nothing is there" may speak of the time before.
    const over = pair.grants.every((grant) => grant.state === 'ending' && !mayLag(clock, grant.endsAt ?? null));
    if (error.kind === 'already' && over) return;
    // Meta may call it wrong to take what is gone, while reads still show it.
    if (error.kind === 'already' || error.kind === 'invalid') throw new Later(error.message, 2_000);
    throw new NotTaken(error);
  }
}

/** Meta refused to take an assignment away, which says nothing of what it would give. */
export class NotTaken extends Error {
  readonly refusal: MetaError;
  constructor(refusal: MetaError) {
    super(refusal.message);
    this.name = 'NotTaken';
    this.refusal = refusal;
  }
}

async function look(desk: Desk, ref: PairRef, { baseline, pair, looks }: Known, owed: readonly Task[]) {
  let seen = { held: [] as Task[], reached: false, leftover: false };
  for (const wait of looks) {
    if (wait > 0) await sleep(wait);
    const held = (await desk.meta.held(ref.asset, ref.principal, laneOf(pair.grants)).catch(unread)) ?? [];
    const { reached, leftover } = aim(baseline, pair.grants, held, owed);
    seen = { held, reached, leftover: leftover.length > 0 };
    if (reached) break;
  }
  return seen;
}
