import { readKind } from '../../access/asset-text.ts';
import { startsAsset } from './assets.ts';
import { VERBS, type Verb } from './command.ts';
import type { Cursor } from './cursor.ts';
import { closest } from './distance.ts';
import { fault, type Read, read } from './fault.ts';
import { GRANT_ID } from './words.ts';

/** Other words for the verbs. None of them gives or takes access on a guess: `ok` is no approval. */
const SYNONYMS = new Map<string, Verb>([
  ['reject', 'deny'],
  ['decline', 'deny'],
  ['history', 'log'],
  ['status', 'show'],
  ['?', 'help'],
  ['--help', 'help'],
  ['-h', 'help'],
]);

/** The verb that a word stands for, if any. */
export const verbOf = (word: string): Verb | undefined => VERBS.find((verb) => verb === word) ?? SYNONYMS.get(word);

/** Reads the verb, or finds out what was meant by a line without one. */
export function readVerb(cursor: Cursor): Read<Verb> {
  const token = cursor.peek();
  if (!token) return fault({ code: 'verb_missing' }, cursor.here());
  const verb = verbOf(cursor.word());
  if (verb) {
    cursor.skip(1);
    return read(verb);
  }
  const second = cursor.peek(1);
  const swapped = verbOf(cursor.word(1));
  if (GRANT_ID.test(token.text) && second && swapped) {
    const at: [number, number] = [token.at[0], second.at[1]];
    return fault({ code: 'unknown_verb', word: token.text, meant: swapped }, at, { to: `${swapped} ${token.text}` });
  }
  const start: [number, number] = [token.at[0], token.at[0]];
  if (startsAsset(cursor)) return fault({ code: 'verb_missing' }, token.at, { at: start, to: 'request ' });
  const meant = closest(token.text, VERBS);
  if (meant) return fault({ code: 'unknown_verb', word: token.text, meant }, token.at, { to: meant });
  const kind = closest(token.text, ['page', 'pages', 'adaccount']);
  return kind && readKind(kind)
    ? fault({ code: 'verb_missing' }, token.at, { to: `request ${kind}` })
    : fault({ code: 'unknown_verb', word: token.text }, token.at);
}
