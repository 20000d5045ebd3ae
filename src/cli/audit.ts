import { parseAssetKey } from '../access/asset.ts';
import type { AuditEvent } from '../access/event.ts';
import type { Grant } from '../access/grant.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import { readTicket } from '../access/ticket-text.ts';

/** Everything: an audit that leaves out what is old would be no audit. */
const ALL = 1_000_000;

/** Whether a word can name a grant, an asset, a person or a ticket at all. */
export const isAuditWord = (word: string): boolean =>
  assetOf(word) !== null || PERSON.test(word) || ticketOf(word) !== null;

const PERSON = /^[UW][A-Z0-9]+$/;
const assetOf = (word: string) => parseAssetKey(word.replace(/^act_/, 'adaccount:'));
/** The id of a grant reads as a ticket's number too. */
const ticketOf = (word: string) => readTicket(word.replace(/^ticket:/i, ''));

/** What `hallpass audit WORD` is asked about, and where to look for it. */
async function find(ledger: Ledger, word: string): Promise<Grant[]> {
  const asset = assetOf(word);
  if (asset) return ledger.byAsset(asset, ALL);
  if (PERSON.test(word)) return ledger.byPerson(word, ALL);
  const grant = await ledger.get(word.toUpperCase());
  if (grant) return [grant];
  const ticket = ticketOf(word);
  return ticket ? ledger.byTicket(ticket, ALL) : [];
}

/** One JSON line an event, oldest first, of a grant (EU-12), an asset (page:123, act_123), a Slack person (U0ANA) or a ticket (ticket:456). */
export async function auditLines(ledgers: readonly Ledger[], word: string): Promise<string[]> {
  const events: (AuditEvent & { facts: object })[] = [];
  for (const ledger of ledgers) {
    for (const grant of await find(ledger, word)) {
      const { asset, assetName, requester, ticket, level, tasks } = grant;
      const facts = { asset, assetName, requester, ticket, level, tasks };
      events.push(...(await ledger.timeline(grant.id)).map((event) => ({ ...event, facts })));
    }
  }
  events.sort((a, b) => a.at - b.at || a.id.localeCompare(b.id, 'en', { numeric: true }));
  return events.map(({ facts, at, ...event }) =>
    JSON.stringify({ at: new Date(at).toISOString(), ...event, ...facts }),
  );
}
