import type { Desk } from './desk.ts';
import { HALLPASS } from './event.ts';
import type { Grant, GrantIn, Ms } from './grant.ts';
import { mayUse } from './policy.ts';
import { done, type Outcome, refuse } from './refusal.ts';
import { sharedRefusal, termsFor } from './terms.ts';

const MINUTE: Ms = 60_000;
const HOUR: Ms = 60 * MINUTE;

/** When to look next whether a customer has answered: a minute after asking, then ever more seldom, at most once an hour. */
export function nextLook(askedAt: Ms, lookedAt: Ms, random: () => number = Math.random): Ms {
  const wait = Math.min(HOUR, Math.max(MINUTE, lookedAt - askedAt));
  return lookedAt + Math.round(wait * (0.9 + random() / 5));
}

/**
 * The customer shared the Page, so what a lead approved goes on; where they permitted less, or whoever asked
 * has left, a lead decides again. Null: it is not
 * shared yet. Throws a MetaError.
 */
export async function goOn(desk: Desk, grant: GrantIn<'pending'>): Promise<Outcome<Grant> | null> {
  const { rules } = desk.business;
  const info = await desk.meta.asset(grant.asset);
  if (!grant.share || !info || sharedRefusal(info)) return null;
  const now = desk.clock.now();
  const terms = termsFor(rules, info, grant);
  // Customers take days.
  const here = (await mayUse(desk, grant.requester)).ok;
  const { by } = grant.share;
  const { share: _, ...rest } = {
    ...grant,
    version: grant.version + 1,
    ownership: info.ownership,
    assetName: info.name,
  };
  const { lapsesAt: __, ...request } = rest;
  const approval = { approvedBy: by, approvedAt: now, giveUpAt: now + rules.giveUp };
  const next: Grant =
    terms.ok && here
      ? { ...request, ...terms.value, state: 'granting', ...approval }
      : { ...rest, lapsesAt: now + rules.lapse };
  const detail = { enough: terms.ok ? 'yes' : 'no', ...(here ? {} : { requester: 'left' }) };
  const result = await desk.ledger.commit(next, { kind: 'customer-agreed', at: now, actor: HALLPASS, detail });
  return result === 'ok' ? done(next) : refuse({ code: 'customer_asked', id: grant.id });
}

/** The request is neither waiting at Meta any more nor granted: the customer declined it, or it expired there. */
export async function declined(desk: Desk, grant: GrantIn<'pending'>): Promise<void> {
  const now = desk.clock.now();
  const { lapsesAt: _, ...request } = grant;
  const denial = 'The customer did not agree: Meta no longer shows our request for the Page, and it is not shared';
  const next: Grant = {
    ...request,
    state: 'denied',
    version: grant.version + 1,
    deniedBy: HALLPASS,
    deniedAt: now,
    denial,
  };
  await desk.ledger.commit(next, { kind: 'customer-declined', at: now, actor: HALLPASS });
}
