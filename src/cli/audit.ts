import { assetKey, parseAssetKey } from '../access/asset.ts';
import { type AnyEvent, isFound } from '../access/event.ts';
import type { Grant } from '../access/grant.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import { type Named, readAuditWord } from './audit-word.ts';

/** Everything: an audit that leaves out what is old would be no audit. */
const ALL = 1_000_000;

/** What `hallpass audit WORD` is asked about, and where to look for it. */
async function find(ledger: Ledger, named: Named): Promise<Grant[]> {
  if (named.asset) return ledger.byAsset(named.asset, ALL);
  if (named.person) return ledger.byPerson(named.person, ALL);
  const grant = named.grant ? await ledger.get(named.grant) : null;
  if (grant) return [grant];
  return named.ticket ? ledger.byTicket(named.ticket, ALL) : [];
}

/** An event as a line: its time as text, itself, what its grant was about or what was found, and what else belongs there. */
export function eventLine(event: AnyEvent, grant: Grant | null, more: object = {}): string {
  const { requester, ticket, level } = grant ?? {};
  const { asset, assetName, tasks } = subjectOf(event, grant);
  const facts = { asset, assetName, requester, ticket, level, tasks };
  const { at, ...own } = isFound(event) ? { ...event, grant: undefined } : event;
  return JSON.stringify({ at: new Date(at).toISOString(), ...own, ...facts, ...more });
}

/** What an event is about, as far as it is known. */
export function subjectOf(event: AnyEvent, grant: Grant | null): Partial<Pick<Grant, 'asset' | 'assetName' | 'tasks'>> {
  if (!isFound(event)) return grant ?? {};
  const { asset, asset_name, tasks } = event.detail ?? {};
  const where = parseAssetKey(asset ?? '');
  return {
    ...(where ? { asset: where } : {}),
    ...(asset_name ? { assetName: asset_name } : {}),
    ...(tasks ? { tasks: tasks.split(',') } : {}),
  };
}

/** One JSON line an event, oldest first, of a grant (EU-12), an asset (page:123, act_123), a Slack person (U0ANA) or a ticket (ticket:456). */
export async function auditLines(ledgers: readonly Ledger[], word: string): Promise<string[]> {
  const named = readAuditWord(word) ?? {};
  const found: { event: AnyEvent; grant: Grant | null }[] = [];
  for (const ledger of ledgers) {
    for (const grant of await find(ledger, named)) {
      found.push(...(await ledger.timeline(grant.id)).map((event) => ({ event, grant })));
    }
    if (named.asset) {
      const events = await ledger.watch.events(assetKey(named.asset), ALL);
      found.push(...events.map((event) => ({ event, grant: null })));
    }
  }
  found.sort(({ event: a }, { event: b }) => a.at - b.at || a.id.localeCompare(b.id, 'en', { numeric: true }));
  return found.map(({ event, grant }) => eventLine(event, grant));
}
