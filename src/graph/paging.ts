import { MetaError } from '../access/ports/meta.ts';
import * as words from './error-words.ts';
import type { Page } from './schemas.ts';

/** Fetches one page of a list, from its start or after a cursor. */
export type FetchPage<Row> = (after: string | undefined) => Promise<Page<Row>>;

const MOST_PAGES = 400;

/** A list whose cursors Meta refuses each time; the same answer may mean that it refuses the list. */
export class CursorsDie extends MetaError {
  constructor() {
    super('transient', words.endlessList);
  }
}

/** Meta's `next` address holds the token and is not followed; only when no cursor is given is one taken out of it. */
function cursorAfter(page: Page<unknown>): string | null {
  const { next, cursors } = page.paging ?? {};
  if (!next) return null;
  const cursor = cursors?.after ?? (URL.canParse(next) ? new URL(next).searchParams.get('after') : null);
  if (!cursor) throw new MetaError('transient', words.endlessList);
  return cursor;
}

async function walk<Row>(fetchPage: FetchPage<Row>, enough: (row: Row) => boolean): Promise<Row[]> {
  const rows: Row[] = [];
  const seen = new Set<string>();
  let after: string | undefined;
  for (let count = 0; count < MOST_PAGES; count++) {
    const page = await fetchPage(after);
    rows.push(...page.data);
    if (page.data.some(enough)) return rows;
    const cursor = cursorAfter(page);
    if (cursor === null) return rows;
    if (seen.has(cursor)) break;
    seen.add(cursor);
    after = cursor;
  }
  throw new MetaError('transient', words.endlessList);
}

/**
 * Every row of a list, or a MetaError: half a list would make access look removed. A list ends where there is no `next`;
 * short and empty pages don't end it. Stops early at a row that is `enough`. Cursors die, so it starts over once.
 */
export async function everyRow<Row>(
  fetchPage: FetchPage<Row>,
  enough: (row: Row) => boolean = () => false,
): Promise<Row[]> {
  let onTheWay = false;
  const watched: FetchPage<Row> = (after) => {
    onTheWay = after !== undefined;
    return fetchPage(after);
  };
  const cursorDied = (error: unknown) =>
    onTheWay && error instanceof MetaError && (error.kind === 'invalid' || error.kind === 'not_found');

  try {
    return await walk(watched, enough);
  } catch (error) {
    if (!cursorDied(error)) throw error;
  }
  try {
    return await walk(watched, enough);
  } catch (error) {
    throw cursorDied(error) ? new CursorsDie() : error;
  }
}
