import { parseDuration } from '../../access/duration.ts';
import type { Ms } from '../../access/grant.ts';
import type { Cursor } from './cursor.ts';
import { fault, type Read, read, type Span } from './fault.ts';
import { wholeUnits } from './words.ts';

/** The longest way to write a time: `1 d 2 h 30 min 5 s`. */
const MOST_WORDS = 8;

/** Reads a time of one or more words; null when the next word isn't meant as one, a fault when it is and can't be read. */
export function readSpan(cursor: Cursor): Read<{ ms: Ms; at: Span }> | null {
  const first = cursor.peek();
  if (!first || !/^\d/.test(cursor.word())) return null;
  for (let count = MOST_WORDS; count > 0; count -= 1) {
    const last = cursor.peek(count - 1);
    const ms = last ? parseDuration(said(cursor, count)) : null;
    if (last && ms !== null) {
      cursor.skip(count);
      return read({ ms, at: [first.at[0], last.at[1]] });
    }
  }
  if (!/^\d+(?:[.,]\d+)?[a-z]+|^\d+[.,]\d+$/.test(cursor.word())) return null;
  const count = /[a-z]$/.test(cursor.word()) ? 1 : 2;
  const words = said(cursor, count);
  const meant = wholeUnits(words);
  const end = (meant === null ? first : cursor.peek(count - 1))?.at[1] ?? first.at[1];
  return fault(
    { code: 'bad_duration', word: meant === null ? first.text : words },
    [first.at[0], end],
    meant === null ? undefined : { to: meant },
  );
}

/** So many words from here, without the punctuation that may end the last one. */
const said = (cursor: Cursor, count: number): string =>
  Array.from({ length: count }, (_, ahead) => cursor.word(ahead))
    .join(' ')
    .replace(/[.,;!]$/, '');
