import { readAssets, startsAsset } from './assets.ts';
import { type Given, readClause } from './clauses.ts';
import type { AssetWish, Command } from './command.ts';
import type { Cursor } from './cursor.ts';
import { fault, type Read, read } from './fault.ts';

/** Reads what follows `request`: assets and clauses in any order, a reason last. */
export function readRequest(cursor: Cursor, levels: readonly string[] | undefined): Read<Command> {
  const assets: AssetWish[] = [];
  const given: Given = {};
  const start = cursor.here()[1];
  while (cursor.peek()) {
    const token = cursor.peek();
    if (startsAsset(cursor)) {
      const more = readAssets(cursor);
      if (!more.ok) return more;
      assets.push(...more.value);
      continue;
    }
    if (token && assets.length === 0 && /^\d{1,40}[.,]?$/.test(token.text)) {
      const word = token.text.replace(/\D$/, '');
      return fault({ code: 'kind_missing', word }, token.at, { to: `page ${word}` });
    }
    const clause = readClause(cursor, given, { ticket: true, because: true, levels });
    if (!clause.ok) return clause;
  }

  const end = cursor.here()[1];
  if (assets.length === 0) return fault({ code: 'asset_missing' }, [start, start], { to: ' page <number>' });
  if (given.ticket === undefined) {
    const at = given.becauseAt ?? end;
    const to = given.becauseAt === undefined ? ' for ticket <number>' : 'for ticket <number> ';
    return fault({ code: 'ticket_missing' }, [at, at], { to });
  }
  const { becauseAt: _, ...terms } = given;
  return read({ kind: 'request', assets, ...terms, ticket: given.ticket });
}
