import type { Ms } from '../access/grant.ts';
import type { Lease } from '../access/ports/ledger.ts';
import type { KeptOutage, Telling } from '../access/ports/outages.ts';
import { type Message, SlackError } from '../access/ports/slack.ts';
import { outageDown, outageUp } from '../views/outage.ts';
import type { OutageDeps } from './outages.ts';

const LEASE: Ms = 4_000;
/** A channel that Slack does not take is tried ever more seldom. */
const FIRST: Ms = 5_000;
const LONGEST: Ms = 600_000;
/** So long after the end of an outage it is tried to tell it. */
const PATIENCE: Ms = 600_000;

const keyOf = (since: Ms, telling: Telling): string => `outage-${since}-${telling}`;

/**
 * Tells the kept outage, and its end, to each channel once: one instance at a time, and who comes after a crash looks first whether it
 * was told. The end is told only where the beginning was.
 */
export function createTeller({ desk, messenger, outages, log }: OutageDeps): () => Promise<void> {
  const { business, ledger, clock } = desk;
  const { opsChannel, approvers } = business.rules;
  const [first = ''] = business.channels;
  const name = business.name ?? business.key;
  const put = new Map<string, { off: Ms; wait: Ms }>();

  /** Whoever runs Hallpass, and the leads with those who ask: two channels, or one for both. */
  const places = [...new Set([opsChannel ?? first, first])].map((channel) => ({
    channel,
    message: (outage: KeptOutage) =>
      outageDown(outage, {
        name,
        operator: channel === (opsChannel ?? first),
        leads: channel === first ? approvers : [],
      }),
  }));

  type Post = { telling: Telling; channel: string; message: Message };

  /** False when Slack does not take it now. */
  async function post(outage: KeptOutage, { telling, channel, message }: Post, lease: Lease): Promise<boolean> {
    if (outage.told[telling][channel]) return true;
    if ((put.get(channel)?.off ?? 0) > clock.now() || !lease.held()) return false;
    const key = keyOf(outage.since, telling);
    try {
      const isFirst = await outages.claim(outage, telling, channel);
      const found = isFirst ? null : await messenger.find({ channel, key, since: outage.since });
      if (!lease.held()) return false;
      const { ts } = found ?? (await messenger.post({ channel, message, key }));
      await outages.note(outage, telling, channel, ts);
      put.delete(channel);
      return true;
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      const wait = error.retryAfter ?? Math.min(2 * (put.get(channel)?.wait ?? FIRST / 2), LONGEST);
      put.set(channel, { off: clock.now() + wait, wait });
      log.warn({ channel, code: error.code }, 'Slack did not take the word of an outage, it comes again');
      return false;
    }
  }

  async function down(outage: KeptOutage, lease: Lease): Promise<void> {
    for (const { channel, message } of places) {
      await post(outage, { telling: 'down', channel, message: message(outage) }, lease);
    }
  }

  /** Whether the beginning was told there; null: Slack does not say. A crash may have come before it was noted. */
  async function wasTold({ since, told }: KeptOutage, channel: string): Promise<boolean | null> {
    if (told.down[channel]) return true;
    try {
      return (await messenger.find({ channel, key: keyOf(since, 'down'), since })) !== null;
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      return null;
    }
  }

  async function up(outage: KeptOutage, over: NonNullable<KeptOutage['over']>, lease: Lease): Promise<void> {
    const message = outageUp(outage, { name, at: over.at });
    let done = true;
    for (const channel of Object.keys(outage.told.down)) {
      const told = await wasTold(outage, channel);
      if (told === null || (told && !(await post(outage, { telling: 'up', channel, message }, lease)))) done = false;
    }
    if (done || clock.now() - over.at >= PATIENCE) await outages.forget(over);
  }

  return async function tell() {
    const { outage } = await outages.get();
    if (!outage) return;
    const done = !outage.over && places.every(({ channel }) => outage.told.down[channel]);
    if (done) return;
    const lease = await ledger.lease('outage', LEASE);
    if (!lease) return;
    try {
      // What another instance told meanwhile is not told again.
      const { outage: now } = await outages.get();
      if (now?.over) await up(now, now.over, lease);
      else if (now) await down(now, lease);
    } finally {
      await lease.release();
    }
  };
}
