import type { z } from 'zod';
import type { Graph, Priority } from '../client.ts';
import { type Edge, request } from '../contract.ts';
import { GraphRefusal } from '../graph-refusal.ts';
import { everyRow } from '../paging.ts';
import { listOf, type Page } from '../schemas.ts';

const ROWS_A_PAGE = 100;
/** Meta may find a page too long for one answer; it is asked for in ever shorter ones, down to these. */
const FEWEST = 5;

/** Reads a list edge to its end, or up to a row that is `enough`. */
export function listRows<P extends z.ZodObject, Row extends z.ZodType>(
  graph: Graph,
  list: { edge: Edge<P>; id: string; params?: Record<string, unknown>; row: Row; priority?: Priority | undefined },
  enough?: (row: z.infer<Row>) => boolean,
): Promise<z.infer<Row>[]> {
  const answer = listOf(list.row);
  let limit = ROWS_A_PAGE;
  async function page(after: string | undefined): Promise<Page<z.infer<Row>>> {
    const params = { ...list.params, limit, after } as z.input<P>;
    try {
      const call = { ...request(list.edge, list.id, params), answer, priority: list.priority ?? 'read' };
      return (await graph.call(call)) as Page<z.infer<Row>>;
    } catch (error) {
      const tooLong = error instanceof GraphRefusal && error.remedy === 'fewer-rows';
      if (!tooLong || limit <= FEWEST) throw error;
      limit = Math.max(FEWEST, Math.floor(limit / 4));
      return page(after);
    }
  }
  return everyRow<z.infer<Row>>(page, enough);
}
