import { compactDuration, parseDuration } from '../../access/duration.ts';

/** Words that begin a part of a request; none of them can be an id or a level. */
export const KEYWORDS = ['for', 'ticket', 'as', 'because'] as const;

export const isKeyword = (word: string): boolean => (KEYWORDS as readonly string[]).includes(word);

/** `<number>` copied from a hint without being filled in. */
export const isPlaceholder = (text: string): boolean => /^<\w*>?$/.test(text);

/** `EU-1042`: a business key and a running number; in any case when typed. */
export const GRANT_ID = /^[A-Z][A-Z0-9_-]{0,30}-[1-9]\d{0,14}$/i;

/** What somebody means who writes `1,5h` or `1.5 hours`: the same time in whole units; nothing when there is no such time. */
export function wholeUnits(text: string): string | null {
  const [, whole, fraction, unit] = /^(\d{1,4})[.,](\d{1,4})\s*([a-z]+)$/i.exec(text) ?? [];
  const one = unit === undefined ? null : parseDuration(`1${unit}`);
  if (one === null) return null;
  const ms = one * Number(`${whole}.${fraction}`);
  return ms >= 1000 ? compactDuration(ms) : null;
}
