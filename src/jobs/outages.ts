import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import { MetaError } from '../access/ports/meta.ts';
import type { Once } from '../access/ports/once.ts';
import type { Outage, Outages } from '../access/ports/outages.ts';
import type { Messenger } from '../access/ports/slack.ts';
import type { TokenStanding } from '../access/ports/token.ts';
import { type Loop, startLoop } from '../loop.ts';
import { createTeller } from './tell-outage.ts';

/** How often to look; Redis alone is asked for that. */
const EVERY: Ms = 1_000;
/** An outage that others found is looked into no more often than this. */
const AGAIN: Ms = 30_000;
/** So often a token is tried although nobody calls Meta, so that its end is told before a removal needs it. */
const IDLE: Ms = 300_000;

/** `hurry` lets the removals and grants that were put off go at once. */
export type OutageDeps = {
  desk: Desk;
  messenger: Messenger;
  outages: Outages;
  once: Once;
  hurry(): Promise<void>;
  log: Log;
};

/** Watches whether Meta takes the business' token: keeps one outage for all instances, has it told once, and its end once. */
export function startOutages(deps: OutageDeps): Loop {
  const look = createWatch(deps);
  return startLoop('outages', deps.log, async () => {
    await look();
    return EVERY;
  });
}

/** Who found an outage with the same token, or took up a token since, may say that it is over; others hold a token that never was refused. */
const mayEnd = (outage: Outage, { key, since }: TokenStanding): boolean => key === outage.key || since >= outage.since;

/** One instance's watch; each call looks once. */
export function createWatch(deps: OutageDeps): () => Promise<void> {
  const { desk, outages, hurry, log } = deps;
  const { meta, clock } = desk;
  const tell = createTeller(deps);
  let tried = clock.now();
  let looked = Number.NEGATIVE_INFINITY;
  let heard = Number.NEGATIVE_INFINITY;
  let waited = false;

  /** True when Meta took the token just now. */
  async function takes(): Promise<boolean> {
    tried = clock.now();
    try {
      await meta.tryToken();
      return true;
    } catch (error) {
      if (!(error instanceof MetaError)) throw error;
      return false;
    }
  }

  type Known = Awaited<ReturnType<Outages['get']>>;
  function isTime({ outage, last }: Known): boolean {
    const now = clock.now();
    const standing = meta.standing();
    if (standing.refused) {
      // Another instance found that Meta takes this very token again.
      const news = last?.key === standing.key && last.at >= standing.refused.since && last.at !== heard;
      if (news) heard = last.at;
      return news || now >= standing.refused.next;
    }
    if (!outage || outage.over) return now - tried >= IDLE;
    if (!mayEnd(outage, standing) || now - looked < AGAIN) return false;
    looked = now;
    return true;
  }

  return async function look() {
    const known = await outages.get();
    const taken = isTime(known) && (await takes());
    const standing = meta.standing();
    const { key, refused } = standing;
    const { outage, last } = known;
    // Who has kept a token since before the last recovery tells nothing new: others found the outage over.
    const isNew = refused !== null && refused.since > (last?.at ?? 0);
    // It is told that Meta refuses again, and not any more that it took the token in between.
    if (isNew && outage?.over) return outages.forget(outage.over);
    if (isNew && !outage) {
      await outages.begin({ since: refused.since, key, words: refused.words });
      log.error({}, "Meta refuses the business' token");
    }
    const over = taken && !refused && outage && !outage.over && mayEnd(outage, standing);
    if (over || (waited && !refused)) await hurry();
    waited = refused !== null;
    if (over) await outages.end(outage, { at: clock.now(), key });
    if (outage || refused) await tell();
  };
}
