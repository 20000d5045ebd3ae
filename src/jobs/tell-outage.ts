import type { Ms } from '../access/grant.ts';
import type { Lease } from '../access/ports/ledger.ts';
import type { KeptOutage, Recovery } from '../access/ports/outages.ts';
import { type Message, SlackError } from '../access/ports/slack.ts';
import { outageDown, outageUp } from '../views/outage.ts';
import type { OutageDeps } from './outages.ts';
import { sayOnce, wasSaid } from './say-once.ts';

const LEASE: Ms = 4_000;
/** A channel that Slack does not take is tried ever more seldom. */
const FIRST: Ms = 5_000;
const LONGEST: Ms = 600_000;
/** So long after the end of an outage it is tried to tell it. */
const PATIENCE: Ms = 600_000;

const keyOf = ({ since }: KeptOutage, telling: 'down' | 'up'): string => `outage-${since}-${telling}`;

/**
 * Tells the kept outage, and its end, to each channel once: one instance at a time, and who comes after a crash looks first whether it
 * was told. The end is told only where the beginning was.
 */
export function createTeller({ desk, messenger, outages, once, log }: OutageDeps): () => Promise<void> {
  const { business, ledger, clock } = desk;
  const { opsChannel, approvers } = business.rules;
  const [first = ''] = business.channels;
  const operators = opsChannel ?? first;
  const name = business.name ?? business.key;
  const deps = { messenger, once, clock };
  const put = new Map<string, { off: Ms; wait: Ms }>();
  /** What this instance knows to be told, so that it asks nobody again. */
  const told = new Set<string>();

  /** Whoever runs Hallpass, and the leads with those who ask: two channels, or one for both. */
  const channels = [...new Set([operators, first])];
  const down = (outage: KeptOutage, channel: string): Message =>
    outageDown(outage, { name, operator: channel === operators, leads: channel === first ? approvers : [] });

  /** False when Slack does not take it now. */
  async function unlessSlack(channel: string, work: () => Promise<boolean>): Promise<boolean> {
    if ((put.get(channel)?.off ?? 0) > clock.now()) return false;
    try {
      const done = await work();
      put.delete(channel);
      return done;
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      const wait = error.retryAfter ?? Math.min(2 * (put.get(channel)?.wait ?? FIRST / 2), LONGEST);
      put.set(channel, { off: clock.now() + wait, wait });
      log.warn({ channel, code: error.code }, 'Slack did not take the word of an outage, it comes again');
      return false;
    }
  }

  async function begin(outage: KeptOutage, lease: Lease): Promise<void> {
    const key = keyOf(outage, 'down');
    for (const channel of channels) {
      const say = () => sayOnce(deps, { channel, key, message: down(outage, channel) }, lease);
      if (!told.has(`${key} ${channel}`) && (await unlessSlack(channel, say))) told.add(`${key} ${channel}`);
    }
  }

  async function end(outage: KeptOutage, over: Recovery, lease: Lease): Promise<void> {
    const message = outageUp(outage, { name, at: over.at });
    let done = true;
    for (const channel of channels) {
      const say = async () => {
        if (!(await wasSaid(deps, { channel, key: keyOf(outage, 'down') }))) return true;
        return sayOnce(deps, { channel, key: keyOf(outage, 'up'), message }, lease);
      };
      done = (await unlessSlack(channel, say)) && done;
    }
    if (!done && clock.now() - over.at < PATIENCE) return;
    told.clear();
    await outages.forget(over);
  }

  return async function tell() {
    const { outage: kept } = await outages.get();
    if (!kept) return;
    if (!kept.over && channels.every((channel) => told.has(`${keyOf(kept, 'down')} ${channel}`))) return;
    const lease = await ledger.lease('outage', LEASE);
    if (!lease) return;
    try {
      const { outage } = await outages.get();
      if (outage?.over) await end(outage, outage.over, lease);
      else if (outage) await begin(outage, lease);
    } finally {
      await lease.release();
    }
  };
}
