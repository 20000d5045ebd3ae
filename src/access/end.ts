import { FIRST_ALARM } from './deadlines.ts';
import type { Desk } from './desk.ts';
import type { NewEvent, Origin } from './event.ts';
import type { EndReason, Grant, GrantId, GrantIn, Ms, SlackUserId } from './grant.ts';
import { mayLead } from './policy.ts';
import { done, type Outcome, refuse } from './refusal.ts';

/** The grant as it is while its access is being taken away. */
export function ending(
  grant: GrantIn<'granting' | 'active'>,
  now: Ms,
  why: { reason: EndReason; by?: SlackUserId; note?: string | undefined },
): GrantIn<'ending'> {
  const { approvedBy, approvedAt } = grant;
  const activeAt = grant.state === 'active' ? { activeAt: grant.activeAt } : {};
  const base = withoutState(grant);
  return {
    ...base,
    ...activeAt,
    state: 'ending',
    version: grant.version + 1,
    approvedBy,
    approvedAt,
    endsAt: now,
    endReason: why.reason,
    ...(why.by ? { endedBy: why.by } : {}),
    ...(why.note ? { note: why.note } : {}),
    nagAt: now + FIRST_ALARM,
  };
}

function withoutState(grant: GrantIn<'granting' | 'active'>) {
  if (grant.state === 'granting') {
    const { giveUpAt: _, paused: ___, state: __, ...base } = grant;
    return base;
  }
  const { expiresAt: _, remindAt: __, reminded: ___, asked: ____, moved: _____, ...rest } = grant;
  const { activeAt: ______, state: _______, more: ________, ...base } = rest;
  return base;
}

async function end(
  desk: Desk,
  grant: Grant,
  why: { reason: EndReason; by: SlackUserId; note?: string | undefined; origin?: Origin | undefined },
): Promise<Outcome<Grant>> {
  if (grant.state !== 'active' && grant.state !== 'granting') {
    return refuse({ code: 'not_active', id: grant.id, state: grant.state });
  }
  const now = desk.clock.now();
  const next = ending(grant, now, why);
  const detail = { reason: why.reason, ...(why.note ? { note: why.note } : {}) };
  const event: NewEvent = { kind: 'ending', at: now, actor: why.by, origin: why.origin, detail };
  if ((await desk.ledger.commit(next, event)) === 'ok') return done(next);
  const winner = await desk.ledger.get(grant.id);
  if (!winner) return refuse({ code: 'unknown_id', id: grant.id });
  return end(desk, winner, why);
}

/** Who ends what, and what they did in Slack. */
type Own = { actor: SlackUserId; id: GrantId; origin?: Origin | undefined };

/** The holder is done: ends the grant now. A request that is still pending is cancelled instead. */
export async function release(desk: Desk, wish: Own): Promise<Outcome<Grant>> {
  const { actor, id, origin } = wish;
  const grant = await desk.ledger.get(id);
  if (!grant) return refuse({ code: 'unknown_id', id });
  if (grant.requester !== actor) return refuse({ code: 'not_holder', id });
  if (grant.state === 'pending') return cancel(desk, wish);
  return end(desk, grant, { reason: 'released', by: actor, origin });
}

/** A lead ends a grant, with the reason. Ending access needs no second pair of eyes: leads may revoke their own too. */
export async function revoke(
  desk: Desk,
  { actor, id, because, origin }: Own & { because?: string | undefined },
): Promise<Outcome<Grant>> {
  const grant = await desk.ledger.get(id);
  if (!grant) return refuse({ code: 'unknown_id', id });
  const allowed = await mayLead(desk, actor);
  if (!allowed.ok) return allowed;
  return end(desk, grant, { reason: 'revoked', by: actor, note: because, origin });
}

/** The requester takes a pending request back. */
export async function cancel(desk: Desk, wish: Own): Promise<Outcome<Grant>> {
  const { actor, id, origin } = wish;
  const grant = await desk.ledger.get(id);
  if (!grant) return refuse({ code: 'unknown_id', id });
  if (grant.requester !== actor) return refuse({ code: 'not_requester', id });
  if (grant.state !== 'pending') return refuse({ code: 'not_active', id, state: grant.state });
  const now = desk.clock.now();
  const { lapsesAt: _, ...request } = grant;
  const next: Grant = {
    ...request,
    state: 'cancelled',
    version: grant.version + 1,
    cancelledBy: actor,
    cancelledAt: now,
  };
  const result = await desk.ledger.commit(next, { kind: 'cancelled', at: now, actor, origin });
  if (result === 'ok') return done(next);
  return release(desk, wish);
}
