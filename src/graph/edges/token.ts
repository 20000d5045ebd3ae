import { MetaError } from '../../access/ports/meta.ts';
import type { Graph } from '../client.ts';
import { edges, request } from '../contract.ts';
import * as words from '../error-words.ts';
import { NamedNode } from '../schemas.ts';

/** One read that only a working token of this very business gets an answer to. */
export async function checkToken(graph: Graph, business: string): Promise<void> {
  try {
    await graph.call({ ...request(edges.business, business, {}), answer: NamedNode, priority: 'read' });
  } catch (error) {
    const foreign = error instanceof MetaError && (error.kind === 'not_found' || error.kind === 'forbidden');
    if (!foreign) throw error;
    throw new MetaError('unauthorized', words.wrongBusiness, { traceId: error.traceId });
  }
}
