import { type AssetRef, assetKey } from '../../access/asset.ts';
import type { PrincipalId } from '../../access/grant.ts';
import type { Lane } from '../../access/ports/meta.ts';
import type { Task } from '../../access/tasks.ts';
import type { Graph } from '../client.ts';
import { edges } from '../contract.ts';
import { bareId, graphId } from '../node-path.ts';
import { AssignedUser, HeldGroup, NamedNode } from '../schemas.ts';
import { listRows } from './list-rows.ts';

const named = ({ id, name }: { id: string; name?: string | null | undefined }) => ({ id, name: name ?? id });

/** The asset groups of the business; most have none. */
export const listGroups = async (graph: Graph, business: string): Promise<{ id: string; name: string }[]> =>
  (await listRows(graph, { edge: edges.assetGroups, id: business, row: NamedNode })).map(named);

/** The Pages and ad accounts in a group, with their names. */
export async function containedIn(graph: Graph, group: string): Promise<{ asset: AssetRef; name: string }[]> {
  const [pages, accounts] = await Promise.all([
    listRows(graph, { edge: edges.group.pages, id: group, row: NamedNode }),
    listRows(graph, { edge: edges.group.adaccounts, id: group, row: NamedNode }),
  ]);
  const refs = (kind: 'page' | 'adaccount', rows: NamedNode[]) =>
    rows.map((row) => ({ asset: { kind, id: bareId(row.id) }, name: row.name ?? bareId(row.id) }));
  return [...refs('page', pages), ...refs('adaccount', accounts)];
}

/** The keys of all Pages and ad accounts to which one person is assigned. */
export async function assignedTo(graph: Graph, user: PrincipalId): Promise<Set<string>> {
  const [pages, accounts] = await Promise.all([
    listRows(graph, { edge: edges.personsPages, id: user, row: NamedNode }),
    listRows(graph, { edge: edges.personsAdAccounts, id: user, row: NamedNode }),
  ]);
  const keys = (kind: 'page' | 'adaccount', rows: NamedNode[]) =>
    rows.map((row) => assetKey({ kind, id: bareId(row.id) }));
  return new Set([...keys('page', pages), ...keys('adaccount', accounts)]);
}

/** Everybody of the business who is assigned to a group, or up to `only`; what they hold there is told elsewhere. */
export async function groupHolders(
  graph: Graph,
  business: string,
  group: string,
  { only, lane }: { only?: PrincipalId | undefined; lane?: Lane | undefined } = {},
): Promise<AssignedUser[]> {
  const list = { edge: edges.group.assigned, id: group, params: { business }, row: AssignedUser, priority: lane };
  return listRows(graph, list, (row) => row.id === only);
}

/** What a row says of both sides of a group; undefined where it says nothing of a side. */
export const sidesOf = (row: HeldGroup): { pages: Task[] | undefined; accounts: Task[] | undefined } => ({
  pages: row.page_tasks ?? row.page_roles ?? undefined,
  accounts: row.adaccount_tasks ?? row.adaccount_roles ?? undefined,
});

/** The groups with this asset in them on which somebody is, and what each gives on it as far as Meta tells. */
export async function groupsOf(graph: Graph, user: PrincipalId, asset: AssetRef): Promise<Map<string, Task[]>> {
  const params = { contained_asset_id: graphId(asset) };
  const rows = await listRows(graph, { edge: edges.personsGroups, id: user, params, row: HeldGroup });
  const side = asset.kind === 'page' ? 'pages' : 'accounts';
  return new Map(rows.map((row) => [row.id, sidesOf(row)[side] ?? []]));
}
