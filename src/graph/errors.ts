import type { ErrorKind, Ms } from '../access/grant.ts';
import * as words from './error-words.ts';

/** What would make the same call work: the Page's own token, or a list in shorter pieces. */
export type Remedy = 'page-token' | 'fewer-rows';

/** One line of Meta's error catalogue: what a code (with its subcode) means to Hallpass, and what people are told. */
export type Row = { code: number; subcode?: number; kind: ErrorKind; words: string; wait?: Ms; remedy?: Remedy };

const row = (kind: ErrorKind, text: string, code: number, subcode?: number): Row =>
  subcode === undefined ? { code, kind, words: text } : { code, subcode, kind, words: text };

const HOUR = 3_600_000;

/** The only place that knows Meta's numbers. */
export const table: readonly Row[] = [
  row('transient', words.trouble, 1),
  row('transient', words.trouble, 2),
  row('transient', words.trouble, 3912),
  row('transient', words.trouble, 3919),
  row('transient', words.tooManyWrites, 613, 5044001),

  row('throttled', words.busy, 4),
  row('throttled', words.busy, 4, 1504022),
  row('throttled', words.busy, 17),
  row('throttled', words.busy, 17, 2446079),
  row('throttled', words.busy, 32),
  row('throttled', words.busy, 341),
  row('throttled', words.busy, 613),
  row('throttled', words.busy, 613, 1996),
  row('throttled', words.busy, 613, 1487742),
  ...[80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014].map((code) =>
    row('throttled', words.busy, code),
  ),

  row('unauthorized', words.token, 102),
  row('unauthorized', words.signature, 104),
  row('unauthorized', words.token, 190),
  row('unauthorized', words.appMissing, 190, 458),
  row('unauthorized', words.mustLogIn, 190, 459),
  row('unauthorized', words.token, 190, 460),
  row('unauthorized', words.tokenExpired, 190, 463),
  row('unauthorized', words.mustLogIn, 190, 464),
  row('unauthorized', words.token, 190, 467),

  row('forbidden', words.noRole, 190, 492),
  row('forbidden', words.capability, 3),
  row('forbidden', words.permission, 10),
  row('forbidden', words.appNotAllowed, 10, 2859030),
  row('forbidden', words.noAdsTask, 10, 3858749),
  row('forbidden', words.permission, 200),
  row('forbidden', words.appNotAllowed, 200, 2655040),
  { ...row('forbidden', words.pageToken, 210), remedy: 'page-token' },
  row('forbidden', words.appInDevelopment, 270),
  row('forbidden', words.permission, 273),
  row('forbidden', words.permission, 294),
  row('forbidden', words.twoFactor, 415),
  row('forbidden', words.twoFactor, 415, 2859009),
  row('forbidden', words.permission, 457),
  row('forbidden', words.permission, 3910),
  row('forbidden', words.permission, 3911),
  row('forbidden', words.permission, 3913),
  row('forbidden', words.accountLimit, 3979),
  row('forbidden', words.accountLimit, 3980),
  row('forbidden', words.permission, 3998),

  row('not_found', words.gone, 100, 33),
  row('not_found', words.gone, 803),
  row('already', words.already, 3989),
  { ...row('blocked', words.blocked, 368), wait: HOUR },
  { ...row('blocked', words.blocked, 368, 1390008), wait: HOUR },

  row('invalid', words.invalid, 100),
  row('invalid', words.wrongPerson, 100, 1752100),
  row('invalid', words.taskSet, 370),
  row('invalid', words.invalid, 506),
  row('invalid', words.invalid, 2500),
  row('invalid', words.taskSet, 2620),
  row('invalid', words.oldVersion, 2635),
  row('invalid', words.lastAdmin, 3914),
  row('invalid', words.ownedElsewhere, 3918),
  row('invalid', words.ownedElsewhere, 3918, 1690024),
  row('invalid', words.invalid, 3947),
  row('invalid', words.invalid, 3973),
  row('invalid', words.invalid, 3974),
];

const key = (code: number, subcode?: number) => `${code}/${subcode ?? ''}`;
const known: ReadonlyMap<string, Row> = new Map(table.map((line) => [key(line.code, line.subcode), line]));

/** A code that the table lacks is sorted by its neighbours. */
function byClass(code: number, status: number): Row {
  if (code >= 200 && code <= 299) return row('forbidden', words.permission, code);
  if (code >= 80000 && code <= 80014) return row('throttled', words.busy, code);
  if (code >= 450 && code <= 469) return row('unauthorized', words.token, code);
  if (status === 429) return row('throttled', words.busy, code);
  if (status >= 500) return row('transient', words.trouble, code);
  return row('invalid', words.unknown, code);
}

/** What went wrong, by code and subcode, never by status or text, since Meta sends one code with several of each. */
export function verdict(
  error: { code: number; subcode?: number | undefined; transient?: boolean | undefined },
  status: number,
): Row {
  const line = known.get(key(error.code, error.subcode)) ?? known.get(key(error.code)) ?? byClass(error.code, status);
  return error.transient ? passing(line) : line;
}

/**
 * What Meta calls passing is tried again, whatever its code says. A limit or a block passes too, but at its own time: it stays what
 * it is, since a call before then would lengthen it.
 */
function passing(line: Row): Row {
  if (line.kind === 'throttled' || line.kind === 'blocked' || line.kind === 'transient') return line;
  return row('transient', words.passing, line.code, line.subcode);
}

/**
 * Some refusals share their code with others that mean something else, and only Meta's text tells them apart: a wrong or missing
 * proof; a call that wants the Page's own token, which says nothing against ours; a list that is too long for one answer.
 */
export function toldByText(code: number, message: string, transient = false): Row | undefined {
  const told = (pattern: RegExp) => pattern.test(message);
  if (code === 1 && told(/reduce the amount of data/i))
    return { ...row('transient', words.trouble, code), remedy: 'fewer-rows' };
  if (transient) return undefined;
  if (code === 100 && told(/appsecret_proof/)) return row('unauthorized', words.signature, code);
  if (code === 190 && told(/called with a page access token/i))
    return { ...row('forbidden', words.pageToken, code), remedy: 'page-token' };
  return undefined;
}
