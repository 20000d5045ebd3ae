import type { Span } from './fault.ts';
import type { Line } from './slack-text.ts';

/** One piece of a line. `text` is what it says; a link's is its address, a quoted piece's is without the quotes. */
export type Token = { text: string; at: Span } & (
  | { kind: 'word' }
  | { kind: 'quoted' }
  | { kind: 'user'; id: string }
  | { kind: 'link' }
);

const QUOTED = /["“”„«]([^"“”„«»\n]+)["“”»]/y;

/** Cuts a line at blanks; quotes, mentions and links stay whole. */
export function tokenize({ text, marks }: Line): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const mark = marks.find(({ at: [start] }) => start === at);
    if (mark && mark.at[1] > at) {
      tokens.push(
        mark.kind === 'user'
          ? { kind: 'user', id: mark.id, text: text.slice(at, mark.at[1]), at: mark.at }
          : { kind: 'link', text: mark.url, at: mark.at },
      );
      at = mark.at[1];
      continue;
    }
    if (/\s/u.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const token = quotedAt(text, at) ?? wordAt(text, at, marks.find(({ at: [start] }) => start > at)?.at[0]);
    tokens.push(token);
    at = token.at[1];
  }
  return tokens;
}

function quotedAt(text: string, at: number): Token | null {
  QUOTED.lastIndex = at;
  const match = QUOTED.exec(text);
  const inside = match?.[1]?.trim();
  return match && inside ? { kind: 'quoted', text: inside, at: [at, at + match[0].length] } : null;
}

function wordAt(text: string, at: number, stop = text.length): Token {
  const blank = text.slice(at, stop).search(/\s/u);
  const end = blank < 0 ? stop : at + blank;
  return { kind: 'word', text: text.slice(at, end), at: [at, end] };
}
