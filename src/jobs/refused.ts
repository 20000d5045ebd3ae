import type { Desk } from '../access/desk.ts';
import { ending } from '../access/end.ts';
import { HALLPASS } from '../access/event.ts';
import type { EndReason, Grant, GrantIn, Ms } from '../access/grant.ts';
import { mayLag } from '../access/lag.ts';
import type { Pair } from '../access/ports/ledger.ts';
import { MetaError } from '../access/ports/meta.ts';
import { beyond, common, covers, isFull, type Task, union } from '../access/tasks.ts';
import { Later } from './later.ts';
import { finish } from './prove.ts';
import { sayWaiting } from './say-waiting.ts';
import type { PairRef } from './write.ts';

/** Kinds that pass by themselves, or when somebody mends the token: the job comes back, the grant stays as it is. */
const PASSING: Record<MetaError['kind'], Ms | 'backoff' | null> = {
  throttled: 60_000,
  transient: 'backoff',
  unauthorized: 30_000,
  forbidden: null,
  not_found: null,
  already: null,
  invalid: null,
  blocked: null,
};

/** Clocks of two machines may differ by this much. */
const SKEW: Ms = 5_000;

/**
 * What Meta refused. `taking`: to take an assignment away. `earlier`: when a run before this one last wrote; that write may be
 * held although no read shows it yet.
 */
export type Refused = { pair: Pair; error: MetaError; taking: boolean; earlier: Ms | null };

/**
 * What follows when Meta refuses. A grant that can't be given fails, but only when nothing of it was seen to be held;
 * otherwise it ends, which takes it away and proves that. A removal never fails: it comes back, unless the asset itself is
 * no longer shared with the business, which takes everybody's access with it.
 */
export async function refused(desk: Desk, ref: PairRef, { pair, error, taking, earlier }: Refused): Promise<void> {
  const wait = PASSING[error.kind];
  await sayWaiting(desk, pair, error);
  if (error.ambiguous || wait !== null) throw new Later(error.message, later(error, wait));

  const granting = pair.grants.filter((grant) => grant.state === 'granting');
  if (granting.length > 0) {
    for (const grant of error.kind === 'blocked' ? granting : highest(granting)) {
      const unsure = mayLag(desk.clock, earlier) && earlier >= grant.approvedAt - SKEW;
      const clean = !unsure && (await nothingGiven(desk, ref, pair, grant));
      await (clean ? fail(desk, grant, error) : takeBack(desk, grant, 'policy', error.message));
    }
    return;
  }
  const gone = await assetGone(desk, ref);
  if (gone) {
    for (const grant of pair.grants) {
      if (grant.state === 'ending') await finish(desk, grant, { gone });
      if (grant.state === 'active') await takeBack(desk, grant, 'customer-revoked', 'The asset is no longer shared.');
    }
    return;
  }
  if (error.kind === 'blocked') throw new Later(error.message, blockedFor(error));
  if (pair.owed && !taking) return giveUp(desk, ref, pair, pair.owed);
  const lost = await notHeld(desk, ref, pair);
  if (lost.length === 0) throw new Later(error.message);
  for (const grant of lost) await takeBack(desk, grant, 'policy', error.message);
}

/** What Meta does not take back, such as what the customer permits no longer, must not hold up a removal: it is lost, bit by bit. */
async function giveUp(desk: Desk, { asset, principal }: PairRef, pair: Pair, owed: Task[]): Promise<void> {
  const baseline = pair.baseline ?? [];
  const permitted = (await desk.meta.asset(asset).catch(comesBack))?.permitted ?? owed;
  const above = owed.filter((task) => !covers(permitted, [task]));
  const dropped = above.length > 0 ? above : owed.slice(-1);
  await desk.ledger.noteWrite(asset, principal, {
    generation: pair.generation,
    baseline,
    at: desk.clock.now(),
    lost: baseline.filter((task) => covers(dropped, [task])),
    owed: owed.filter((task) => !dropped.includes(task)),
  });
}

