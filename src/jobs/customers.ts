import { declined, goOn, nextLook } from '../access/customer-answer.ts';
import type { Desk } from '../access/desk.ts';
import type { GrantId, GrantIn, Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import { MetaError } from '../access/ports/meta.ts';
import { type Loop, startLoop } from '../loop.ts';

/** How often to see which customers' answers are to be looked for; Redis alone is asked for that. */
const EVERY: Ms = 1_000;
const MOST = 500;
/** Nobody answers sooner. */
const FIRST: Ms = 60_000;
/** One list may be older than the other: a request that is gone from both is only believed when it is seen twice. */
const SURE = 2;

type Looks = Map<GrantId, { at: Ms; gone: number }>;

/** Follows what customers were asked for, until they answer or the request lapses. A restart looks at once, which does no harm. */
export function startCustomers(desk: Desk, log: Log): Loop {
  const looks: Looks = new Map();
  return startLoop('customers', log, async () => {
    // A look that must fail would put the next one off.
    if (desk.meta.standing().refused) return EVERY;
    const waiting = (await desk.ledger.pending(MOST)).filter(({ share }) => share !== undefined);
    for (const grant of waiting) await follow(desk, looks, grant).catch(unlessMeta(log, grant));
    const ids = new Set(waiting.map(({ id }) => id));
    for (const id of looks.keys()) if (!ids.has(id)) looks.delete(id);
    return EVERY;
  });
}

/** Looks whether it is time to, and goes on with the request when the customer has answered. */
export async function follow(desk: Desk, looks: Looks, grant: GrantIn<'pending'>): Promise<void> {
  const now = desk.clock.now();
  const asked = grant.share?.at ?? now;
  const last = looks.get(grant.id);
  if (now < (last ? nextLook(asked, last.at, () => hash(grant.id)) : asked + FIRST)) return;
  looks.set(grant.id, { at: now, gone: last?.gone ?? 0 });

  const share = await desk.meta.pageShare(grant.asset);
  const gone = share === 'none' ? (last?.gone ?? 0) + 1 : 0;
  looks.set(grant.id, { at: now, gone });
  if (share === 'shared') await goOn(desk, grant);
  else if (gone >= SURE) await declined(desk, grant);
}

/** Jitter that stays the same for one request, so that the time of its next look does not dance. */
const hash = (id: GrantId): number => [...id].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 97, 7) / 97;

const unlessMeta =
  (log: Log, { id, asset }: GrantIn<'pending'>) =>
  (error: unknown) => {
    if (!(error instanceof MetaError)) throw error;
    if (error.withheld) return;
    log.warn({ grant: id, asset, kind: error.kind, fbtraceId: error.traceId }, "a customer's answer could not be read");
  };
