import type { Desk } from '../access/desk.ts';
import { ending } from '../access/end.ts';
import { HALLPASS } from '../access/event.ts';
import type { EndReason, GrantIn, Ms } from '../access/grant.ts';
import { MetaError, type Pair } from '../access/ports.ts';
import { beyond, union } from '../access/tasks.ts';
import { Later } from './later.ts';
import { finish } from './prove.ts';
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

/**
 * What follows when Meta refuses. A grant that can't be given fails, but only when nothing of it was seen to be held;
 * otherwise it ends, which takes it away and proves that. A removal never fails: it comes back, unless the asset itself is
 * no longer shared with the business, which takes everybody's access with it.
 */
export async function refused(desk: Desk, ref: PairRef, pair: Pair, error: MetaError, unsure: boolean): Promise<void> {
  const wait = PASSING[error.kind];
  if (error.ambiguous || wait !== null) throw new Later(error.message, later(error, wait));

  const granting = pair.grants.filter((grant) => grant.state === 'granting');
  const rest = pair.grants.filter((grant) => grant.state !== 'granting');
  if (granting.length > 0) {
    const clean = !unsure && (await nothingGiven(desk, ref, pair));
    for (const grant of granting)
      await (clean ? fail(desk, grant, error) : takeBack(desk, grant, 'policy', error.message));
    return;
  }
  if (!(await assetGone(desk, ref))) throw new Later(error.message, blockedFor(error));
  for (const grant of rest) {
    if (grant.state === 'ending') await finish(desk, grant);
    if (grant.state === 'active') await takeBack(desk, grant, 'customer-revoked', 'The asset is no longer shared.');
  }
}

function later(error: MetaError, wait: Ms | 'backoff' | null): Ms | undefined {
  if (error.retryAfter !== undefined) return error.retryAfter;
  return typeof wait === 'number' ? wait : undefined;
}

/** Meta's block lasts for hours and grows with each call, but access that lingers is worse than a longer block. */
const blockedFor = (error: MetaError): Ms | undefined =>
  error.kind === 'blocked' ? Math.min(error.retryAfter ?? 60_000, 600_000) : undefined;

async function nothingGiven(desk: Desk, { asset, principal }: PairRef, pair: Pair): Promise<boolean> {
  if (pair.baseline === null && pair.writtenAt === null && pair.grants.length === 1) return true;
  try {
    const held = (await desk.meta.held(asset, principal)) ?? [];
    const others = pair.grants.filter((grant) => grant.state !== 'granting').map((grant) => grant.tasks);
    return beyond(held, union(pair.baseline ?? held, ...others)).length === 0;
  } catch (error) {
    if (error instanceof MetaError) return false;
    throw error;
  }
}

/** True only when Meta answered that the asset is neither owned nor shared, and shows no assignment of this principal either. */
async function assetGone(desk: Desk, { asset, principal }: PairRef): Promise<boolean> {
  try {
    const info = await desk.meta.asset(asset);
    if (info !== null && info.ownership !== 'none') return false;
  } catch (error) {
    if (error instanceof MetaError) throw new Later(error.message, error.retryAfter);
    throw error;
  }
  const held = await desk.meta.held(asset, principal).catch((error: unknown) => {
    if (error instanceof MetaError && (error.kind === 'not_found' || error.kind === 'forbidden')) return null;
    if (error instanceof MetaError) throw new Later(error.message, error.retryAfter);
    throw error;
  });
  return held === null || held.length === 0;
}

async function fail(desk: Desk, grant: GrantIn<'granting'>, error: MetaError): Promise<void> {
  const now = desk.clock.now();
  const { giveUpAt: _, ...rest } = grant;
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
