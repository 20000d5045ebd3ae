import type { Engine } from './engine.ts';
import { type GraphError, noSuchField, unknownPath, unsupported } from './graph-error.ts';
import type { Route } from './route.ts';
import { findRoute, hasEdge } from './routes.ts';
import type { Node, NodeKind } from './state.ts';
import type { Credentials } from './tokens.ts';

/** One call, taken out of HTTP or out of a batch. */
export type Request = {
  method: string;
  version: string;
  /** without the version: `/123/assigned_users` */
  path: string;
  raw: Record<string, unknown>;
  credentials: Credentials;
  batchIndex?: number;
  /** who called, by its own words */
  agent?: string | undefined;
};
/** Where a call leads; `edge` is its name in the log and in fault orders, even when it leads nowhere. */
export type Target = { edge: string; route?: Route; node?: Node; error?: GraphError };

const TYPE: Readonly<Record<NodeKind, string>> = {
  page: 'Page',
  ad_account: 'AdAccount',
  asset_group: 'BusinessAssetGroup',
  business: 'Business',
  business_user: 'BusinessUser',
  system_user: 'SystemUser',
  role_request: 'BusinessRoleRequest',
  user: 'User',
};

function me(engine: Engine, credentials: Credentials): Node | undefined {
  const token = credentials.token === undefined ? undefined : engine.state.tokens.get(credentials.token);
  if (token?.kind === 'page') return token.page;
  return token?.user?.kind === 'business_user' ? engine.state.nodes.get(token.user.facebookId) : token?.user;
}

/** Finds the route; a path that leads nowhere is told only after the token was checked, as Meta does. */
export function locate(engine: Engine, { method, path, credentials }: Request): Target {
  const [first = '', edge = '', ...rest] = path.split('/').filter((segment) => segment !== '');
  if (rest.length > 0) return { edge, error: unknownPath([edge, ...rest].join('/')) };

  const name = edge === '' ? first : `${first}/${edge}`;
  const root = findRoute(method, 'root', name);
  if (root !== undefined) return { edge: name, route: root };
  const isId = /^(act_)?\d+$/.test(first);
  if (first !== 'me' && !isId) return { edge: edge || first, error: unknownPath(path.slice(1)) };

  const node = isId ? engine.state.nodes.get(first) : me(engine, credentials);
  if (node === undefined) return { edge: edge || 'unknown', error: unsupported(method, first) };
  const label = edge === '' ? node.kind : edge;
  const route = findRoute(method, node.kind, edge);
  if (route !== undefined) return { edge: label, route, node };
  const known = edge === '' || hasEdge(node.kind, edge);
  return { edge: label, error: known ? unsupported(method, first) : noSuchField(edge, TYPE[node.kind]) };
}
