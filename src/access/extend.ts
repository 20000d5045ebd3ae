import { remindAt } from './deadlines.ts';
import type { Desk } from './desk.ts';
import type { Grant, GrantId, GrantIn, Ms, SlackUserId } from './grant.ts';
import { isApprover } from './policy.ts';
import { done, type Outcome, refuse } from './refusal.ts';

type Active = GrantIn<'active'>;

/** The latest end that the policy allows for this grant; epoch ms, counted from the proved start. */
export const latestEnd = (desk: Desk, grant: Active): Ms => grant.activeAt + desk.business.rules.durations.max;

async function committed(
  desk: Desk,
  next: Active,
  event: Parameters<Desk['ledger']['commit']>[1],
): Promise<Outcome<Grant>> {
  if ((await desk.ledger.commit(next, event)) === 'ok') return done(next);
  const winner = await desk.ledger.get(next.id);
  if (winner?.state === 'active') return refuse({ code: 'extension_open', id: next.id });
  return refuse(
    winner ? { code: 'not_active', id: next.id, state: winner.state } : { code: 'unknown_id', id: next.id },
  );
}

/** Moves the end, never past the maximum. */
function moveEnd(desk: Desk, grant: Active, duration: Ms, actor: SlackUserId): Promise<Outcome<Grant>> {
  const now = desk.clock.now();
  const { asked: _, reminded: __, ...rest } = grant;
  const expiresAt = Math.min(grant.expiresAt + duration, latestEnd(desk, grant));
  const next: Active = {
    ...rest,
    version: grant.version + 1,
    expiresAt,
    remindAt: remindAt(desk.business.rules, now, expiresAt),
  };
  return committed(desk, next, {
    kind: 'extended',
    at: now,
    actor,
    detail: { until: expiresAt, from: grant.expiresAt },
  });
}

/** Asks for a later end, or moves it at once where the policy lets the holder or the acting lead do so. */
export async function extend(
  desk: Desk,
  { actor, id, duration }: { actor: SlackUserId; id: GrantId; duration?: Ms | undefined },
): Promise<Outcome<Grant>> {
  const { rules } = desk.business;
  const grant = await desk.ledger.get(id);
  if (!grant) return refuse({ code: 'unknown_id', id });
  const holder = actor === grant.requester;
  const lead = !holder && (await isApprover(rules, desk.directory, actor));
  if (!holder && !lead) return refuse({ code: 'not_holder', id });
  const now = desk.clock.now();
  if (grant.state !== 'active' || grant.expiresAt <= now) return refuse({ code: 'not_active', id, state: grant.state });
  if (grant.asked && holder) return refuse({ code: 'extension_open', id });
  const wanted = duration ?? Math.min(rules.durations.default, latestEnd(desk, grant) - grant.expiresAt);
  if (latestEnd(desk, grant) <= grant.expiresAt) return refuse({ code: 'no_time_left', max: rules.durations.max });
  if (wanted < Math.min(rules.durations.min, latestEnd(desk, grant) - grant.expiresAt)) {
    return refuse({ code: 'too_short', asked: wanted, min: rules.durations.min });
  }
  if (grant.expiresAt + wanted > latestEnd(desk, grant)) {
    return refuse({ code: 'too_long', asked: wanted, max: latestEnd(desk, grant) - grant.expiresAt });
  }
  if (lead || rules.extensions === 'free') return moveEnd(desk, grant, wanted, actor);

  const next: Active = { ...grant, version: grant.version + 1, asked: { by: actor, duration: wanted, at: now } };
  return committed(desk, next, { kind: 'extension-asked', at: now, actor, detail: { minutes: wanted / 60_000 } });
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
  return moveEnd(desk, grant, duration ?? grant.asked.duration, actor);
}

/** A lead's no: the grant ends when it would have ended. */
export async function denyExtension(desk: Desk, actor: SlackUserId, grant: Active): Promise<Outcome<Grant>> {
  const { asked: _, ...rest } = grant;
  const next: Active = { ...rest, version: grant.version + 1 };
  return committed(desk, next, { kind: 'extension-denied', at: desk.clock.now(), actor });
}
