import type { ParseError } from '../../access/parse-error.ts';
import type { Command } from './command.ts';
import type { Fault, Span } from './fault.ts';
import { type ParseOptions, readCommand } from './read-command.ts';
import { type Line, readLine } from './slack-text.ts';

/** A command, or why the line is none. */
export type Parsed = { ok: true; command: Command } | { ok: false; error: ParseError };

/** The longest line that is read; characters. */
export const LONGEST = 2000;
/** How often a corrected line is corrected again before it is offered. */
const PASSES = 4;

/** Reads the text after `/access`, or a message to the bot, as Slack sends it. */
export function parse(raw: string, options: ParseOptions = {}): Parsed {
  if (raw.length > LONGEST) {
    const { text } = readLine(raw.slice(0, LONGEST));
    const problem = { code: 'text_too_long', max: LONGEST } as const;
    return { ok: false, error: { ...problem, line: text, at: [text.length, text.length] } };
  }
  const line = readLine(raw);
  const result = readCommand(line, options);
  if (result.ok) return { ok: true, command: result.value };
  const { fix, ...problem } = result.fault;
  const corrected = fix ? correct(line, result.fault, options, PASSES) : null;
  const suggestion = corrected === null ? {} : { suggestion: `/access ${corrected}` };
  return { ok: false, error: { ...problem, line: line.text, ...suggestion } };
}

/** Applies a fix and those that the fixed line needs; null when something is left that only the person can mend. */
function correct(line: Line, { fix }: Fault, options: ParseOptions, passes: number): string | null {
  if (!fix) return null;
  const [start, end] = fix.at;
  const text = line.text.slice(0, start) + fix.to + line.text.slice(end);
  const shift = fix.to.length - (end - start);
  const marks = line.marks
    .filter(({ at }) => at[1] <= start || at[0] >= end)
    .map((mark) => (mark.at[0] >= end ? { ...mark, at: [mark.at[0] + shift, mark.at[1] + shift] as Span } : mark));
  const again = readCommand({ text, marks }, options);
  if (again.ok || fix.to.includes('<')) return withoutPrefix(text);
  return passes > 0 ? correct({ text, marks }, again.fault, options, passes - 1) : null;
}

const withoutPrefix = (text: string): string =>
  text
    .trim()
    .replace(/^(?:\/access|@\S+)\s+/i, '')
    .replace(/\s+/gu, ' ');
