import type { Ms } from './grant.ts';
import type { TokenFacts } from './ports/token.ts';

/** From so long before its end a token is renewed, or whoever runs Hallpass is told to do it. */
export const NEARLY_OVER: Ms = 14 * 86_400_000;

/** A token that is renewed in time does not come so near to its end. */
export const LATE: Ms = NEARLY_OVER - 2 * 86_400_000;

/** Why Hallpass can't renew a token that ends, in a sentence for people; null when it can. */
export function whyNotRenewed({ kind, ours }: TokenFacts, keys: readonly string[]): string | null {
  if (kind !== 'system-user') return 'Meta renews only tokens of system users, and this one is none of those.';
  if (!ours) return 'The token is of another app than META_APP_ID.';
  return keys.length === 0 ? 'HALLPASS_KEY is not set; with it Hallpass would renew this token.' : null;
}

/** What a new token has less than the one that it shall replace, in a sentence for people; null when nothing. */
export function whyNotAsGood(old: TokenFacts, next: TokenFacts): string | null {
  if (next.kind !== old.kind) return 'The new token is of another kind.';
  if (!next.ours) return 'The new token is of another app.';
  if (next.user !== old.user) return "The new token is somebody else's.";
  const fewer = (old.scopes ?? []).filter((scope) => !next.scopes?.includes(scope));
  if (fewer.length > 0) return `The new token lacks ${fewer.join(', ')}.`;
  const longer = next.expiresAt === null || (old.expiresAt !== null && next.expiresAt > old.expiresAt);
  return longer ? null : 'The new token ends no later.';
}
