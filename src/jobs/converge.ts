import { setTimeout as sleep } from 'node:timers/promises';
import { assetKey } from '../access/asset.ts';
import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Lease, Pair } from '../access/ports/ledger.ts';
import { MetaError } from '../access/ports/meta.ts';
import { Moved, steady } from '../access/steady.ts';
import { covers, type Task } from '../access/tasks.ts';
import { bring, isGiven, REPLICA, UNKNOWN } from './bring.ts';
import { Busy, Later, LostLease } from './later.ts';
import { prove } from './prove.ts';
import { refused } from './refused.ts';
import { forgetOld, mayArrive, STRAYS, takeStrays } from './strays.ts';
import { LOOKS, NotTaken, type PairRef } from './write.ts';

/** Short, so that after a kill the next worker waits no longer than this. */
const LEASE: Ms = 4_000;
const ROUNDS = 6;

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
    if (!isOvertaken(error)) throw error;
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
  if (error instanceof Busy || isOvertaken(error)) return false;
  throw error;
}

const isOvertaken = (error: unknown): boolean => error instanceof LostLease || error instanceof Moved;

async function underLease(from: Desk, ref: PairRef, log: Log, looks: readonly Ms[]): Promise<void> {
  const desk = steady(from);
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
