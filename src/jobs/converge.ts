import { setTimeout as sleep } from 'node:timers/promises';
import { assetKey } from '../access/asset.ts';
import { aim, given } from '../access/desired.ts';
import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import { mayLag } from '../access/lag.ts';
import type { Log } from '../access/log.ts';
import type { Lease, Pair } from '../access/ports/ledger.ts';
import { MetaError } from '../access/ports/meta.ts';
import { covers, type Task } from '../access/tasks.ts';
import { Busy, Later, LostLease } from './later.ts';
import { prove } from './prove.ts';
import { refused } from './refused.ts';
import { forgetOld, mayArrive, STRAYS, takeStrays } from './strays.ts';
import { LOOKS, laneOf, NotTaken, type PairRef, write } from './write.ts';

/** Short, so that after a kill the next worker waits no longer than this. */
const LEASE: Ms = 4_000;
const ROUNDS = 6;
/** What is given must not be forgotten by a failover, nor what was held before it. */
const UNKNOWN = 'no replica of Redis knows of it yet';
const REPLICA: Ms = 1_000;

/**
 * Makes Meta hold what the live grants say, and records what was proved.
 *
 * Runs any number of times, in any order, on any worker, and ends in the same place: it reads the desired set, reads what Meta
 * says, writes the difference, reads back. Throws Later when it must run again (busy pair, Meta slow or failing, not seen yet).
 */
export async function converge(desk: Desk, ref: PairRef, log: Log, looks: readonly Ms[] = LOOKS): Promise<void> {
  try {
    await underLease(desk, ref, log, looks);
  } catch (error) {
    if (!(error instanceof LostLease)) throw error;
    // The job may be another worker's by now, so nobody but this one would look at what it sent.
    for (const wait of AGAIN) {
      if (await underLease(desk, ref, log, looks).then(() => true, unlessBusy)) return;
      await sleep(wait);
    }
    throw error;
  }
}

/** Waits of a worker that lost its lease until it has it again: longer than the lease lives without its holder. */
const AGAIN: readonly Ms[] = [50, 100, 200, 400, 800, 1_600, 3_200];

function unlessBusy(error: unknown): false {
  if (error instanceof Busy || error instanceof LostLease) return false;
  throw error;
}

async function underLease(desk: Desk, ref: PairRef, log: Log, looks: readonly Ms[]): Promise<void> {
  const lease = await desk.ledger.lease(`pair:${assetKey(ref.asset)}:${ref.principal}`, LEASE);
  if (!lease) throw new Busy();
  try {
    let pair = await desk.ledger.pair(ref.asset, ref.principal);
    const { writtenAt: earlier } = pair;
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round > 0) pair = await desk.ledger.pair(ref.asset, ref.principal);
      if (await settled(desk, ref, pair, { lease, log, looks, earlier })) return;
    }
    throw new Later('the desired state kept changing', 0);
  } finally {
    await lease.release();
  }
}

/** `earlier`: when a run before this one last wrote; what this run sent and Meta refused is not held. */
type Settling = { lease: Lease; log: Log; looks: readonly Ms[]; earlier: Ms | null };

/** What is to be given waits for a replica of Redis, and what is to be taken away beside it does not. */
async function settled(desk: Desk, ref: PairRef, pair: Pair, settling: Settling): Promise<boolean> {
  if (!pair.grants.some(isGiven) || (await desk.ledger.replicated())) return settledAll(desk, ref, pair, settling);
  const others = { ...pair, grants: pair.grants.filter((grant) => !isGiven(grant)) };
  if (others.grants.some(({ state }) => state === 'ending')) await settledAll(desk, ref, others, settling);
  throw new Later(UNKNOWN, REPLICA);
}

const isGiven = ({ state }: Pair['grants'][number]): boolean => state === 'granting';

async function settledAll(desk: Desk, ref: PairRef, pair: Pair, settling: Settling): Promise<boolean> {
  const { lease, log, looks, earlier } = settling;
  if (pair.grants.length === 0) return takeStrays(desk, ref, { pair, lease, looks });
  // Asked for now, so that it is there when an end is proved; it throws nothing.
  if (pair.grants.some(({ state }) => state === 'ending')) void desk.meta.reach(ref.asset);
  let held: Task[] | 'overtaken';
  try {
    held = await bring(desk, ref, pair, { lease, looks });
  } catch (thrown) {
    const taking = thrown instanceof NotTaken;
    const error = taking ? thrown.refusal : thrown;
    if (!(error instanceof MetaError)) throw error;
    tell(log, ref, error);
    await refused(desk, ref, { pair, error, taking, earlier });
    return false;
  }
  if (held === 'overtaken') return false;
  if (!lease.held()) throw new LostLease();
  const wait = mayArrive(desk.clock, pair, lease);
  await forgetOld(desk, ref, pair);
  await prove(desk, wait > 0 ? { ...pair, grants: pair.grants.filter(({ state }) => state !== 'ending') } : pair, held);
  if (wait > 0 && pair.grants.some(({ state }) => state === 'ending')) throw new Later(STRAYS, wait);

  const proved = held;
  const after = await desk.ledger.pair(ref.asset, ref.principal);
  if (after.grants.length === 0 && after.giving.length > 0) return false;
  return after.grants.every((grant) => grant.state === 'active' && covers(proved, grant.tasks));
}

function tell(log: Log, ref: PairRef, { kind, ambiguous, traceId: fbtraceId, withheld }: MetaError): void {
  if (!withheld) log.warn({ ...ref, kind, ambiguous, fbtraceId }, 'converge: Meta did not do it');
}

/** Answers what Meta was seen to hold once that is what it should hold. */
async function bring(
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
