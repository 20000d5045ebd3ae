import type { Ms } from '../grant.ts';

/** What a business' token is, as Meta tells it. */
export type TokenFacts = {
  kind: 'system-user' | 'user' | 'page' | 'app' | 'unknown';
  /** False when it belongs to another app than META_APP_ID. */
  ours: boolean;
  /** Whose it is, by Meta's id; null when Meta does not tell. */
  user: string | null;
  /** Its permissions; null when Meta does not tell. */
  scopes: string[] | null;
  /** Permissions that Hallpass needs and the token lacks. */
  missing: string[];
  /** null: it does not end by itself. */
  expiresAt: Ms | null;
  /** When what its person lets the app see ends, though the token lives on; null: not by itself. */
  dataEndsAt: Ms | null;
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

/** A token that Hallpass renewed. */
export type RenewedToken = { token: string; endsAt: Ms | null; renewedAt: Ms };

/** Where a business' token comes from; holds no secret. */
export type TokenOrigin = {
  /** The ids of HALLPASS_KEY's keys, the one that seals first; without any nothing is renewed. */
  keys: readonly string[];
  /** The renewed token that is in use instead of the one in hallpass.yml, and the key that it is sealed with; null when it is not kept now. */
  renewed: (Omit<RenewedToken, 'token'> & { key: string | null }) | null;
  /** A renewed token is kept but can't be opened: for want of this key, or since it is damaged (null). */
  shut: { key: string | null } | null;
};

/** The live token, and the renewed one of which all instances know. Rejects while the store is away. */
export type TokenKeeper = LiveToken & {
  /** The token that stands in hallpass.yml. */
  readonly written: string;
  /** Takes up what other instances kept. */
  refresh(): Promise<void>;
  origin(): TokenOrigin;
  /** Keeps a renewed token, sealed, and takes it into use; false when another instance was faster. */
  keep(next: RenewedToken): Promise<boolean>;
  /** Back to the token of hallpass.yml; what is kept is forgotten. */
  drop(): Promise<void>;
  /** Once Meta took the token: seals anew what an older key sealed, and forgets what descends from other tokens than the one of hallpass.yml. */
  tidy(): Promise<void>;
};

/** What Meta tells of tokens and does for them. Every method may throw a MetaError. */
export type TokenDoor = {
  /** What a token is; null when Meta lets nobody look. A dead one fails as its calls would. */
  look(token: string): Promise<TokenFacts | null>;
  /** Resolves when this token sees the business. */
  prove(token: string): Promise<void>;
  /** A new token for one that still lives; the old one lives on until its own end. */
  renew(token: string): Promise<string>;
};
