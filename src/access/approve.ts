import { askCustomer, isAskable, unseen } from './ask-customer.ts';
import { contentsChanged } from './contents.ts';
import { alreadyDecided } from './decided.ts';
import { asking, type Desk } from './desk.ts';
import type { Origin } from './event.ts';
import { approveExtension } from './extend.ts';
import type { Grant, GrantId, Ms, SlackUserId } from './grant.ts';
import { isSamePerson } from './identify.ts';
import { mayDecide, mayUse } from './policy.ts';
import type { AssetInfo } from './ports/meta.ts';
import { done, type Outcome, refuse } from './refusal.ts';
import { sharedRefusal, type Terms, termsFor } from './terms.ts';

/** A lead's approval; `level` and `duration` are set when the lead changes what was asked, `aware` when they know what asking a customer may lead to. */
export type Approval = {
  actor: SlackUserId;
  id: GrantId;
  level?: string | undefined;
  duration?: Ms | undefined;
  aware?: boolean | undefined;
  origin?: Origin | undefined;
};

type Possible = { terms: Terms; info: AssetInfo };

/** The terms as they would be granted now: the ceiling, and whether it is shared at all, may have changed since the request. */
async function termsNow(desk: Desk, grant: Grant, approval: Approval): Promise<Outcome<Possible>> {
  const { rules } = desk.business;
  const found = await desk.meta.asset(grant.asset);
  const toAsk = grant.ownership === 'none' || grant.ownership === 'pending';
  const unshared = toAsk && isAskable(grant.asset, found);
  const info = found ?? (unshared ? unseen(grant.asset) : null);
  if (!info) return refuse({ code: 'asset_not_shared', asset: grant.asset, name: grant.assetName });
  const wish = { level: approval.level ?? grant.level, duration: approval.duration ?? grant.duration };
  const terms = termsFor(rules, info, wish, { unshared });
  return terms.ok ? done({ terms: terms.value, info }) : terms;
}

/** Approves a pending request, or the extension that an active grant asks for. Decided by policy now; a second approval is refused. */
export async function approve(desk: Desk, approval: Approval): Promise<Outcome<Grant>> {
  const grant = await desk.ledger.get(approval.id);
  if (!grant) return refuse({ code: 'unknown_id', id: approval.id });
  const allowed = await mayDecide(desk, approval.actor, grant);
  if (!allowed.ok) return allowed;
  const member = await mayUse(desk, grant.requester);
  if (!member.ok)
    return member.refusal.code === 'outsider' ? member : refuse({ code: 'requester_left', user: grant.requester });
  const own = await asking(async () => done(await isSamePerson(desk, approval.actor, grant.principal)));
  if (own.ok && own.value) return refuse({ code: 'self_approval' });
  // More time for what somebody else approved before does not wait for Meta.
  if (grant.state === 'active' && grant.asked) return approveExtension(desk, approval, grant);
  const now = desk.clock.now();
  if (grant.state !== 'pending') return refuse(alreadyDecided(grant));
  if (grant.lapsesAt <= now)
    return refuse({ code: 'already_decided', id: grant.id, state: 'lapsed', at: grant.lapsesAt });
  if (!own.ok) return own;
  const possible = await asking(() => termsNow(desk, grant, approval));
  if (!possible.ok) return possible;
  const { terms, info } = possible.value;
  if (sharedRefusal(info)) return askCustomer(desk, grant, { ...approval, terms });
  const changed = await contentsChanged(desk, { ...approval, grant, info });
  if (changed) return changed;

  const { lapsesAt: _, share: __, ...request } = grant;
  const { level, duration } = terms;
  const differs = level !== grant.level || duration !== grant.duration;
  const next: Grant = {
    ...request,
    ...terms,
    ownership: info.ownership,
    assetName: info.name || grant.assetName,
    ...(differs ? { wished: { level: grant.level, duration: grant.duration } } : {}),
    state: 'granting',
    version: grant.version + 1,
    approvedBy: approval.actor,
    approvedAt: now,
    giveUpAt: now + desk.business.rules.giveUp,
  };
  const { actor, origin } = approval;
  const detail = { level, minutes: duration / 60_000 };
  const result = await desk.ledger.commit(next, { kind: 'approved', at: now, actor, origin, detail });
  if (result === 'ok') return done(next);
  const winner = await desk.ledger.get(grant.id);
  return refuse(winner ? alreadyDecided(winner) : { code: 'unknown_id', id: grant.id });
}
