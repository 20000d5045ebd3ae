import { type AssetRef, parseAssetKey } from '../access/asset.ts';
import { readTicket } from '../access/ticket-text.ts';

/** What the word of `hallpass audit WORD` may name; the id of a grant reads as a ticket's number too. */
export type Named = { asset?: AssetRef; person?: string; grant?: string; ticket?: string };

const PERSON = /^[UW][A-Z0-9]+$/;

/** Reads the word; null when it can name no grant, asset, person or ticket at all. */
export function readAuditWord(word: string): Named | null {
  const asset = parseAssetKey(word.replace(/^act_/, 'adaccount:'));
  if (asset) return { asset };
  if (PERSON.test(word)) return { person: word };
  const ticket = readTicket(word.replace(/^ticket:/i, ''));
  return ticket === null ? null : { grant: word.toUpperCase(), ticket };
}
