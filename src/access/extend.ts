import { remindAt } from './deadlines.ts';
import type { Desk } from './desk.ts';
import type { NewEvent, Origin } from './event.ts';
import type { Grant, GrantId, GrantIn, Move, Ms, SlackUserId } from './grant.ts';
import { mayLead } from './policy.ts';
import { done, type Outcome, type Refusal, refuse } from './refusal.ts';

type Active = GrantIn<'active'>;
type Again = (grant: Active) => Promise<Outcome<Grant>>;
/** Who does it, and what they did in Slack. */
type Doer = { actor: SlackUserId; origin?: Origin | undefined };
type Extension = Doer & { id: GrantId; duration?: Ms | undefined };

/** So soon after an extension the same one, by the same person, is the same line sent twice; ms. */
const TWICE: Ms = 60_000;

/** The latest end that the policy allows for this grant; epoch ms, counted from the proved start. */
export const latestEnd = (desk: Desk, grant: Active): Ms => grant.activeAt + desk.business.rules.durations.max;

/** Why the end can't be moved by so much, if it can't; what is left may be less than the least that is asked for otherwise; ms. */
export function extensionRefusal(desk: Desk, grant: Active, wanted: Ms): Refusal | null {
  const { min, max } = desk.business.rules.durations;
  const room = latestEnd(desk, grant) - grant.expiresAt;
  if (room <= 0) return { code: 'no_time_left', max };
  if (wanted < Math.min(min, room)) return { code: 'too_short', asked: wanted, min };
  return wanted > room ? { code: 'too_long', asked: wanted, max: room } : null;
}

/** Commits, or goes `again` when something else came first: that may be a mere reminder, which is in nobody's way. */
async function committed(desk: Desk, next: Active, event: NewEvent, again: Again): Promise<Outcome<Grant>> {
  if ((await desk.ledger.commit(next, event)) === 'ok') return done(next);
  const winner = await desk.ledger.get(next.id);
  if (winner?.state === 'active') return again(winner);
  return refuse(
    winner ? { code: 'not_active', id: next.id, state: winner.state } : { code: 'unknown_id', id: next.id },
  );
}

/** Moves the end by a time that the rules allow; `moved` keeps who did so on their own account. */
function moveEnd(
  desk: Desk,
  grant: Active,
  { actor, origin, duration, moved }: Doer & { duration: Ms; moved?: Move },
  again: Again,
): Promise<Outcome<Grant>> {
  const now = desk.clock.now();
  const { asked: _, reminded: __, moved: ___, ...rest } = grant;
  const expiresAt = grant.expiresAt + duration;
  const next: Active = {
    ...rest,
    version: grant.version + 1,
    expiresAt,
    remindAt: remindAt(desk.business.rules, now, expiresAt),
    ...(moved ? { moved } : {}),
  };
  const detail = { until: expiresAt, from: grant.expiresAt };
  return committed(desk, next, { kind: 'extended', at: now, actor, origin, detail }, again);
}

/** The refusal of an extension that the same person has just made: a line that was sent twice moves the end once. */
function sameAgain(desk: Desk, grant: Active, { actor, duration }: Extension): Refusal | null {
  const { id, moved, expiresAt } = grant;
  if (moved?.by !== actor || moved.duration !== duration || desk.clock.now() - moved.at >= TWICE) return null;
  return { code: 'extended_already', id, until: expiresAt, at: moved.at };
}

/** Asks for a later end, or moves it at once where the policy lets the holder or the acting lead do so. */
export async function extend(desk: Desk, wish: Extension): Promise<Outcome<Grant>> {
  const { actor, id, duration, origin } = wish;
  const { rules } = desk.business;
  const grant = await desk.ledger.get(id);
  if (!grant) return refuse({ code: 'unknown_id', id });
  const holder = actor === grant.requester;
  const allowed = holder ? done('holder') : await mayLead(desk, actor);
  if (!allowed.ok) return allowed.refusal.code === 'not_approver' ? refuse({ code: 'not_holder', id }) : allowed;
  const now = desk.clock.now();
  if (grant.state !== 'active' || grant.expiresAt <= now) return refuse({ code: 'not_active', id, state: grant.state });
  if (grant.asked && holder) return refuse({ code: 'extension_open', id });
  const wanted = duration ?? Math.min(rules.durations.default, latestEnd(desk, grant) - grant.expiresAt);
  const refusal = sameAgain(desk, grant, wish) ?? extensionRefusal(desk, grant, wanted);
  if (refusal) return refuse(refusal);
  // Two clicks must not move the end twice.
  const again: Again = async (winner) =>
    winner.expiresAt === grant.expiresAt
      ? extend(desk, wish)
      : refuse(sameAgain(desk, winner, wish) ?? { code: 'extension_open', id });
  if (!holder || rules.extensions === 'free') {
    const moved = { by: actor, at: now, ...(duration === undefined ? {} : { duration }) };
    return moveEnd(desk, grant, { actor, origin, duration: wanted, moved }, again);
  }
  const next: Active = { ...grant, version: grant.version + 1, asked: { by: actor, duration: wanted, at: now } };
  const detail = { minutes: wanted / 60_000 };
  return committed(desk, next, { kind: 'extension-asked', at: now, actor, origin, detail }, again);
}

/** A lead's yes to the extension that is asked for, or to another time; called by `approve` after the policy was asked. */
export async function approveExtension(
  desk: Desk,
  approval: Doer & { level?: string | undefined; duration?: Ms | undefined },
  grant: Active,
): Promise<Outcome<Grant>> {
  const { id, asked, level } = grant;
  if (!asked) return refuse({ code: 'nothing_asked', id });
  if (grant.expiresAt <= desk.clock.now()) return refuse({ code: 'not_active', id, state: 'ending' });
  if (approval.level && approval.level.toLowerCase() !== level) return refuse({ code: 'extension_level', id, level });
  const duration = approval.duration ?? asked.duration;
  const refusal = extensionRefusal(desk, grant, duration);
  if (refusal) return refuse(refusal);
  const { actor, origin } = approval;
  return moveEnd(desk, grant, { actor, origin, duration }, (now) => approveExtension(desk, approval, now));
}

/** A lead's no, with the reason: the grant ends when it would have ended. */
export async function denyExtension(
  desk: Desk,
  denial: Doer & { because?: string | undefined },
  grant: Active,
): Promise<Outcome<Grant>> {
  if (!grant.asked) return refuse({ code: 'nothing_asked', id: grant.id });
  const { actor, origin, because } = denial;
  const { asked: _, ...rest } = grant;
  const next: Active = { ...rest, version: grant.version + 1 };
  const detail = because ? { because } : {};
  const event: NewEvent = { kind: 'extension-denied', at: desk.clock.now(), actor, origin, detail };
  return committed(desk, next, event, (now) => denyExtension(desk, denial, now));
}
