/** A piece of running text; `text` is what a person should read, already unescaped. */
export type Inline =
  | { t: 'text'; text: string }
  | { t: 'br' }
  | { t: 'bold' | 'italic' | 'strike'; kids: Inline[] }
  | { t: 'code'; text: string }
  | { t: 'emoji'; name: string }
  | { t: 'user' | 'channel' | 'group'; id: string; label: string | null }
  | { t: 'special'; name: string }
  | { t: 'date'; at: number; format: string; url: string | null; fallback: string }
  | { t: 'link'; url: string; label: string | null };

/** A paragraph-sized part of a message. */
export type MrkdwnBlock = { t: 'p' | 'quote'; kids: Inline[] } | { t: 'pre'; text: string };

export function parseMrkdwn(text: string): MrkdwnBlock[];
export function parseInline(text: string): Inline[];
export function unescapeText(text: string): string;
export function isSafeUrl(url: string): boolean;
