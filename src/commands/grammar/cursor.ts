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
  /** The empty span where something more could have stood. */
  here(): Span;
};

/** Starts reading a line at its first token. */
export function cursorOf(line: Line): Cursor {
  const tokens = tokenize(line);
  let index = 0;
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
    here: () => {
      const end = endOf(tokens[Math.min(index, tokens.length) - 1]);
      return [end, end];
    },
  };
}
