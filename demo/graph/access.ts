import type { Call } from './call.ts';
import { GraphError, invalid, unsupported, wantsPageToken, wantsTwoFactor } from './graph-error.ts';
import type { Route } from './route.ts';
import type { Asset, Business, Node, Person, Token } from './state.ts';
import { isAdmin } from './tokens.ts';

/** How a business stands to an asset. */
export function ownership(asset: Asset, businessId: string): 'owned' | 'client' | 'pending' | 'none' {
  if (asset.owner === businessId) return 'owned';
  if (asset.shares.has(businessId)) return 'client';
  return asset.requests.has(businessId) ? 'pending' : 'none';
}

/** The refusal for a node of another business, or one that is not shared. */
export function foreign(call: Call, id: string): GraphError {
  const kind = call.engine.switches.foreignTokenError;
  if (kind === '100/33') return unsupported(call.method, id);
  if (kind === '200') return new GraphError(200, '(#200) Permissions error');
  return new GraphError(10, '(#10) Application does not have permission for this action');
}

function reaches(token: Token, node: Node): boolean {
  if (token.kind === 'app') return false;
  if (token.kind === 'page') return token.page === node;
  switch (node.kind) {
    case 'business':
      return token.business === node;
    case 'page':
    case 'ad_account': {
      const standing = token.business === undefined ? 'none' : ownership(node, token.business.id);
      return standing === 'owned' || standing === 'client';
    }
    case 'user':
      return token.user?.kind === 'business_user' && token.user.facebookId === node.id;
    default:
      return token.business === node.business;
  }
}

function needScope(token: Token, names: readonly string[]): void {
  if (names.some((name) => token.scopes.includes(name))) return;
  throw new GraphError(200, `(#200) Requires ${names[0]} permission to manage the object`);
}

/** Refuses whoever may not make this call: wrong business, missing permission, wrong kind of token, no admin, no 2FA. */
export function allow(route: Route, node: Node, call: Call): void {
  const { token, engine } = call;
  if (engine.switches.twoFactorRequired && token.kind === 'user')
    mustHaveTwoFactor(call, token.user as Person | undefined);
  if (!reaches(token, node)) throw foreign(call, node.id);
  if (node.kind === 'ad_account') {
    needScope(token, route.method === 'GET' ? ['ads_read', 'ads_management'] : ['ads_management']);
  } else if (token.kind === 'page') needScope(token, ['pages_manage_metadata']);
  else if (node.kind !== 'user') needScope(token, ['business_management']);

  if (node.kind === 'page' && token.kind !== 'page' && route.pageToken(engine.switches)) {
    throw wantsPageToken(engine.switches.pageTokenError);
  }
  if (route.admin && !isAdmin(token)) {
    throw new GraphError(10, '(#10) To use this endpoint requires that you can MANAGE_PERMISSIONS');
  }
}

/** Meta's wall for people without two-factor login, when their business wants it. */
export function mustHaveTwoFactor(call: Call, person: Person | undefined): void {
  if (person?.twoFactor !== true) throw wantsTwoFactor(call.engine.random.text(20));
}

/** The `business` that a call names, or the token's own when it may be left out; never another one's. */
export function businessOf(call: Call, id: string | undefined): Business {
  const own = call.token.business;
  const named = id === undefined ? own : call.engine.state.businesses.get(id);
  if (named === undefined) throw id === undefined ? invalid('The parameter business is required') : foreign(call, id);
  if (named !== own) throw foreign(call, named.id);
  return named;
}
