import { type AssetRef, assetKey } from './asset.ts';
import { goOn } from './customer-answer.ts';
import { asking, type Desk } from './desk.ts';
import type { Origin } from './event.ts';
import type { Grant, GrantIn, Ms, SlackUserId } from './grant.ts';
import { mayLag } from './lag.ts';
import { type AssetInfo, MetaError, type Share } from './ports/meta.ts';
import { done, type Outcome, refuse } from './refusal.ts';
import { sendOnce, sentAt, settled } from './send-once.ts';
import { sharedRefusal, type Terms } from './terms.ts';

/** Customers take days. */
const WAIT: Ms = 7 * 86_400_000;
const LEASE: Ms = 30_000;
const MOST = 200;

/** Whether it can be asked for: Meta lets apps ask for Pages only, and mostly shows nothing of a Page that is not shared. */
export const isAskable = ({ kind }: AssetRef, info: AssetInfo | null): boolean =>
  kind === 'page' && (info === null || sharedRefusal(info) !== null);

/** What is known of an asset before it is shared. */
export const unseen = (asset: AssetRef): AssetInfo => ({ asset, name: '', ownership: 'none', permitted: [] });

/** `aware`: the lead was told what may come of asking; `level` and `duration` are what they changed. */
type Asking = {
  actor: SlackUserId;
  terms: Terms;
  aware?: boolean | undefined;
  level?: string | undefined;
  duration?: Ms | undefined;
  origin?: Origin | undefined;
};

/**
 * A lead approves a request for a Page that is not shared: the customer is asked for it, once, and the request waits for the answer.
 * Asking twice looks like spam and can lock the business, and Meta knows no idempotency: what is asked already is read first. A lead
 * who was not told so hears it first, and nothing is sent.
 */
export async function askCustomer(desk: Desk, grant: GrantIn<'pending'>, wish: Asking): Promise<Outcome<Grant>> {
  if (grant.share) return refuse({ code: 'customer_asked', id: grant.id, ...grant.share });
  const lease = await desk.ledger.lease(`ask:${assetKey(grant.asset)}`, LEASE);
  if (!lease) return refuse({ code: 'in_hand', id: grant.id });
  try {
    const sent = await asking(() => send(desk, grant, wish));
    if (!sent.ok) return sent;
    const waiting = await wait(desk, grant, wish, sent.value === 'unsure');
    if (waiting.ok) await settled(desk, 'ask', grant.asset);
    // Where the asking user may decide for the Page too, Meta agrees at once.
    if (!waiting.ok || sent.value !== 'shared') return waiting;
    return (await goOn(desk, waiting.value).catch(laterByItself)) ?? waiting;
  } finally {
    await lease.release();
  }
}

/** It was asked and waits: whoever looks for customers' answers goes on with it. */
function laterByItself(error: unknown): null {
  if (error instanceof MetaError) return null;
  throw error;
}

/** `unsure`: it was sent, and neither an answer nor Meta's lists tell whether it arrived. */
type Standing = Share | 'unsure';

async function send(desk: Desk, { id, asset }: Grant, wish: Asking): Promise<Outcome<'shared' | 'asked' | 'unsure'>> {
  const { aware, level, duration, terms } = wish;
  const before = await standing(desk, asset);
  if (isKnown(before)) return done(before);
  // Meta's lists may be older than what was sent just before a crash.
  if (mayLag(desk.clock, await sentAt(desk, 'ask', asset))) return refuse({ code: 'meta_unsure' });
  if (!aware) {
    const changed = { ...(level === undefined ? {} : { level }), ...(duration === undefined ? {} : { duration }) };
    return refuse({ code: 'ask_unwarned', id, asset, ...changed });
  }
  const max = desk.business.rules.asksPerDay;
  if (!(await desk.ledger.countAsk(desk.clock.now(), max))) return refuse({ code: 'asks_spent', max });
  try {
    return done(await sendOnce(desk, 'ask', asset, () => desk.meta.askForPage(asset, terms.tasks)));
  } catch (error) {
    if (!(error instanceof MetaError) || !error.ambiguous) throw error;
    const after = await standing(desk, asset);
    if (isKnown(after)) return done(after);
    throw error;
  }
}

const isKnown = (standing: Standing): standing is 'shared' | 'asked' | 'unsure' =>
  standing !== 'none' && standing !== 'unread';

/** What Meta shows, or where it doesn't tell, what Hallpass itself knows to have asked. */
async function standing(desk: Desk, asset: AssetRef): Promise<Standing> {
  const share = await desk.meta.pageShare(asset);
  if (share !== 'unread') return share;
  const open = await desk.ledger.openOn(asset, MOST);
  if (open.some((grant) => grant.state === 'pending' && grant.share)) return 'asked';
  const sent = await sentAt(desk, 'ask', asset);
  return sent !== null && desk.clock.now() - sent < WAIT ? 'unsure' : 'unread';
}

async function wait(
  desk: Desk,
  grant: GrantIn<'pending'>,
  { actor, terms, origin }: Asking,
  unsure: boolean,
): Promise<Outcome<GrantIn<'pending'>>> {
  const now = desk.clock.now();
  const differs = terms.level !== grant.level || terms.duration !== grant.duration;
  const next: GrantIn<'pending'> = {
    ...grant,
    ...terms,
    ...(differs ? { wished: { level: grant.level, duration: grant.duration } } : {}),
    version: grant.version + 1,
    share: { by: actor, at: now, ...(unsure ? { unsure: true } : {}) },
    lapsesAt: now + WAIT,
  };
  const detail = { level: terms.level, minutes: terms.duration / 60_000, ...(unsure ? { sure: 'no' } : {}) };
  const result = await desk.ledger.commit(next, { kind: 'customer-asked', at: now, actor, origin, detail });
  return result === 'ok' ? done(next) : refuse({ code: 'customer_asked', id: grant.id });
}
