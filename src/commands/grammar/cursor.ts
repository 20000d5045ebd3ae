import type { Span } from './fault.ts';
import type { Line } from './slack-text.ts';
import { type Token, tokenize } from './tokens.ts';

/** A place in a line that moves on as it is read. */
export type Cursor = {
  peek(ahead?: number): Token | undefined;
  next(): Token | undefined;
  /** The next word in lower case, without a colon at its end; empty when there is none or it is no plain word. */
  word(ahead?: number): string;
  skip(count: number): void;
  /** Everything from here on, as it was typed; the line is then read. */
  rest(): { text: string; at: Span };
  /** The next words, at least one, as they were typed, and moves on behind them. */
  take(count: number): { text: string; at: Span };
  /** A place of its own, so many words ahead: what is read there is not read here. */
  fork(ahead: number): Cursor;
  /** The empty span where something more could have stood. */
  here(): Span;
};

/** Starts reading a line at its first token. */
export const cursorOf = (line: Line): Cursor => cursorAt(line, tokenize(line), 0);

function cursorAt(line: Line, tokens: readonly Token[], start: number): Cursor {
  let index = start;
  const peek = (ahead = 0) => tokens[index + ahead];
  const endOf = (token: Token | undefined) => token?.at[1] ?? 0;
  return {
    peek,
    next: () => tokens[index++],
    word: (ahead = 0) => {
      const token = peek(ahead);
      return token?.kind === 'word' ? token.text.toLowerCase().replace(/:$/, '') : '';
    },
    skip: (count) => {
      index += count;
    },
    rest: () => {
      const start = peek()?.at[0] ?? endOf(tokens.at(-1));
      index = tokens.length;
      return { text: line.text.slice(start).trim(), at: [start, start + line.text.slice(start).trimEnd().length] };
    },
    take: (count) => {
      const at: Span = [peek()?.at[0] ?? 0, endOf(peek(count - 1))];
      index += count;
      return { text: line.text.slice(...at), at };
    },
    fork: (ahead) => cursorAt(line, tokens, index + ahead),
    here: () => {
      const end = endOf(tokens[Math.min(index, tokens.length) - 1]);
      return [end, end];
    },
  };
}
