import type { AssetRef } from '../access/asset.ts';
import { MetaError } from '../access/ports/meta.ts';
import type { Call, Graph } from './client.ts';
import { edges, request } from './contract.ts';
import { GraphRefusal } from './graph-refusal.ts';
import type { PageTokens } from './page-tokens.ts';
import { PageToken } from './schemas.ts';

/** Refusals that a Page's token may be the reason of: it can die, or fall behind, before the one that it was taken with. */
const MAY_BE_DEAD: ReadonlySet<string> = new Set<MetaError['kind']>(['unauthorized', 'forbidden', 'not_found']);

const wantsPage = (error: unknown): error is GraphRefusal =>
  error instanceof GraphRefusal && error.remedy === 'page-token';

/** The door to Meta, with the Pages' tokens that were fetched through it. */
export type Door = Graph & { pageTokens: PageTokens };

/**
 * The door for one asset. Meta's pages disagree on whether a Page's people are its own token's business: where Meta insists, the Page's
 * token is fetched, and used for this Page and method as long as it is kept.
 */
export function doorFor(graph: Door, asset: AssetRef): Graph {
  const { pageTokens } = graph;
  const page = asset.id;

  async function fetchToken({ priority = 'read' }: Call<unknown>): Promise<string | null> {
    // A removal must not wait for its token in a lane that waits.
    const ask = request(edges.page.token, page, {});
    return (await graph.call({ ...ask, answer: PageToken, priority })).access_token ?? null;
  }

  async function call<T>(call: Call<T>): Promise<T> {
    const known = pageTokens.of(page);
    if (known?.methods.has(call.method)) return withKept(call, known.token);
    try {
      return await graph.call(call);
    } catch (error) {
      if (!wantsPage(error)) throw error;
      return known ? withKept(call, known.token) : withNew(call, error);
    }
  }

  async function withKept<T>(call: Call<T>, token: string): Promise<T> {
    try {
      const result = await graph.call({ ...call, token });
      pageTokens.keep(page, token, call.method);
      return result;
    } catch (error) {
      if (!(error instanceof MetaError && !error.ambiguous && MAY_BE_DEAD.has(error.kind))) throw error;
      pageTokens.drop(page, token);
      return withNew(call, error, token);
    }
  }

  async function withNew<T>(call: Call<T>, refusal: MetaError, dead?: string): Promise<T> {
    const token = await fetchToken(call);
    if (!token || token === dead) {
      // That a Page's token died is no answer: what our own may do is.
      if (refusal.kind === 'unauthorized') return graph.call(call);
      throw refusal;
    }
    pageTokens.keep(page, token, call.method);
    return graph.call({ ...call, token });
  }

  return asset.kind === 'page' ? { ...graph, call } : graph;
}
