import { plainLine } from '../../access/plain-line.ts';
import { type Given, readClause } from './clauses.ts';
import type { ApproveTerms, Command } from './command.ts';
import type { Cursor } from './cursor.ts';
import { fault, type Read, read } from './fault.ts';
import { readSpan } from './spans.ts';
import { GRANT_ID, isPlaceholder } from './words.ts';

/** Reads the id of a request or grant, in capitals however it was typed. */
export function readGrantId(cursor: Cursor): Read<string> {
  const token = cursor.peek();
  if (!token) return fault({ code: 'id_missing' }, cursor.here(), { to: ' <id>' });
  const text = token.text.replace(/[:;.,]+$/, '');
  if (token.kind === 'word' && GRANT_ID.test(text)) {
    cursor.skip(1);
    return read(text.toUpperCase());
  }
  if (isPlaceholder(text)) return fault({ code: 'bad_id', word: text }, token.at);
  const after = cursor.peek(1);
  const [, key, number] = /^([a-z]+)[\s#_]*([1-9]\d*)$/i.exec(/\d/.test(text) ? text : `${text} ${after?.text}`) ?? [];
  if (key === undefined) return fault({ code: 'bad_id', word: token.text }, token.at);
  const end = /\d/.test(text) ? token.at[1] : (after?.at[1] ?? token.at[1]);
  return fault({ code: 'bad_id', word: token.text }, [token.at[0], end], { to: `${key.toUpperCase()}-${number}` });
}

/** Refuses words after the end: a command that is only half understood is not carried out. */
export function ended<T>(cursor: Cursor, value: T): Read<T> {
  const token = cursor.peek();
  return token ? fault({ code: 'unexpected_word', word: token.text }, token.at) : read(value);
}

/** Reads what a lead may change while approving: `30m as analyst`, in either order. */
export function readTerms(cursor: Cursor, levels: readonly string[] | undefined): Read<ApproveTerms> {
  const given: Given = {};
  while (cursor.peek()) {
    const clause = readClause(cursor, given, { ticket: false, because: false, levels });
    if (!clause.ok) return clause;
  }
  const { level, duration } = given;
  return read({ ...(level === undefined ? {} : { level }), ...(duration === undefined ? {} : { duration }) });
}

/** Reads a reason up to the end; `because` before it may be left out. */
export function readReason(cursor: Cursor): { because?: string } {
  if (cursor.word() === 'because') cursor.skip(1);
  const because = plainLine(cursor.rest().text).replace(/^[:,]\s*/, '');
  return because === '' ? {} : { because };
}

/** Reads the time of `extend EU-12 by 30m`. */
export function readExtension(cursor: Cursor, id: string): Read<Command> {
  if (/^(?:by|for)$/.test(cursor.word())) cursor.skip(1);
  const token = cursor.peek();
  if (!token) return read({ kind: 'extend', id });
  const span = readSpan(cursor);
  if (span && !span.ok) return span;
  if (span) return ended(cursor, { kind: 'extend', id, duration: span.value.ms });
  const fix = /^\d+$/.test(token.text) ? { to: `${token.text}m` } : undefined;
  return fault({ code: 'bad_duration', word: token.text }, token.at, fix);
}
