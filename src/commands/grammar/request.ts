import { compactDuration } from '../../access/duration.ts';
import type { Rules } from '../../access/policy-rules.ts';
import { durationRefusal } from '../../access/terms.ts';
import { readAssets, startsAsset } from './assets.ts';
import { type Because, readBecause } from './because.ts';
import { type Given, readClause } from './clauses.ts';
import type { AssetWish, Command } from './command.ts';
import type { Cursor } from './cursor.ts';
import { fault, type Read, read } from './fault.ts';

/** Reads what follows `request`: assets and clauses in any order; after the reason only clauses. */
export function readRequest(
  cursor: Cursor,
  levels: readonly string[] | undefined,
  durations: Rules['durations'] | undefined,
): Read<Command> {
  const assets: AssetWish[] = [];
  const given: Given = {};
  const allowed = { ticket: true, because: true, levels };
  let because: Because | undefined;
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
    if (cursor.word() === 'because') {
      const reason = readBecause(cursor, given, allowed);
      if (!reason.ok) return reason;
      because = reason.value;
      continue;
    }
    const clause = readClause(cursor, given, allowed);
    if (!clause.ok) return clause;
  }

  const end = cursor.here()[1];
  if (assets.length === 0) return fault({ code: 'asset_missing' }, [start, start], { to: ' page <number>' });
  if (given.ticket === undefined) {
    const to = because === undefined ? ' for ticket <number>' : 'for ticket <number> ';
    const at = because?.at ?? end;
    return fault({ code: 'ticket_missing' }, [at, at], { to });
  }
  const { durationAt = [start, start], ...terms } = given;
  const off = durations && terms.duration !== undefined ? durationRefusal({ durations }, terms.duration) : null;
  if (off) return fault(off, durationAt, { to: compactDuration(off.code === 'too_long' ? off.max : off.min) });
  const reason = because === undefined ? {} : { because: because.text };
  return read({ kind: 'request', assets, ...terms, ticket: given.ticket, ...reason });
}
