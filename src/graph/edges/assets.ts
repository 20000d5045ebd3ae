import type { AssetRef } from '../../access/asset.ts';
import type { AssetInfo } from '../../access/ports/meta.ts';
import type { Graph } from '../client.ts';
import { edges, request } from '../contract.ts';
import { bareId, nodeOf } from '../node-path.ts';
import { CursorsDie } from '../paging.ts';
import { AssetRequest, NamedNode } from '../schemas.ts';
import { isRefusal, unlessRefused } from '../unless-refused.ts';
import { listRows } from './list-rows.ts';

/** An asset of the directory; `permitted` is undefined where Meta did not tell the customer's ceiling. */
export type Listed = Omit<AssetInfo, 'permitted'> & { permitted: AssetInfo['permitted'] | undefined };
export type ListedKind = 'page' | 'adaccount';

/** A later page is refused with the same words for a cursor that died as for a field that Meta doesn't know. */
const mayBeRefusal = (error: unknown): boolean => isRefusal(error) || error instanceof CursorsDie;

function lists(graph: Graph, business: string, kind: ListedKind) {
  const nodes = (edge: typeof edges.ownedPages) => listRows(graph, { edge, id: business, row: NamedNode });
  const requests = (edge: typeof edges.ownedPages) =>
    unlessRefused(listRows(graph, { edge, id: business, row: AssetRequest }), () => []);
  if (kind === 'adaccount') {
    return [
      nodes(edges.ownedAdAccounts),
      nodes(edges.clientAdAccounts),
      requests(edges.pendingClientAdAccounts),
    ] as const;
  }
  // Whether Meta tells the ceiling on this list is not documented.
  const clients = unlessRefused(nodes(edges.clientPages), () => nodes(edges.clientPagesBare), mayBeRefusal);
  return [nodes(edges.ownedPages), clients, requests(edges.pendingClientPages)] as const;
}

/** Every asset of one kind that the business owns, was given or asked for, by its bare id. */
export async function listAssets(graph: Graph, business: string, kind: ListedKind): Promise<Map<string, Listed>> {
  const [owned, clients, requests] = await Promise.all(lists(graph, business, kind));
  const found = new Map<string, Listed>();
  const add = (node: NamedNode, ownership: Listed['ownership'], permitted: Listed['permitted']) => {
    const id = bareId(node.id);
    found.set(id, { asset: { kind, id }, name: node.name ?? id, ownership, permitted });
  };
  for (const request of requests) {
    const node = request.page ?? request.ad_account;
    if (node) add(node, 'pending', []);
  }
  for (const node of clients) add(node, 'client', node.permitted_tasks ?? undefined);
  for (const node of owned) add(node, 'owned', null);
  return found;
}

/** The name of an asset that is on no list; null when nothing of it is visible. */
export async function readAsset(graph: Graph, asset: AssetRef): Promise<AssetInfo | null> {
  const { of, id } = nodeOf(asset);
  const read = graph.call({ ...request(of.node, id, {}), answer: NamedNode, priority: 'read' });
  const node = await unlessRefused(read, () => null);
  return node && { asset, name: node.name ?? asset.id, ownership: 'none', permitted: [] };
}
