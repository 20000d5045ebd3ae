import type { Ms } from '../../access/grant.ts';
import type { ParseProblem } from '../../access/parse-error.ts';
import { readTicket } from '../../access/ticket-text.ts';
import type { Cursor } from './cursor.ts';
import { closest } from './distance.ts';
import { fault, type Read, read, type Span } from './fault.ts';
import { readSpan } from './spans.ts';
import { isKeyword, isPlaceholder, KEYWORDS } from './words.ts';

/** What the clauses of a line have said so far. */
export type Given = { ticket?: string; level?: string; duration?: Ms; durationAt?: Span };

/** Which clauses fit the command (`because` is read elsewhere, and only offered here), and the level names that are known. */
export type Allowed = { ticket: boolean; because: boolean; levels?: readonly string[] | undefined };

/** Reads one clause, `for ticket 456`, `as analyst` or `for 2h`, into what was given. */
export function readClause(cursor: Cursor, given: Given, allowed: Allowed): Read<null> {
  const word = cursor.word();
  const text = cursor.peek()?.text ?? '';
  if (word === 'as') return level(cursor, given, allowed);
  if (allowed.ticket && (word === 'ticket' || /^#\w/.test(text))) return ticket(cursor, given);
  if (word === 'for') return afterFor(cursor, given, allowed);
  const span = readSpan(cursor);
  return span ? duration(span, given) : unexpected(cursor, given, allowed);
}

function level(cursor: Cursor, given: Given, { levels }: Allowed): Read<null> {
  const as = cursor.next()?.at ?? cursor.here();
  if (/^(?:a|an|the)$/.test(cursor.word()) && cursor.word(1) && !isKeyword(cursor.word(1))) cursor.skip(1);
  const token = cursor.peek();
  const name = cursor.word().replace(/[.,;]$/, '');
  if (!token || isKeyword(name) || !/^[a-z][a-z0-9_-]*$/.test(name)) {
    return fault({ code: 'value_missing', after: 'as' }, token?.at ?? as);
  }
  if (given.level !== undefined) return fault({ code: 'given_twice', what: 'level' }, token.at);
  if (levels && levels.length > 0 && !levels.includes(name)) {
    const meant = closest(name, levels);
    const problem: ParseProblem = {
      code: 'unknown_level',
      word: name,
      levels: [...levels],
      ...(meant ? { meant } : {}),
    };
    return fault(problem, token.at, meant ? { to: meant } : undefined);
  }
  cursor.skip(1);
  given.level = name;
  return read(null);
}

function ticket(cursor: Cursor, given: Given): Read<null> {
  const at = cursor.peek()?.at ?? cursor.here();
  if (cursor.word() === 'ticket') cursor.skip(1);
  if (cursor.peek()?.text === '#') cursor.skip(1);
  const token = cursor.peek();
  if (!token || isKeyword(cursor.word())) {
    return fault({ code: 'value_missing', after: 'ticket' }, at, { to: 'ticket <number>' });
  }
  const text =
    token.kind === 'link' ? (token.text.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1) ?? '') : token.text;
  const found = readTicket(text.replace(/[.,;:]$/, ''));
  if (found === null) return fault({ code: 'bad_ticket', word: token.text }, token.at);
  if (given.ticket !== undefined) return fault({ code: 'given_twice', what: 'ticket' }, token.at);
  cursor.skip(1);
  given.ticket = found;
  return read(null);
}

/** `for` begins a ticket or a time; a bare number after it could be either, so it is asked about. */
function afterFor(cursor: Cursor, given: Given, allowed: Allowed): Read<null> {
  const forAt = cursor.next()?.at ?? cursor.here();
  if (cursor.word() === 'the') cursor.skip(1);
  const token = cursor.peek();
  if (!token || (isKeyword(cursor.word()) && cursor.word() !== 'ticket')) {
    return fault({ code: 'value_missing', after: 'for' }, forAt);
  }
  const isTicket = cursor.word() === 'ticket' || token.text.startsWith('#') || /^[a-z]+-\d+[.,]?$/.test(cursor.word());
  if (allowed.ticket && isTicket) return ticket(cursor, given);
  const span = readSpan(cursor);
  if (span) return duration(span, given);
  if (/^\d+$/.test(token.text) && allowed.ticket && given.ticket === undefined) {
    return fault({ code: 'unclear_number', word: token.text }, token.at, { to: `ticket ${token.text}` });
  }
  return unexpected(cursor, given, allowed);
}

function duration(span: NonNullable<ReturnType<typeof readSpan>>, given: Given): Read<null> {
  if (!span.ok) return span;
  if (given.duration !== undefined) return fault({ code: 'given_twice', what: 'duration' }, span.value.at);
  given.duration = span.value.ms;
  given.durationAt = span.value.at;
  return read(null);
}

function unexpected(cursor: Cursor, given: Given, allowed: Allowed): Read<null> {
  const token = cursor.peek();
  const text = token?.text ?? '';
  const at = token?.at ?? cursor.here();
  if (isPlaceholder(text)) return fault({ code: 'unexpected_word', word: text }, at);
  if (/^\d+$/.test(text)) {
    if (!allowed.ticket) return fault({ code: 'bad_duration', word: text }, at, { to: `${text}m` });
    const to = given.ticket === undefined ? `for ticket ${text}` : `for ${text}m`;
    return fault({ code: 'unclear_number', word: text }, at, { to });
  }
  const exact = allowed.levels?.find((level) => level === text.toLowerCase());
  const meant = exact ?? closest(text, [...usable(allowed), ...(allowed.levels ?? [])]);
  if (meant === undefined) return fault({ code: 'unexpected_word', word: text }, at);
  const to = allowed.levels?.includes(meant) ? `as ${meant}` : meant;
  return fault({ code: 'unexpected_word', word: text, meant: to }, at, { to });
}

function usable(allowed: Allowed): string[] {
  const kinds = allowed.ticket ? ['page', 'pages', 'adaccount', 'project', 'group'] : [];
  const words = KEYWORDS.filter((word) => (word === 'ticket' ? allowed.ticket : word !== 'because' || allowed.because));
  return [...words, ...kinds];
}
