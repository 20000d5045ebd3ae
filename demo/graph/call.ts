import type { Engine } from './engine.ts';
import type { Selection } from './field-selection.ts';
import type { Params } from './params.ts';
import type { Node, Token } from './state.ts';

/** One call that was let in: what a route's code works with. */
export type Call = {
  engine: Engine;
  token: Token;
  params: Params;
  /** what came, unchecked; paging reads its own names from it */
  raw: Readonly<Record<string, unknown>>;
  selection: readonly Selection[] | undefined;
  method: string;
  /** version and path, for `next` links and cursors */
  version: string;
  path: string;
  /** reads an edge of the node that was asked for as a field; undefined: there is none */
  expand(node: Node, selected: Selection): unknown;
};
