import { type AssetRef, assetKey } from '../access/asset.ts';
import { declined, goOn, nextLook } from '../access/customer-answer.ts';
import type { Desk } from '../access/desk.ts';
import type { GrantIn, Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Look } from '../access/ports/ledger.ts';
import { MetaError } from '../access/ports/meta.ts';
import { steady } from '../access/steady.ts';
import { type Loop, startLoop } from '../loop.ts';

/** How often to see which customers' answers are to be looked for; Redis alone is asked for that. */
const EVERY: Ms = 1_000;
const MOST = 500;
const LEASE: Ms = 10_000;
/** Nobody answers sooner. */
const FIRST: Ms = 60_000;
/** One list may be older than the other: a request that is gone from both is only believed when it is seen twice. */
const SURE = 2;

/** A Page that a customer was asked for, and every request that waits for it. */
type Waiting = { asset: AssetRef; asked: Ms; grants: GrantIn<'pending'>[] };

/** Follows what customers were asked for, until they answer or the request lapses. */
export function startCustomers(desk: Desk, log: Log): Loop {
  return startLoop('customers', log, async () => {
    await lookForAnswers(steady(desk), log);
    return EVERY;
  });
}

/**
 * Looks for the answers for which it is time, one Page after the other, and goes on with what waits for them. Any number of instances may
 * do this: one of them looks, and when each Page was looked at is kept in the store, so that no restart begins anew.
 */
export async function lookForAnswers(desk: Desk, log: Log): Promise<void> {
  // A look that must fail would put the next one off.
  if (desk.meta.standing().refused) return;
  const waiting = await waitingFor(desk);
  const looks = await desk.ledger.looks();
  const over = [...looks.keys()].filter((asset) => !waiting.has(asset));
  if (over.length === 0 && ![...waiting.values()].some((one) => isDue(desk, one, looks))) return;
  const lease = await desk.ledger.lease('customers', LEASE);
  if (!lease) return;
  try {
    for (const asset of over) await desk.ledger.noteLook(asset, null);
    const now = await desk.ledger.looks();
    for (const one of waiting.values()) {
      if (!lease.held()) return;
      if (isDue(desk, one, now)) await follow(desk, one, now.get(assetKey(one.asset))).catch(unlessMeta(log, one));
    }
  } finally {
    await lease.release();
  }
}

async function waitingFor({ ledger }: Desk): Promise<Map<string, Waiting>> {
  const waiting = new Map<string, Waiting>();
  for (const grant of await ledger.pending(MOST)) {
    const { asset, share } = grant;
    if (!share) continue;
    const before = waiting.get(assetKey(asset)) ?? { asset, asked: 0, grants: [] };
    const asked = Math.max(before.asked, share.at);
    waiting.set(assetKey(asset), { asset, asked, grants: [...before.grants, grant] });
  }
  return waiting;
}

function isDue({ clock }: Desk, { asset, asked }: Waiting, looks: ReadonlyMap<string, Look>): boolean {
  const last = looks.get(assetKey(asset));
  // What was seen before it was asked for says nothing.
  const next = last && last.at >= asked ? nextLook(asked, last.at, () => jitter(assetKey(asset))) : asked + FIRST;
  return clock.now() >= next;
}

async function follow(desk: Desk, { asset, asked, grants }: Waiting, last: Look | undefined): Promise<void> {
  const at = desk.clock.now();
  const before = last && last.at >= asked ? last.gone : 0;
  // Kept first: whoever dies here or is throttled must not make the next one ask again at once.
  await desk.ledger.noteLook(assetKey(asset), { at, gone: before });
  const standing = await desk.meta.pageShare(asset);
  const gone = standing === 'none' ? before + 1 : 0;
  await desk.ledger.noteLook(assetKey(asset), { at, gone });
  for (const grant of grants) {
    if (standing === 'shared') await goOn(desk, grant);
    else if (gone >= SURE) await declined(desk, grant);
  }
}

/** Jitter that stays the same for one Page, from 0 to 1, so that the time of its next look does not dance. */
const jitter = (key: string): number => [...key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 97, 7) / 97;

const unlessMeta =
  (log: Log, { asset, grants }: Waiting) =>
  (error: unknown) => {
    if (!(error instanceof MetaError)) throw error;
    if (error.withheld) return;
    const fields = { asset, grants: grants.map(({ id }) => id), kind: error.kind, fbtraceId: error.traceId };
    log.warn(fields, "a customer's answer could not be read");
  };
