import { setTimeout as sleep } from 'node:timers/promises';
import type { AssetRef } from '../../access/asset.ts';
import { MetaError, unread } from '../../access/ports/meta.ts';
import type { Graph } from '../call.ts';
import { edges, request } from '../contract.ts';
import * as words from '../error-words.ts';
import { graphId } from '../node-path.ts';
import { Acknowledged, NamedNode } from '../schemas.ts';
import { listRows } from './list-rows.ts';

/** Waits before the reads that follow; real time, as Meta's lag is. */
const LOOKS = [0, 300, 1_000, 2_000];

/** How an asset stands to the business, from lists that are read now and to their end. */
async function standing(graph: Graph, business: string, { kind, id }: AssetRef): Promise<'owned' | 'client' | 'none'> {
  const [owned, client] =
    kind === 'page' ? [edges.ownedPages, edges.clientPagesBare] : [edges.ownedAdAccounts, edges.clientAdAccounts];
  const on = async (edge: typeof edges.ownedPages) => {
    const rows = await listRows(graph, { edge, id: business, row: NamedNode });
    return rows.some((row) => row.id === graphId({ kind, id }));
  };
  if (await on(owned)) return 'owned';
  return (await on(client)) ? 'client' : 'none';
}

type Leaving = { asset: AssetRef; send: (write: () => Promise<void>) => Promise<void> };

/** Takes a customer's asset out of the business, and answers when that is seen, or that it was out of it; an asset that the business owns is left alone. */
export async function leaveAsset(
  graph: Graph,
  business: string,
  { asset, send }: Leaving,
): Promise<'left' | 'gone' | 'owned'> {
  const before = await standing(graph, business, asset);
  if (before !== 'client') return before === 'owned' ? 'owned' : 'gone';
  const call =
    asset.kind === 'page'
      ? request(edges.leavePage, business, { page_id: asset.id })
      : request(edges.leaveAdAccount, business, { adaccount_id: graphId(asset) });
  const write = async () => void (await graph.call({ ...call, answer: Acknowledged, priority: 'removal' }));
  await send(write).catch(unlessUnsure);
  for (const wait of LOOKS) {
    await sleep(wait);
    if ((await standing(graph, business, asset).catch(unread)) === 'none') return 'left';
  }
  throw new MetaError('transient', words.notLeftYet, { ambiguous: true });
}

/** What became of a write whose answer was lost, reading tells. */
function unlessUnsure(error: unknown): void {
  if (!(error instanceof MetaError) || !error.ambiguous) throw error;
}
