import { type AssetRef, assetKey } from './asset.ts';
import { asking, type Desk } from './desk.ts';
import { HALLPASS, type Origin } from './event.ts';
import type { Grant, GrantId, GrantIn, SlackUserId } from './grant.ts';
import { mayLag } from './lag.ts';
import { mayLead } from './policy.ts';
import { done, type Outcome, refuse } from './refusal.ts';
import { sendOnce, sentAt, settled } from './send-once.ts';

const LEASE = 30_000;

/**
 * Another request or grant that is not over and needs the asset, by itself or with a group that it is in; while there is one the
 * business stays. Throws a MetaError.
 */
async function inUse(desk: Desk, { asset, id }: Grant): Promise<GrantId | undefined> {
  const groups = await groupsAround(desk, asset);
  const open = await Promise.all([asset, ...groups].map((one) => desk.ledger.openOn(one, 2)));
  return open.flat().find((grant) => grant.id !== id)?.id;
}

/** Where Meta does not tell which groups an asset is in, it may be in any of them. */
async function groupsAround({ meta }: Desk, asset: AssetRef): Promise<AssetRef[]> {
  const reach = await meta.reach(asset);
  if (reach) return reach.groups.map((group) => ({ kind: 'group', id: group.id }));
  return (await meta.assets()).map((info) => info.asset).filter(({ kind }) => kind === 'group');
}

/** What follows at the end of a grant if it is the last on the asset: nothing, a question to the leads, or leaving by itself. Only ever a customer's own Page or ad account. */
export function leavingAfter({ business }: Desk, grant: GrantIn<'ending'>): 'ask' | 'due' | undefined {
  const { leaveClientAssets } = business.rules;
  const theirs = grant.ownership === 'client' && grant.asset.kind !== 'group';
  if (leaveClientAssets === 'never' || !theirs) return undefined;
  return leaveClientAssets === 'always' ? 'due' : 'ask';
}

/**
 * Takes a customer's asset out of the business, and with it everybody's access through the business. Never an asset that the business owns: Meta's
 * lists are read anew for that, and again for the proof. A lead does it, or Hallpass where the rules say so.
 */
export async function leave(
  desk: Desk,
  { actor, id, origin }: { actor: SlackUserId | typeof HALLPASS; id: GrantId; origin?: Origin | undefined },
): Promise<Outcome<GrantIn<'ended'>>> {
  const grant = await desk.ledger.get(id);
  if (!grant) return refuse({ code: 'unknown_id', id });
  if (actor !== HALLPASS) {
    const allowed = await mayLead(desk, actor);
    if (!allowed.ok) return allowed;
  }
  if (grant.state !== 'ended' || !grant.leave) return refuse({ code: 'nothing_to_leave', id });
  const lease = await desk.ledger.lease(`leave:${assetKey(grant.asset)}`, LEASE);
  if (!lease) return refuse({ code: 'in_hand', id });
  try {
    const left = await asking(async () => {
      const other = await inUse(desk, grant);
      if (other) return refuse({ code: 'leave_in_use', id: other });
      return done(await desk.meta.leave(grant.asset, (write) => unlessSent(desk, grant.asset, write)));
    });
    if (!left.ok) return left;
    if (left.value === 'owned') return refuse({ code: 'leave_owned', asset: grant.asset });
    // Where Hallpass sent it before and lost the answer, it was Hallpass.
    const gone = left.value === 'gone' && (await sentAt(desk, 'leave', grant.asset)) === null;
    return await noted(desk, grant, { actor, origin, gone });
  } finally {
    await lease.release();
  }
}

/** What was sent just before a crash is only looked for: the customer may have shared the asset again since, and must not lose that. */
async function unlessSent(desk: Desk, asset: AssetRef, write: () => Promise<void>): Promise<void> {
  if (!mayLag(desk.clock, await sentAt(desk, 'leave', asset))) await sendOnce(desk, 'leave', asset, write);
}

async function noted(
  desk: Desk,
  grant: GrantIn<'ended'>,
  { actor, origin, gone }: { actor: SlackUserId; origin?: Origin | undefined; gone: boolean },
): Promise<Outcome<GrantIn<'ended'>>> {
  const now = desk.clock.now();
  const { leave: _, ...rest } = grant;
  const left = { by: actor, at: now, ...(gone ? { gone } : {}) };
  const next: GrantIn<'ended'> = { ...rest, version: grant.version + 1, left };
  const event = { kind: 'left', at: now, actor, origin, ...(gone ? { detail: { gone: 'before' } } : {}) } as const;
  const result = await desk.ledger.commit(next, event);
  if (result !== 'ok') return refuse({ code: 'in_hand', id: grant.id });
  await settled(desk, 'leave', grant.asset);
  return done(next);
}
