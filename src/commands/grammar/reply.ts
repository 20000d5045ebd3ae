import type { SlackUserId } from '../../access/grant.ts';
import type { ParseError } from '../../access/parse-error.ts';
import type { Reply } from './command.ts';
import { cursorOf } from './cursor.ts';
import { readReason, readTerms } from './decisions.ts';
import { closest } from './distance.ts';
import { type Fault, fault, type Read, read } from './fault.ts';
import { LONGEST } from './parse.ts';
import { type Line, readLine } from './slack-text.ts';

/** A decision; or why a short message that begins like one is none. */
export type ReadReply = { ok: true; reply: Reply } | { ok: false; error: ParseError };

type Options = { botUserId?: SlackUserId; levels?: readonly string[] };

/** A message with more words than this is talk, whatever its first word is. */
const SHORT = 6;
/** How often a corrected message is corrected again before it is offered. */
const PASSES = 3;
/** Signs of assent that may stand behind an approval. `please` and `thanks` may not: they ask somebody else. */
const ASSENT =
  /(?:[\s,.!]+(?:[✅✔☑👍🆗]\p{M}*\p{Emoji_Modifier}?|:(?:\+1|thumbsup|white_check_mark|heavy_check_mark|ballot_box_with_check|ok|ok_hand)(?:::skin-tone-\d)?:|ok|okay))+[\s.!]*$/iu;
/** Other ways to write `deny`; those of `approve` are near enough to it. */
const DENIALS = new Set(['denied', 'denie', 'denyed', 'deney', 'reject', 'rejected', 'decline', 'declined']);

/**
 * Reads a message in a card's thread as a decision; null when it is ordinary talk. The first word must be exactly `approve`
 * or `deny`, an approval must be understood to its last word, and a question never decides anything.
 */
export function parseReply(raw: string, options: Options = {}): ReadReply | null {
  const line = readLine(raw);
  if (raw.length > LONGEST || line.text.trimEnd().endsWith('?')) return null;
  const reply = readReply(line, options);
  if (!reply || reply.ok) return reply && { ok: true, reply: reply.value };
  if (line.text.includes('?') || line.text.trim().split(/\s+/u).length > SHORT) return null;
  const { fix, ...problem } = reply.fault;
  const suggestion = corrected(line, reply.fault, options, PASSES);
  return { ok: false, error: { ...problem, line: line.text, ...(suggestion === null ? {} : { suggestion }) } };
}

function readReply({ text, marks }: Line, { botUserId, levels }: Options): Read<Reply> | null {
  const whole = cursorOf({ text, marks });
  const first = whole.peek();
  const mentions = first?.kind === 'user' && first.id === botUserId ? 1 : 0;
  const cursor = whole.fork(mentions);
  const token = cursor.next();
  const word = token?.kind === 'word' ? token.text.toLowerCase().replace(/[.,:!]$/, '') : '';
  if (word === 'deny') return read({ kind: 'deny', ...readReason(cursor) });
  if (word === 'approve') {
    const approval = cursorOf({ text: text.replace(ASSENT, ''), marks });
    const terms = readTerms(approval.fork(mentions + 1), levels);
    return terms.ok ? read({ kind: 'approve', ...terms.value }) : terms;
  }
  const near = closest(word, ['approve', 'approved', 'approval']);
  const meant = DENIALS.has(word) ? 'deny' : near !== 'approval' && word.startsWith('ap') ? near : undefined;
  if (!token || !meant) return null;
  return fault({ code: 'unexpected_word', word: token.text }, token.at, { to: meant === 'deny' ? meant : 'approve' });
}

/** The message with what was probably meant, when that would be understood. */
function corrected(line: Line, { fix }: Fault, options: Options, passes: number): string | null {
  if (!fix) return null;
  const text = line.text.slice(0, fix.at[0]) + fix.to + line.text.slice(fix.at[1]);
  const fixed = { text, marks: line.marks.filter(({ at }) => at[1] <= fix.at[0]) };
  const again = readReply(fixed, options);
  if (again?.ok) return text.replace(/^@\S+\s+/, '').trim();
  return again && passes > 0 ? corrected(fixed, again.fault, options, passes - 1) : null;
}
