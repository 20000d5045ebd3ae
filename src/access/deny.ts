import { alreadyDecided } from './decided.ts';
import type { Desk } from './desk.ts';
import type { Origin } from './event.ts';
import { denyExtension } from './extend.ts';
import type { Grant, GrantId, SlackUserId } from './grant.ts';
import { mayDecide } from './policy.ts';
import { done, type Outcome, refuse } from './refusal.ts';

/** Denies a pending request, or the extension that an active grant asks for. */
export async function deny(
  desk: Desk,
  denial: { actor: SlackUserId; id: GrantId; because?: string | undefined; origin?: Origin | undefined },
): Promise<Outcome<Grant>> {
  const { actor, id, because, origin } = denial;
  const grant = await desk.ledger.get(id);
  if (!grant) return refuse({ code: 'unknown_id', id });
  const allowed = await mayDecide(desk, actor, grant);
  if (!allowed.ok) return allowed;
  if (grant.state === 'active' && grant.asked) return denyExtension(desk, denial, grant);
  if (grant.state !== 'pending') return refuse(alreadyDecided(grant));

  const now = desk.clock.now();
  const { lapsesAt: _, ...request } = grant;
  const next: Grant = {
    ...request,
    state: 'denied',
    version: grant.version + 1,
    deniedBy: actor,
    deniedAt: now,
    ...(because ? { denial: because } : {}),
  };
  const detail = because ? { because } : {};
  const result = await desk.ledger.commit(next, { kind: 'denied', at: now, actor, origin, detail });
  if (result === 'ok') return done(next);
  const winner = await desk.ledger.get(id);
  return refuse(winner ? alreadyDecided(winner) : { code: 'unknown_id', id });
}
