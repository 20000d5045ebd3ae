import type { z } from 'zod';
import type { Graph, Priority } from '../client.ts';
import { type Edge, request } from '../contract.ts';
import { everyRow } from '../paging.ts';
import { listOf, type Page } from '../schemas.ts';

const ROWS_A_PAGE = 100;

/** Reads a list edge to its end, or up to a row that is `enough`. */
export function listRows<P extends z.ZodObject, Row extends z.ZodType>(
  graph: Graph,
  list: { edge: Edge<P>; id: string; params?: Record<string, unknown>; row: Row; priority?: Priority | undefined },
  enough?: (row: z.infer<Row>) => boolean,
): Promise<z.infer<Row>[]> {
  const answer = listOf(list.row);
  return everyRow<z.infer<Row>>(async (after) => {
    const params = { ...list.params, limit: ROWS_A_PAGE, after } as z.input<P>;
    const page = await graph.call({
      ...request(list.edge, list.id, params),
      answer,
      priority: list.priority ?? 'read',
    });
    return page as Page<z.infer<Row>>;
  }, enough);
}
