import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Once } from '../access/ports/once.ts';
import { type Messenger, SlackError } from '../access/ports/slack.ts';
import { tokenEnds } from '../views/token-end.ts';
import { sayOnce } from './say-once.ts';

const DAY: Ms = 86_400_000;
const LEASE: Ms = 10_000;
/** Said when so many days are left, and not more often. */
const STEPS = [1, 3, 7, 14];

type Deps = { desk: Desk; messenger: Messenger; once: Once; log: Log };

/** An end that comes near, and why the token is not renewed, in words for people. */
export type NearEnd = { endsAt: Ms; why: string };

/** Tells whoever runs Hallpass that a token ends, once for each of a few steps. False when Slack did not take it now. */
export function createEndTeller({ desk, messenger, once, log }: Deps): (end: NearEnd) => Promise<boolean> {
  const { business, ledger, clock } = desk;
  const channel = business.rules.opsChannel ?? business.channels[0] ?? '';

  return async function tell(end) {
    const left = end.endsAt - clock.now();
    const step = STEPS.find((days) => left <= days * DAY);
    if (left <= 0 || step === undefined) return true;
    // Who holds it is telling.
    const lease = await ledger.lease('token-end', LEASE);
    if (!lease) return true;
    try {
      const key = `token-ends-${end.endsAt}-${step}`;
      const message = tokenEnds({ name: business.name ?? business.key, ...end, now: clock.now() });
      return await sayOnce({ messenger, once, clock }, { channel, key, message }, lease);
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      log.warn({ channel, code: error.code }, 'Slack did not take the word of a token that ends, it comes again');
      return false;
    } finally {
      await lease.release();
    }
  };
}
