import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Alert, Alerts } from '../access/ports/alerts.ts';
import type { Lease } from '../access/ports/ledger.ts';
import type { Once } from '../access/ports/once.ts';
import { type Messenger, SlackError } from '../access/ports/slack.ts';
import { type Loop, startLoop } from '../loop.ts';
import { alertDown, alertUp } from '../views/alert.ts';
import { sayOnce, wasSaid } from './say-once.ts';

/** How often to look, in real time. */
const EVERY: Ms = 10_000;
const LEASE: Ms = 10_000;
/** A channel that Slack does not take is tried ever more seldom. */
const LONGEST: Ms = 600_000;

/** One thing to look at: its title for people, and what is wrong with it now, in words with what to do; null when it is well. */
export type Watched = { name: string; title: string; look(): Promise<string | null> };

export type AlertDeps = {
  desk: Pick<Desk, 'business' | 'ledger' | 'clock'>;
  messenger: Messenger;
  alerts: Alerts;
  once: Once;
  log: Log;
};

/** Looks at what an operator has to mend; `ops_channel`, where there is one, and the log hear of it once, and once that it is over. */
export function startAlerts(deps: AlertDeps, watched: readonly Watched[]): Loop {
  const look = createAlarm(deps, watched);
  return startLoop('alerts', deps.log, async () => {
    await look();
    return EVERY;
  });
}

/** One instance's alarm; each call looks once at everything. What can't be looked at is neither ill nor well. */
export function createAlarm(deps: AlertDeps, watched: readonly Watched[]): () => Promise<void> {
  const { desk, alerts, messenger, once, log } = deps;
  const { business, ledger, clock } = desk;
  const channel = business.rules.opsChannel;
  const titles = new Map(watched.map(({ name, title }) => [name, title]));
  const logged = new Set<string>();
  let off = 0;
  let failures = 0;

  async function find({ name, look }: Watched): Promise<void> {
    const words = await look();
    if (words === null) return;
    await alerts.found({ name, since: clock.now(), words });
    if (!logged.has(name)) log.error({ alert: name, words }, 'an operator should look');
    logged.add(name);
  }

  async function tell(alert: Alert & { over: boolean }, to: string, lease: Lease): Promise<void> {
    const { name, since, over } = alert;
    const told = { ...alert, title: titles.get(name) ?? name, business: business.name ?? business.key };
    const said = { messenger, once, clock };
    const down = { channel: to, key: `alert-${name}-${since}-down` };
    if (!over) return void (await sayOnce(said, { ...down, message: alertDown(told) }, lease));
    if (await wasSaid(said, down)) {
      const message = alertUp({ ...told, at: clock.now() });
      const done = await sayOnce(said, { channel: to, key: `alert-${name}-${since}-up`, message }, lease);
      if (!done) return;
    }
    await alerts.forget(name);
  }

  async function tellAll(lease: Lease): Promise<void> {
    for (const alert of await alerts.all()) {
      if (alert.over) logged.delete(alert.name);
      if (channel) await tell(alert, channel, lease);
      else if (alert.over) await alerts.forget(alert.name);
    }
  }

  return async function look() {
    const looked = await Promise.allSettled(watched.map(find));
    const lost = looked.find(({ status }) => status === 'rejected');
    if (clock.now() < off) return;
    const lease = await ledger.lease('alerts', LEASE);
    if (!lease) return;
    try {
      await tellAll(lease);
      failures = 0;
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      failures += 1;
      off = clock.now() + (error.retryAfter ?? Math.min(5_000 * 2 ** failures, LONGEST));
      log.warn({ channel, code: error.code }, 'Slack did not take an alert, it comes again');
    } finally {
      await lease.release();
    }
    if (lost?.status === 'rejected') throw lost.reason;
  };
}
