import { remindAt } from './deadlines.ts';
import type { Desk } from './desk.ts';
import type { NewEvent } from './event.ts';
import type { Grant, GrantId, GrantIn, Ms, SlackUserId } from './grant.ts';
import { mayLead } from './policy.ts';
import type { Origin } from './ports/ledger.ts';
import { done, type Outcome, refuse } from './refusal.ts';

type Active = GrantIn<'active'>;

/** The latest end that the policy allows for this grant; epoch ms, counted from the proved start. */
export const latestEnd = (desk: Desk, grant: Active): Ms => grant.activeAt + desk.business.rules.durations.max;

/** Commits, or goes `again` when something else came first: that may be a mere reminder, which is in nobody's way. */
async function committed(
  desk: Desk,
  next: Active,
  event: NewEvent,
  again: (grant: Active) => Promise<Outcome<Grant>>,
): Promise<Outcome<Grant>> {
  if ((await desk.ledger.commit(next, event)) === 'ok') return done(next);
  const winner = await desk.ledger.get(next.id);
  if (winner?.state === 'active') return again(winner);
  return refuse(
    winner ? { code: 'not_active', id: next.id, state: winner.state } : { code: 'unknown_id', id: next.id },
  );
}

/** Moves the end, never past the maximum. */
function moveEnd(
  desk: Desk,
  grant: Active,
  { duration, actor, origin }: { duration: Ms; actor: SlackUserId; origin?: Origin | undefined },
  again: (grant: Active) => Promise<Outcome<Grant>>,
): Promise<Outcome<Grant>> {
  const now = desk.clock.now();
  const { asked: _, reminded: __, movedBy: ___, ...rest } = grant;
  const expiresAt = Math.min(grant.expiresAt + duration, latestEnd(desk, grant));
  const next: Active = {
    ...rest,
    version: grant.version + 1,
    expiresAt,
    remindAt: remindAt(desk.business.rules, now, expiresAt),
    ...(origin ? { movedBy: origin } : {}),
  };
  const detail = { until: expiresAt, from: grant.expiresAt };
  return committed(desk, next, { kind: 'extended', at: now, actor, detail }, again);
}

/** Asks for a later end, or moves it at once where the policy lets the holder or the acting lead do so. */
export async function extend(
  desk: Desk,
  wish: { actor: SlackUserId; id: GrantId; duration?: Ms | undefined; origin?: Origin | undefined },
): Promise<Outcome<Grant>> {
  const { actor, id, duration, origin } = wish;
  const { rules } = desk.business;
  const grant = await desk.ledger.get(id);
  if (!grant) return refuse({ code: 'unknown_id', id });
  const holder = actor === grant.requester;
  const allowed = holder ? done('holder') : await mayLead(desk, actor);
  if (!allowed.ok) return allowed.refusal.code === 'not_approver' ? refuse({ code: 'not_holder', id }) : allowed;
  const now = desk.clock.now();
  if (grant.state !== 'active' || grant.expiresAt <= now) return refuse({ code: 'not_active', id, state: grant.state });
  if (origin !== undefined && grant.movedBy === origin) return done(grant);
  if (grant.asked && holder) return refuse({ code: 'extension_open', id });
  const wanted = duration ?? Math.min(rules.durations.default, latestEnd(desk, grant) - grant.expiresAt);
  if (latestEnd(desk, grant) <= grant.expiresAt) return refuse({ code: 'no_time_left', max: rules.durations.max });
  if (wanted < Math.min(rules.durations.min, latestEnd(desk, grant) - grant.expiresAt)) {
    return refuse({ code: 'too_short', asked: wanted, min: rules.durations.min });
  }
  if (grant.expiresAt + wanted > latestEnd(desk, grant)) {
    return refuse({ code: 'too_long', asked: wanted, max: latestEnd(desk, grant) - grant.expiresAt });
  }
  // Two clicks must not move the end twice.
  const again = async (winner: Active) =>
    winner.expiresAt === grant.expiresAt ? extend(desk, wish) : refuse({ code: 'extension_open', id });
  if (!holder || rules.extensions === 'free') return moveEnd(desk, grant, { duration: wanted, actor, origin }, again);

  const next: Active = { ...grant, version: grant.version + 1, asked: { by: actor, duration: wanted, at: now } };
  const detail = { minutes: wanted / 60_000 };
  return committed(desk, next, { kind: 'extension-asked', at: now, actor, detail }, again);
}

/** A lead's yes to the extension that is asked for; called by `approve` after the policy was asked. */
export async function approveExtension(
  desk: Desk,
  actor: SlackUserId,
  grant: Active,
  duration?: Ms,
): Promise<Outcome<Grant>> {
  if (!grant.asked) return refuse({ code: 'nothing_asked', id: grant.id });
  if (grant.expiresAt <= desk.clock.now()) return refuse({ code: 'not_active', id: grant.id, state: 'ending' });
  const terms = { duration: duration ?? grant.asked.duration, actor };
  return moveEnd(desk, grant, terms, (now) => approveExtension(desk, actor, now, duration));
}

/** A lead's no: the grant ends when it would have ended. */
export async function denyExtension(desk: Desk, actor: SlackUserId, grant: Active): Promise<Outcome<Grant>> {
  if (!grant.asked) return refuse({ code: 'nothing_asked', id: grant.id });
  const { asked: _, ...rest } = grant;
  const next: Active = { ...rest, version: grant.version + 1 };
  const event: NewEvent = { kind: 'extension-denied', at: desk.clock.now(), actor };
  return committed(desk, next, event, (now) => denyExtension(desk, actor, now));
}