/** The grant that asks for most: when Meta refuses several together, the lower ones may do without it. */
function highest(grants: GrantIn<'granting'>[]): GrantIn<'granting'>[] {
  const reach = ({ tasks }: Grant) => (isFull(tasks) ? Number.POSITIVE_INFINITY : tasks.length);
  const most = Math.max(...grants.map(reach));
  return grants.filter((grant) => reach(grant) === most).slice(-1);
}

/** Active grants whose access is not there any more: what Meta refuses to give for them must not hold up a removal. */
async function notHeld(desk: Desk, { asset, principal }: PairRef, { grants }: Pair): Promise<GrantIn<'active'>[]> {
  const held = (await desk.meta.held(asset, principal, 'removal').catch(comesBack)) ?? [];
  return grants.filter((grant) => grant.state === 'active').filter((grant) => !covers(held, grant.tasks));
}

function later(error: MetaError, wait: Ms | 'backoff' | null): Ms | undefined {
  if (error.retryAfter !== undefined) return error.retryAfter;
  return typeof wait === 'number' ? wait : undefined;
}

/** Meta's block lasts for hours and grows with each call, but access that lingers is worse than a longer block. */
const blockedFor = (error: MetaError): Ms | undefined =>
  error.kind === 'blocked' ? Math.min(error.retryAfter ?? 60_000, 600_000) : undefined;

async function nothingGiven(
  desk: Desk,
  { asset, principal }: PairRef,
  pair: Pair,
  grant: GrantIn<'granting'>,
): Promise<boolean> {
  if (pair.writtenAt === null) return true;
  try {
    const held = (await desk.meta.held(asset, principal, 'grant')) ?? [];
    const others = pair.grants.filter((other) => other.state !== 'granting').map((other) => other.tasks);
    return beyond(common(grant.tasks, held), union(pair.baseline ?? held, ...others)).length === 0;
  } catch (error) {
    if (error instanceof MetaError) return false;
    throw error;
  }
}

/**
 * Whether Meta answered that the asset is neither owned nor shared, and shows no assignment of this principal either; `hidden` when it
 * refused to tell of that one: a token that lost its role sees no more than one whose customer took the asset back.
 */
async function assetGone(desk: Desk, { asset, principal }: PairRef): Promise<'gone' | 'hidden' | null> {
  const info = await desk.meta.asset(asset).catch(comesBack);
  if (info?.ownership === 'owned' || info?.ownership === 'client') return null;
  const held = await desk.meta.held(asset, principal, 'removal').catch((error: unknown) => {
    if (error instanceof MetaError && (error.kind === 'not_found' || error.kind === 'forbidden')) return 'hidden';
    return comesBack(error);
  });
  if (held === 'hidden') return held;
  return held === null || held.length === 0 ? 'gone' : null;
}

function comesBack(error: unknown): never {
  if (error instanceof MetaError) throw new Later(error.message, error.retryAfter);
  throw error;
}

async function fail(desk: Desk, grant: GrantIn<'granting'>, error: MetaError): Promise<void> {
  const now = desk.clock.now();
  const { giveUpAt: _, paused: __, ...rest } = grant;
  const failure = { kind: error.kind, message: error.message, ...(error.traceId ? { traceId: error.traceId } : {}) };
  const next: GrantIn<'failed'> = { ...rest, state: 'failed', version: grant.version + 1, failedAt: now, failure };
  const detail = { kind: error.kind, ...(error.traceId ? { trace: error.traceId } : {}) };
  await desk.ledger.commit(next, { kind: 'failed', at: now, actor: HALLPASS, detail });
}

async function takeBack(
  desk: Desk,
  grant: GrantIn<'granting' | 'active'>,
  reason: EndReason,
  note: string,
): Promise<void> {
  const now = desk.clock.now();
  await desk.ledger.commit(ending(grant, now, { reason, note }), {
    kind: 'ending',
    at: now,
    actor: HALLPASS,
    detail: { reason, note },
  });
}
