import type { Call } from './call.ts';
import { type FieldSet, project } from './field-set.ts';
import { page } from './paging.ts';
import type { ParamSpecs } from './params.ts';
import type { Node, NodeKind, NodeOf } from './state.ts';
import type { Switches } from './switches.ts';

/** The three methods that Meta uses. */
export type Method = 'GET' | 'POST' | 'DELETE';

/** One line of the route table: an edge (or, with an empty edge, the node itself) and one method. */
export type Route = {
  method: Method;
  on: NodeKind | 'root';
  edge: string;
  params: ParamSpecs;
  paged: boolean;
  /** Only admins; Meta says who may assign, invite and remove. */
  admin: boolean;
  /** When true, a Page wants its own token here. */
  pageToken: (switches: Switches) => boolean;
  run(node: Node, call: Call): unknown;
};

type Options = { params?: ParamSpecs; pageToken?: Route['pageToken'] };

const never = () => false;

/** `GET /{page}/agencies`: how tests and messages name a route. */
export function routeName({ method, on, edge }: Route): string {
  const path = on === 'root' ? `/${edge}` : `/{${on}}${edge === '' ? '' : `/${edge}`}`;
  return `${method} ${path}`;
}

/** Reading a node. */
export function nodeRoute<K extends NodeKind>(on: K, set: FieldSet<NodeOf<K>>): Route {
  return {
    method: 'GET',
    on,
    edge: '',
    params: {},
    paged: false,
    admin: false,
    pageToken: never,
    run: (node, call) =>
      project(set, node as NodeOf<K>, call.selection, call, (selected) => call.expand(node, selected)),
  };
}

/** Listing an edge; only the rows of the page asked for are turned into JSON. */
export function listRoute<K extends NodeKind, R extends { id: string }>(
  on: K,
  edge: string,
  { params = {}, pageToken = never, set, rows }: Options & { set: FieldSet<R>; rows(node: NodeOf<K>, call: Call): R[] },
): Route {
  return {
    method: 'GET',
    on,
    edge,
    params,
    paged: true,
    admin: false,
    pageToken,
    run: (node, call) => page(rows(node as NodeOf<K>, call), call, (row) => project(set, row, call.selection, call)),
  };
}

/** Changing something. */
export function actionRoute<K extends NodeKind>(
  method: 'POST' | 'DELETE',
  on: K,
  edge: string,
  { params = {}, pageToken = never, act }: Options & { act(node: NodeOf<K>, call: Call): unknown },
): Route {
  return {
    method,
    on,
    edge,
    params,
    paged: false,
    admin: true,
    pageToken,
    run: (node, call) => act(node as NodeOf<K>, call),
  };
}

/** Meta's answer to a change that has no id to tell. */
export function success(call: Call): { success: true | 'true' } {
  return { success: call.engine.switches.successAsString ? 'true' : true };
}
