import { plainLine } from '../access/plain-line.ts';

/** Shown nowhere, but between a sign and its word it keeps Slack from reading the sign as formatting. */
const APART = '\u200B';
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const isLetter = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/**
 * Text from people or from Meta, safe inside mrkdwn: one line, no mention, link or formatting, at most `max` characters as
 * Slack counts them. Signs inside a word (`act_123`) stay as they are.
 */
export function safe(text: string, max = 300): string {
  const chars = [...plainLine(text)];
  let shown = '';
  for (const [index, char] of chars.entries()) {
    const next = safeChar(char, chars[index - 1], chars[index + 1]);
    const room = index === chars.length - 1 ? max : max - 1;
    if (shown.length + next.length > room) return `${shown}…`;
    shown += next;
  }
  return shown;
}

function safeChar(char: string, before: string | undefined, after: string | undefined): string {
  if (char === '>' && before === undefined) return `${APART}&gt;`;
  const entity = ENTITIES[char];
  if (entity) return entity;
  const formats = /[*_~`]/.test(char) && !(isLetter(before) && isLetter(after));
  return formats ? `${APART}${char}${APART}` : char;
}

/** `safe` text that stands among sentences: it ends like one. */
export function sentence(text: string, max = 300): string {
  const shown = safe(text, max);
  return /[.!?…”]$/u.test(shown) ? shown : `${shown}.`;
}

/** Text for plain_text places, where nothing is formatted: one line, cut to `max` characters. */
export function cut(text: string, max: number): string {
  const line = plainLine(text);
  if (line.length <= max) return line;
  return `${line
    .slice(0, max - 1)
    .toWellFormed()
    .replace(/\uFFFD$/u, '')}…`;
}

/** A command ready to copy, in a code block; only its own fence and Slack's three signs are replaced. */
export const copyable = (line: string): string =>
  `\`\`\`${plainLine(line)
    .replaceAll('`', "'")
    .replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign)}\`\`\``;

/** Several things in a sentence: `a, b and c`. */
export const listed = (items: readonly string[], last = 'and'): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
