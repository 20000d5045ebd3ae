import { plainLine } from '../../access/plain-line.ts';
import { type Allowed, type Given, readClause } from './clauses.ts';
import type { Cursor } from './cursor.ts';
import { fault, type Read, read } from './fault.ts';

const WHAT = ['ticket', 'level', 'duration'] as const;
/** Nobody ends a line with more clauses than this. */
const MOST = 6;

/** The reason of a request, and where the word `because` stands. */
export type Because = { text: string; at: number };

/**
 * Reads `because …` to the end of the line. The clauses that end the line, `for ticket 4`, `for 30m` and `as analyst`, count as
 * clauses, as they do before the reason; all else belongs to the reason, and so does everything inside quotes. A clause that was
 * given before is asked about: it is either a slip or a part of the reason.
 */
export function readBecause(cursor: Cursor, given: Given, allowed: Allowed): Read<Because> {
  const word = cursor.next();
  const at = word?.at ?? cursor.here();
  const { length, clauses } = endOfReason(cursor, allowed);
  const quoted = length === 1 && cursor.peek()?.kind === 'quoted' ? cursor.peek()?.text : undefined;
  const rest = cursor.fork(0).rest();
  const [all, end] = [plainLine(rest.text), rest.at[1]];
  const said = length > 0 ? cursor.take(length).text : '';
  const text = plainLine(quoted ?? said.replace(/^:/, ''));
  const reason = quoted === undefined && clauses.length > 0 ? text.replace(/[\s,]+$/, '') : text;
  if (reason === '') return fault({ code: 'value_missing', after: 'because' }, at);
  for (const clause of clauses) {
    const twice = WHAT.find((what) => given[what] !== undefined && clause.given[what] !== undefined);
    if (twice) {
      const whole = `because "${all.replace(/["“”„«»]/g, "'")}"`;
      return fault({ code: 'given_twice', what: twice }, clause.at, { at: [at[0], end], to: whole });
    }
    Object.assign(given, clause.given);
  }
  cursor.rest();
  return read({ text: reason, at: at[0] });
}

type Ending = { given: Given; at: [number, number] };

/** How many words the reason has, and the clauses behind it: as many as the line ends with. */
function endOfReason(cursor: Cursor, allowed: Allowed): { length: number; clauses: Ending[] } {
  let length = 0;
  for (; cursor.peek(length); length += 1) {
    if (cursor.word(length) !== 'for' && cursor.word(length) !== 'as') continue;
    const clauses = onlyClauses(cursor.fork(length), allowed);
    if (clauses) return { length, clauses };
  }
  return { length, clauses: [] };
}

/** The clauses from here to the end of the line; null when anything else is there. */
function onlyClauses(cursor: Cursor, allowed: Allowed): Ending[] | null {
  const clauses: Ending[] = [];
  while (cursor.peek()) {
    const word = cursor.word();
    // A level that is not known is an ordinary word.
    if (word !== 'for' && (word !== 'as' || (allowed.levels?.length ?? 0) === 0)) return null;
    const [from = 0] = cursor.peek()?.at ?? [];
    const given: Given = {};
    if (!readClause(cursor, given, allowed).ok) return null;
    if (clauses.length === MOST) return null;
    clauses.push({ given, at: [from, cursor.here()[1]] });
  }
  return clauses;
}
