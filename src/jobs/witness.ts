import { headText } from '../access/archive-head.ts';
import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Feed } from '../access/ports/archive.ts';
import type { Once } from '../access/ports/once.ts';
import { type Messenger, SlackError } from '../access/ports/slack.ts';
import { type Loop, startLoop } from '../loop.ts';
import { archiveHead } from '../views/archive-head.ts';
import { sayOnce } from './say-once.ts';

const LEASE: Ms = 10_000;
/** How often it is looked whether a day has begun, and when Slack is tried again; the clock may be moved from outside. */
const EVERY: Ms = 1_000;
const AGAIN: Ms = 60_000;

type Deps = { desk: Desk; feed: Pick<Feed, 'marker'>; messenger: Messenger; once: Once; log: Log };

/** Posts the head of the archive once a day (UTC) where the audit looks: who can write to the archive can't change what was posted. */
export function startWitness({ desk, feed, messenger, once, log }: Deps): Loop {
  const { business, ledger, clock } = desk;
  const channel = business.rules.auditChannel;
  let posted = '';

  return startLoop('witness', log, async () => {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    const tail = channel && day !== posted ? await feed.marker() : null;
    // A head of nothing would witness nothing.
    if (!channel || !tail || tail.seq === 0) return EVERY;
    // Who holds it is posting.
    const lease = await ledger.lease('witness', LEASE);
    if (!lease) return EVERY;
    try {
      const message = archiveHead({ name: business.name ?? business.key, day, head: headText(business.key, tail) });
      if (await sayOnce({ messenger, once, clock }, { channel, key: `archive-head-${day}`, message }, lease))
        posted = day;
      return EVERY;
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      log.warn({ channel, code: error.code }, "Slack did not take the archive's head, it comes again");
      return error.retryAfter ?? AGAIN;
    } finally {
      await lease.release();
    }
  });
}
