import type { SlackUserId } from '../../access/grant.ts';
import type { Reply } from './command.ts';
import { cursorOf } from './cursor.ts';
import { readReason, readTerms } from './decisions.ts';
import { LONGEST } from './parse.ts';
import { readLine } from './slack-text.ts';

/**
 * Reads a message in a card's thread as a decision; null when it is ordinary talk. The first word must be exactly `approve`
 * or `deny`, an approval must be understood to its last word, and a question never decides anything.
 */
export function parseReply(
  raw: string,
  options: { botUserId?: SlackUserId; levels?: readonly string[] } = {},
): Reply | null {
  const line = readLine(raw);
  if (raw.length > LONGEST || line.text.trimEnd().endsWith('?')) return null;
  const cursor = cursorOf(line);
  const first = cursor.peek();
  if (first?.kind === 'user' && first.id === options.botUserId) cursor.skip(1);
  const [token, close] = [cursor.peek(), cursor.peek(1)];
  const word = token?.kind === 'word' ? token.text.toLowerCase() : '';
  cursor.skip(1);
  if (word === 'deny') return { kind: 'deny', ...readReason(cursor) };
  if (!close && (word === 'approve.' || word === 'approve!')) return { kind: 'approve' };
  if (word !== 'approve') return null;
  const terms = readTerms(cursor, options.levels);
  return terms.ok ? { kind: 'approve', ...terms.value } : null;
}
