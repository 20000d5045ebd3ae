import type { Ms } from '../grant.ts';

/** What a business' token is, as Meta tells it. */
export type TokenFacts = {
  kind: 'system-user' | 'user' | 'page' | 'app' | 'unknown';
  /** False when it belongs to another app than META_APP_ID. */
  ours: boolean;
  /** Permissions that Hallpass needs and the token lacks. */
  missing: string[];
  /** null: it does not end by itself. */
  expiresAt: Ms | null;
};

/** The token that a business' calls carry. Another one may take its place while calls are under way. */
export type LiveToken = {
  current(): string;
  /** Meta refused this one: true when another is in use by now. Never rejects. */
  refused(token: string): Promise<boolean>;
};

/** A token that stays what it is, unless it is a live one already. */
export const asLive = (token: string | LiveToken): LiveToken =>
  typeof token === 'string' ? { current: () => token, refused: async () => false } : token;

/** How Meta takes a business' token. */
export type TokenStanding = {
  /** Tells this token and app secret from others; holds neither. */
  key: string;
  /** When this process took them up. */
  since: Ms;
  /** Since when Meta refuses the token, in words for people, and when it is asked again; null while it takes it. */
  refused: { since: Ms; words: string; next: Ms } | null;
};

/** From so long before its end a token is renewed, or whoever runs Hallpass is told to do it. */
export const NEARLY_OVER: Ms = 14 * 86_400_000;
