import type { AssetRef } from '../access/asset.ts';
import type { Call, Graph } from './client.ts';
import { edges, request } from './contract.ts';
import { GraphRefusal } from './graph-refusal.ts';
import { PageToken } from './schemas.ts';

/**
 * The door for one operation on one asset. Meta's pages disagree on whether a Page's people are its own token's business:
 * where Meta insists, the Page's token is fetched and used until the operation is over, and kept nowhere.
 */
export function doorFor(graph: Graph, asset: AssetRef): Graph {
  let pageToken: string | undefined;

  async function call<T>(call: Call<T>): Promise<T> {
    try {
      if (pageToken) return await graph.call({ ...call, token: pageToken });
    } catch (error) {
      // A Page's token may die before the one that it was taken with: a new one is taken, if that one still lives.
      if (!(error instanceof GraphRefusal && error.kind === 'unauthorized')) throw error;
      pageToken = undefined;
    }
    try {
      return await graph.call(call);
    } catch (error) {
      const wanted = error instanceof GraphRefusal && error.remedy === 'page-token' && asset.kind === 'page';
      if (!wanted) throw error;
      // A removal must not wait for its token in a lane that waits.
      const ask = request(edges.page.token, asset.id, {});
      const node = await graph.call({ ...ask, answer: PageToken, priority: call.priority ?? 'read' });
      if (!node.access_token) throw error;
      pageToken = node.access_token;
      return graph.call({ ...call, token: pageToken });
    }
  }

  return { ...graph, call };
}
