import type { Ms } from './grant.ts';
import type { TokenFacts } from './ports/token.ts';

/** From so long before its end a token is renewed, or whoever runs Hallpass is told to do it. */
export const NEARLY_OVER: Ms = 14 * 86_400_000;

/** Why Hallpass can't renew a token that ends, as half a sentence; null when it can. */
export function whyNotRenewed({ kind, ours }: TokenFacts, keys: readonly string[]): string | null {
  if (kind !== 'system-user') return "Meta renews only system users' tokens";
  if (!ours) return 'it is of another app than META_APP_ID';
  return keys.length === 0 ? 'HALLPASS_KEY is not set, so nothing is renewed' : null;
}

/** What a new token has less than the one that it shall replace, as half a sentence; null when nothing. */
export function whyNotAsGood(old: TokenFacts, next: TokenFacts): string | null {
  if (next.kind !== old.kind) return 'the new one is of another kind';
  if (!next.ours) return 'the new one is of another app';
  if (next.user !== old.user) return "the new one is somebody else's";
  const fewer = (old.scopes ?? []).filter((scope) => !next.scopes?.includes(scope));
  if (fewer.length > 0) return `the new one lacks ${fewer.join(', ')}`;
  const longer = next.expiresAt === null || (old.expiresAt !== null && next.expiresAt > old.expiresAt);
  return longer ? null : 'the new one ends no later';
}
