import { assetKey } from '../access/asset.ts';
import { remindAt } from '../access/deadlines.ts';
import { keptOf } from '../access/desired.ts';
import type { Desk } from '../access/desk.ts';
import { HALLPASS } from '../access/event.ts';
import type { Grant, GrantIn, Kept, PrincipalId } from '../access/grant.ts';
import { mayLag } from '../access/lag.ts';
import { leavingAfter } from '../access/leave.ts';
import { type Elsewhere, waysTo } from '../access/paths.ts';
import type { Pair } from '../access/ports/ledger.ts';
import { beyond, covers, type Task, union } from '../access/tasks.ts';

/**
 * Commits what was seen: access that holds starts its clock now, access that is gone has ended. `held` was read after the last
 * write and is what it should be. A conflict means that somebody changed the grant meanwhile; converge looks again then.
 */
export async function prove(desk: Desk, pair: Pair, held: Task[]): Promise<void> {
  for (const grant of pair.grants) {
    if (grant.state === 'granting' && covers(held, grant.tasks))
      await activate(desk, grant, await moreOf(desk, grant, pair, held));
    if (grant.state === 'ending') {
      const kept = held.length > 0 ? await keptFor(desk, grant, pair, held) : undefined;
      await finish(desk, grant, { kept, elsewhere: await elsewhereFor(desk, grant) });
    }
  }
}

/** What is there beyond what Hallpass knows of, right after it was written. The baseline may have been noted by this very run. */
async function moreOf(desk: Desk, { asset, principal }: Grant, { grants }: Pair, held: Task[]): Promise<Task[]> {
  const more = beyond(held, union(...grants.map(({ tasks }) => tasks)));
  return more.length === 0 ? [] : beyond(more, (await desk.ledger.pair(asset, principal)).baseline ?? []);
}

async function activate(desk: Desk, grant: GrantIn<'granting'>, more: Task[]): Promise<void> {
  const now = desk.clock.now();
  const { giveUpAt: _, paused: __, ...rest } = grant;
  const expiresAt = now + grant.duration;
  const next: GrantIn<'active'> = {
    ...rest,
    state: 'active',
    version: grant.version + 1,
    activeAt: now,
    expiresAt,
    remindAt: remindAt(desk.business.rules, now, expiresAt),
    more,
  };
  await desk.ledger.commit(next, { kind: 'activated', at: now, actor: HALLPASS, detail: { until: expiresAt } });
}

/** The baseline is read anew: this very run may have been the first to note it, or have seen that a part of it was lost. */
async function keptFor(desk: Desk, grant: GrantIn<'ending'>, { grants: others }: Pair, held: Task[]) {
  const { baseline } = await desk.ledger.pair(grant.asset, grant.principal);
  return keptOf(grant, { baseline: baseline ?? [], others, held });
}

/** Other ways to the asset that no removal of an assignment takes away; undefined when Meta shows none. */
async function elsewhereFor(desk: Desk, { asset, principal }: Grant): Promise<Rest['elsewhere']> {
  const ways = await waysTo(desk.meta, asset, principal);
  if (!ways) return 'unread';
  const found = (await Promise.all(ways.map((way) => named(desk, way, principal)))).filter((way) => way !== null);
  return found.length > 0 ? found : undefined;
}

/** With the grant behind it; null when what Meta shows may be older than the proof that all which Hallpass gave there is gone. */
async function named({ ledger, clock }: Desk, way: Elsewhere, principal: PrincipalId): Promise<Elsewhere | null> {
  if (way.kind === 'role') return way;
  const pair = await ledger.pair(way.kind === 'group' ? { kind: 'group', id: way.id } : way.asset, principal);
  const by = (pair.grants.find(({ state }) => state !== 'ending') ?? pair.grants.at(-1))?.id;
  if (by) return { ...way, by };
  return pair.baseline?.length === 0 && mayLag(clock, pair.writtenAt) ? null : way;
}

/** `gone`: the asset itself is; `hidden`, when Meta refused to tell who was on it. */
type Rest = {
  kept?: Kept | undefined;
  elsewhere?: GrantIn<'ended'>['elsewhere'] | undefined;
  gone?: 'gone' | 'hidden';
};

const wayName = (way: Elsewhere): string =>
  way.kind === 'role' ? 'role' : way.kind === 'group' ? `group:${way.id}` : assetKey(way.asset);

/** The grant is over: nothing of it is held any more, but for what is `kept` through something else. */
export async function finish(
  desk: Desk,
  grant: GrantIn<'ending'>,
  { kept, elsewhere, gone }: Rest = {},
): Promise<void> {
  const now = desk.clock.now();
  const { nagAt: _, ...rest } = grant;
  const next: GrantIn<'ended'> = {
    ...rest,
    state: 'ended',
    version: grant.version + 1,
    provedAt: now,
    ...(kept ? { kept } : {}),
    ...(elsewhere ? { elsewhere } : {}),
    ...(gone === 'hidden' ? { hidden: true } : {}),
  };
  // What is gone can't be left.
  const leave = gone ? undefined : leavingAfter(desk, grant);
  if (leave) next.leave = leave;
  const detail = {
    reason: grant.endReason,
    late: now - grant.endsAt,
    ...(kept ? { kept: kept.tasks.join(','), through: kept.through.join(',') } : {}),
    ...(elsewhere ? { elsewhere: elsewhere === 'unread' ? elsewhere : elsewhere.map(wayName).join(',') } : {}),
    ...(gone ? { gone } : {}),
  };
  await desk.ledger.commit(next, { kind: 'ended', at: now, actor: HALLPASS, detail });
}
