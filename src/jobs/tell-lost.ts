import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Messenger } from '../access/ports/slack.ts';
import { alertDown } from '../views/alert.ts';

const LEASE: Ms = 10_000;
/** As long as nobody did anything, it is told again after so long. */
const AGAIN: Ms = 24 * 3_600_000;

type Deps = { desk: Pick<Desk, 'business' | 'ledger' | 'clock'>; messenger: Messenger; log: Log };
type Lost = { archived: number; words: string; remedy: string };

/**
 * Tells `ops_channel`, or else the business' first channel, that nothing is given or taken away any more, since Redis and the archive do not
 * belong together. Redis can't say whether that was told, so Slack is looked at. It throws nothing: that the bot stands still does not depend on its being told.
 */
export async function tellLost({ desk, messenger, log }: Deps, { archived, ...gap }: Lost): Promise<void> {
  const { business, ledger, clock } = desk;
  const channel = business.rules.opsChannel ?? business.channels[0];
  if (!channel) return;
  try {
    const lease = await ledger.lease('tell-lost', LEASE);
    if (!lease) return;
    try {
      const now = clock.now();
      const key = `lost-${archived}`;
      if (await messenger.find({ channel, key, since: now - AGAIN })) return;
      const name = business.name ?? business.key;
      const told = { business: name, since: now, words: `${gap.words} ${gap.remedy}` };
      await messenger.post({
        channel,
        key,
        message: alertDown({ name: 'lost', title: 'Hallpass stands still', ...told }),
      });
    } finally {
      await lease.release();
    }
  } catch (error) {
    log.warn({ channel, err: error }, 'not told that Hallpass stands still');
  }
}
