import { aim, given } from '../access/desired.ts';
import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import { mayLag } from '../access/lag.ts';
import type { Lease, Pair } from '../access/ports/ledger.ts';
import { MetaError } from '../access/ports/meta.ts';
import { covers, type Task } from '../access/tasks.ts';
import { Later } from './later.ts';
import { laneOf, type PairRef, write } from './write.ts';

/** What is given must not be forgotten by a failover, nor what was held before it. */
export const UNKNOWN = 'no replica of Redis knows of it yet';
export const REPLICA: Ms = 1_000;

export const isGiven = ({ state }: Pair['grants'][number]): boolean => state === 'granting';

/** Answers what Meta was seen to hold once that is what it should hold. */
export async function bring(
  desk: Desk,
  ref: PairRef,
  pair: Pair,
  { lease, looks }: { lease: Lease; looks: readonly Ms[] },
): Promise<Task[] | 'overtaken'> {
  const read = await desk.meta.held(ref.asset, ref.principal, laneOf(pair.grants)).catch(unlessAllGoes(pair));
  const unread = read === 'refused';
  const held = unread ? [] : (read ?? []);
  const first = pair.baseline === null;
  const owed = pair.owed ?? [];
  const recent = mayLag(desk.clock, pair.writtenAt);
  const lost = unread || recent || owed.length > 0 ? [] : lostOf(pair, held);
  const baseline = (pair.baseline ?? (pair.grants.some(({ adopted }) => adopted) ? [] : held)).filter(
    (task) => !lost.includes(task),
  );
  const needsProof = pair.grants.some((grant) => grant.state !== 'active');
  const unproved = unread || owed.length > 0 || (needsProof && recent);
  const already = aim(baseline, pair.grants, held, owed).reached;
  if (already && !unproved && !first) return held;

  const gives = given(pair.grants);
  const noted = await desk.ledger.noteWrite(ref.asset, ref.principal, {
    generation: pair.generation,
    baseline,
    at: desk.clock.now(),
    lost,
    owed,
    ...(gives.length > 0 ? { giving: { by: lease.id, at: desk.clock.now(), tasks: gives } } : {}),
  });
  if (noted === 'conflict') return 'overtaken';
  if (pair.grants.some(isGiven) && !(await desk.ledger.replicated())) {
    await desk.ledger.noteAnswer(ref.asset, ref.principal, lease.id);
    throw new Later(UNKNOWN, REPLICA);
  }
  const seen =
    already && first ? held : await write(desk, ref, { pair, baseline, held, unproved: already, looks, lease });
  if (gives.length > 0 && lease.held()) await desk.ledger.noteAnswer(ref.asset, ref.principal, lease.id);
  return seen;
}

/** What is to go whole is taken away also where Meta refuses to show it: that nobody is on its list any more proves it then. */
const unlessAllGoes =
  ({ grants, baseline, owed = [] }: Pair) =>
  (error: unknown): 'refused' => {
    const all = grants.every(({ state }) => state === 'ending') && baseline?.length === 0 && owed.length === 0;
    const hidden = error instanceof MetaError && (error.kind === 'forbidden' || error.kind === 'invalid');
    if (all && hidden) return 'refused';
    throw error;
  };

/** What somebody else took of the baseline, or of what leads let stand: it must not be given back when a grant gives the same and then ends. */
const lostOf = ({ baseline, stands = [] }: Pair, held: readonly Task[]): Task[] =>
  (baseline ?? stands).filter((task) => !covers(held, [task]));
