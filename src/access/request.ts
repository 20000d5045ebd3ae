import { isAskable, unseen } from './ask-customer.ts';
import { type AssetRef, assetKey, type Ownership } from './asset.ts';
import { asking, type Desk } from './desk.ts';
import type { Origin } from './event.ts';
import { already } from './explain.ts';
import type { Grant, Ms, PrincipalId, SlackUserId } from './grant.ts';
import { identify, twoFactorRefusal } from './identify.ts';
import type { Elsewhere } from './paths.ts';
import type { Rules } from './policy-rules.ts';
import type { AssetInfo } from './ports/meta.ts';
import { done, type Outcome, type Refusal, refuse } from './refusal.ts';
import { sharedRefusal, type Terms, termsFor } from './terms.ts';

/** A person's wish, as it came out of the grammar or the form. */
export type Wish = {
  requester: SlackUserId;
  channel: string;
  asset: AssetRef;
  ticket: string;
  level?: string | undefined;
  duration?: Ms | undefined;
  because?: string | undefined;
  adopted?: true | undefined;
  /** For a Page that is not shared: it is to be asked for, when a lead approves that. */
  ask?: boolean | undefined;
  /** What was done in Slack, by a name of its own, so that it makes one request however often it is handled. */
  origin?: Origin | undefined;
};

type Prepared = {
  info: AssetInfo;
  ownership: Ownership;
  terms: Terms;
  principal: PrincipalId;
  held: Elsewhere[];
};

/** Everything that can be known before a lead is asked: the asset, its ceiling, the person, level and time. */
async function prepare(desk: Desk, wish: Wish): Promise<Outcome<Prepared>> {
  const found = await desk.meta.asset(wish.asset);
  const { rules } = desk.business;
  const unshared = wish.ask === true && isAskable(wish.asset, found);
  if (unshared && rules.askCustomers === 'never') return refuse({ code: 'asks_off' });
  const info = found ?? (unshared ? unseen(wish.asset) : null);
  if (!info) return refuse({ code: 'asset_unknown', asset: wish.asset });
  if (info.contains?.count === 0) return refuse({ code: 'group_empty', name: info.name });
  const terms = termsFor(rules, info, wish, { unshared });
  if (!terms.ok) return terms;
  const person = await identify(desk, wish.requester);
  if (!person.ok) return person;
  const missing = await twoFactorRefusal(desk, person.value);
  if (missing) return refuse(missing);
  const principal = person.value.id;
  const { tasks } = terms.value;
  const held = sharedRefusal(info) ? [] : await already(desk, { asset: wish.asset, principal, tasks });
  return done({ info, ownership: info.ownership, terms: terms.value, principal, held });
}

/** Where customers are not asked through Hallpass, no refusal names that as the way. */
function withoutAsks({ askCustomers }: Rules, refusal: Refusal): Refusal {
  const unshared =
    refusal.code === 'asset_unknown' || refusal.code === 'asset_not_shared' || refusal.code === 'asset_pending';
  return unshared && askCustomers === 'never' ? { ...refusal, asks: 'never' } : refusal;
}

/** Asks for access: refuses what can't be granted, stores the rest as a pending request. A wish that comes again is answered with what it made. */
export async function request(desk: Desk, wish: Wish): Promise<Outcome<Grant>> {
  const origin = wish.origin === undefined ? undefined : `${wish.origin}:${assetKey(wish.asset)}`;
  const made = origin === undefined ? null : await desk.ledger.made(origin);
  if (made) return done(made);
  const ready = await asking(() => prepare(desk, wish));
  if (!ready.ok) return refuse(withoutAsks(desk.business.rules, ready.refusal));

  const { info, ownership, terms, principal, held } = ready.value;
  const now = desk.clock.now();
  const detail = { ticket: wish.ticket, level: terms.level, minutes: terms.duration / 60_000 };
  const created = await desk.ledger.create(
    {
      state: 'pending',
      asset: wish.asset,
      assetName: info.name,
      ...(info.contains ? { contains: info.contains } : {}),
      ownership,
      principal,
      requester: wish.requester,
      ticket: wish.ticket,
      ...terms,
      ...(wish.because ? { because: wish.because } : {}),
      ...(wish.adopted ? { adopted: true } : {}),
      ...(held.length > 0 ? { already: held } : {}),
      channel: wish.channel,
      requestedAt: now,
      lapsesAt: now + desk.business.rules.lapse,
    },
    { kind: 'requested', at: now, actor: wish.requester, origin: wish.origin, detail },
    origin,
  );
  if (created.kind === 'ok') return done(created.grant);
  const open = await desk.ledger.get(created.id);
  return refuse({ code: 'already_open', id: created.id, state: open?.state ?? 'pending' });
}
