import { readTicket } from '../../access/ticket-text.ts';
import { readAssets, startsAsset } from './assets.ts';
import type { AssetWish, Command, LogSubject } from './command.ts';
import type { Cursor } from './cursor.ts';
import { ended, readTerms } from './decisions.ts';
import { closest } from './distance.ts';
import { fault, type Read, read } from './fault.ts';
import { GRANT_ID } from './words.ts';

/** Small words that people put before what they ask about. */
const FILLER = /^(?:on|for|of|has|in)$/;

/** Reads exactly one asset, for questions about it. */
export function readAsset(cursor: Cursor): Read<AssetWish> {
  if (FILLER.test(cursor.word())) cursor.skip(1);
  const token = cursor.peek();
  if (!token) return fault({ code: 'asset_missing' }, cursor.here(), { to: ' page <number>' });
  if (!startsAsset(cursor)) {
    if (/^\d+[.,?]?$/.test(token.text)) {
      const word = token.text.replace(/\D$/, '');
      return fault({ code: 'kind_missing', word }, token.at, { to: `page ${word}` });
    }
    const meant = closest(token.text, ['page', 'adaccount', 'project', 'group']);
    return fault(
      { code: 'unexpected_word', word: token.text, ...(meant ? { meant } : {}) },
      token.at,
      meant ? { to: meant } : undefined,
    );
  }
  const wishes = readAssets(cursor);
  if (!wishes.ok) return wishes;
  const [wish, ...others] = wishes.value;
  if (!wish || others.length > 0) return fault({ code: 'too_many_assets', max: 1 }, [token.at[0], cursor.here()[1]]);
  return ended(cursor, wish);
}

/** Reads `@ben page 123 for 2h as analyst`: whose access gets an end, on what, and which. */
export function readAdoption(cursor: Cursor, levels: readonly string[] | undefined): Read<Command> {
  const token = cursor.peek();
  if (!token)
    return fault({ code: 'value_missing', after: 'adopt' }, cursor.here(), { to: ' @<person> page <number>' });
  if (token.kind !== 'user') return fault({ code: 'person_unknown', word: token.text }, token.at);
  cursor.skip(1);
  if (FILLER.test(cursor.word())) cursor.skip(1);
  if (!startsAsset(cursor)) return fault({ code: 'asset_missing' }, cursor.peek()?.at ?? cursor.here());
  const wishes = readAssets(cursor);
  if (!wishes.ok) return wishes;
  const [asset, ...others] = wishes.value;
  if (!asset || others.length > 0) return fault({ code: 'too_many_assets', max: 1 }, [token.at[1], cursor.here()[1]]);
  const terms = readTerms(cursor, levels);
  return terms.ok ? read({ kind: 'adopt', user: token.id, asset, ...terms.value }) : terms;
}

/** Reads whose history is wanted: an asset's, a ticket's or a person's. */
export function readSubject(cursor: Cursor): Read<LogSubject> {
  if (FILLER.test(cursor.word())) cursor.skip(1);
  const token = cursor.peek();
  if (!token) return fault({ code: 'subject_missing' }, cursor.here(), { to: ' page <number>' });
  if (token.kind === 'user') {
    cursor.skip(1);
    return ended(cursor, { user: token.id });
  }
  if (token.text.startsWith('@')) return fault({ code: 'person_unknown', word: token.text }, token.at);
  if (cursor.word() === 'ticket' || /^#\w/.test(token.text)) return readTicketSubject(cursor);
  if (token.kind === 'word' && GRANT_ID.test(token.text) && !startsAsset(cursor)) {
    return fault({ code: 'unexpected_word', word: token.text }, token.at, { to: `ticket ${token.text}` });
  }
  if (closest(token.text, ['ticket'])) {
    return fault({ code: 'unexpected_word', word: token.text, meant: 'ticket' }, token.at, { to: 'ticket' });
  }
  const asset = readAsset(cursor);
  return asset.ok ? read({ asset: asset.value }) : asset;
}

function readTicketSubject(cursor: Cursor): Read<LogSubject> {
  const at = cursor.peek()?.at ?? cursor.here();
  if (cursor.word() === 'ticket') cursor.skip(1);
  const token = cursor.next();
  if (!token) return fault({ code: 'value_missing', after: 'ticket' }, at, { to: 'ticket <number>' });
  const ticket = readTicket(token.text);
  return ticket === null ? fault({ code: 'bad_ticket', word: token.text }, token.at) : ended(cursor, { ticket });
}
