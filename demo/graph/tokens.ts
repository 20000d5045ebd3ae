import type { Engine } from './engine.ts';
import { badToken } from './graph-error.ts';
import { checkProof } from './proof.ts';
import type { Asset, Token, TokenKind } from './state.ts';

/** What a call brings to prove who it is. */
export type Credentials = { token: string | undefined; proof: string | undefined; proofTime: string | undefined };

/** The permissions a token has unless it is told otherwise. */
export const ALL_SCOPES: readonly string[] = [
  'ads_management',
  'ads_read',
  'business_management',
  'pages_manage_ads',
  'pages_manage_metadata',
  'pages_read_engagement',
  'pages_show_list',
];

/** Makes a token with the emulator's defaults: never expires, every scope. */
export function newToken(engine: Engine, kind: TokenKind, token: string, changes: Partial<Token> = {}): Token {
  const made: Token = {
    token,
    kind,
    business: undefined,
    user: undefined,
    page: undefined,
    parent: undefined,
    issuedAt: engine.clock.now(),
    expiresAt: 0,
    dataEndsAt: 0,
    scopes: ALL_SCOPES,
    revoked: false,
    ...changes,
  };
  engine.state.tokens.set(token, made);
  return made;
}

/** Says why a token is dead, or nothing; a Page token dies with the token it was taken with. */
export function deadBecause(engine: Engine, token: Token): { text: string; subcode: number } | undefined {
  if (token.revoked) return { text: 'Error validating access token: the token was invalidated.', subcode: 467 };
  if (token.expiresAt !== 0 && token.expiresAt <= engine.clock.now()) {
    return { text: 'Error validating access token: Session has expired.', subcode: 463 };
  }
  return token.parent === undefined ? undefined : deadBecause(engine, token.parent);
}

/** Lets a call in, or refuses it the way Meta does. */
export function authenticate(engine: Engine, credentials: Credentials): Token {
  if (credentials.token === undefined) throw badToken('An access token is required to request this resource.');

  const token = engine.state.tokens.get(credentials.token);
  if (token === undefined) throw badToken('Invalid OAuth access token - Cannot parse access token');
  const dead = deadBecause(engine, token);
  if (dead !== undefined) throw badToken(dead.text, dead.subcode);

  checkProof(engine, credentials.token, credentials);
  return token;
}

/** True for those who may change who holds what. */
export function isAdmin(token: Token): boolean {
  if (token.kind === 'page') return token.parent === undefined || isAdmin(token.parent);
  if (token.kind === 'system_user') return true;
  return token.kind === 'user' && (token.user?.kind !== 'business_user' || token.user.role === 'ADMIN');
}

/** The Page's own token, for callers who may have one. */
export function pageTokenFor(engine: Engine, caller: Token, page: Asset): string | undefined {
  if (caller.kind === 'page') return caller.page === page ? caller.token : undefined;

  const holds = caller.user?.assets.has(page) === true;
  if (!holds && !(engine.switches.adminHoldsAssets && isAdmin(caller))) return undefined;

  const key = `${caller.token} ${page.id}`;
  const known = engine.state.pageTokens.get(key);
  if (known !== undefined && deadBecause(engine, known) === undefined) return known.token;
  const { business, user } = caller;
  const made = newToken(engine, 'page', `EAAPAGE${engine.random.text(24)}`, { business, user, page, parent: caller });
  engine.state.pageTokens.set(key, made);
  return made.token;
}
