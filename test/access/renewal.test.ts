import { describe, expect, it } from 'vitest';
import type { TokenFacts } from '../../src/access/ports/token.ts';
import { whyNotAsGood, whyNotRenewed } from '../../src/access/renewal.ts';

const OLD: TokenFacts = {
  ...{ kind: 'system-user', ours: true, user: '1220', scopes: ['ads_management', 'pages_show_list'], missing: [] },
  ...{ expiresAt: 1_000, dataEndsAt: null },
};
const GOOD: TokenFacts = { ...OLD, expiresAt: 2_000, scopes: ['pages_show_list', 'ads_management', 'ads_read'] };

describe('a new token takes the place of the old one', () => {
  it.each<[string, Partial<TokenFacts>]>([
    ['that ends later', {}],
    ['that does not end', { expiresAt: null }],
  ])('when it is one %s', (_name, changes) => {
    expect(whyNotAsGood(OLD, { ...GOOD, ...changes })).toBeNull();
  });

  it.each<[Partial<TokenFacts>, RegExp]>([
    [{ kind: 'user' }, /another kind/],
    [{ ours: false }, /another app/],
    [{ user: '1221' }, /somebody else/],
    [{ user: null }, /somebody else/],
    [{ scopes: ['pages_show_list'] }, /lacks ads_management\./],
    [{ scopes: null }, /lacks ads_management, pages_show_list\./],
    [{ expiresAt: 1_000 }, /ends no later/],
    [{ expiresAt: 999 }, /ends no later/],
  ])('but not when it is %j', (changes, why) => {
    expect(whyNotAsGood(OLD, { ...GOOD, ...changes })).toMatch(why);
  });
});

it.each<[Partial<TokenFacts>, readonly string[], RegExp | null]>([
  [{}, ['k1'], null],
  [{}, [], /HALLPASS_KEY/],
  [{ ours: false }, ['k1'], /another app/],
  [{ kind: 'user' }, ['k1'], /system users/],
  [{ kind: 'page' }, ['k1'], /system users/],
  [{ kind: 'unknown' }, ['k1'], /system users/],
])('a token that is %j is renewed with the keys %j, or it is said why not', (changes, keys, why) => {
  const said = whyNotRenewed({ ...OLD, ...changes }, keys);

  if (why) expect(said).toMatch(why);
  else expect(said).toBeNull();
});
