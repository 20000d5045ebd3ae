import type { Call } from './call.ts';
import { invalid } from './graph-error.ts';

type Cursor = { path: string; id: string; at: number };

const DEFAULT_LIMIT = 25;

function encode(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** A cursor belongs to its edge and dies with its row, or of age. */
function decode(text: string, call: Call): Cursor {
  const dead = invalid('Invalid parameter: the cursor is no longer valid.');
  let cursor: Cursor;
  try {
    cursor = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw dead;
  }
  const ttl = call.engine.switches.cursorTtlMs;
  if (cursor.path !== call.path || (ttl > 0 && call.engine.clock.now() - cursor.at > ttl)) throw dead;
  return cursor;
}

function limitOf(call: Call): number {
  const asked = call.raw.limit === undefined ? DEFAULT_LIMIT : Number(call.raw.limit);
  if (!Number.isInteger(asked) || asked < 1) throw invalid('Param limit must be an integer greater than or equal to 1');
  return Math.min(asked, call.engine.switches.pageLimitCap);
}

function position(rows: readonly { id: string }[], id: string): number {
  const at = rows.findIndex((row) => row.id === id);
  if (at < 0) throw invalid('Invalid parameter: the cursor is no longer valid.');
  return at;
}

/** Where this page starts and ends; hidden rows, when switched on, empty the first page and halve the others. */
function windowOf<R extends { id: string }>(rows: readonly R[], call: Call): [number, number] {
  const limit = limitOf(call);
  const { after, before } = call.raw;
  const hidden = call.engine.switches.filteredShortPages;
  const size = hidden ? Math.max(1, Math.floor(limit / 2)) : limit;

  if (typeof before === 'string') {
    const end = position(rows, decode(before, call).id);
    return [Math.max(0, end - size), end];
  }
  if (typeof after !== 'string') return [0, hidden ? 0 : size];
  const cursor = decode(after, call);
  const start = cursor.id === '' ? 0 : position(rows, cursor.id) + 1;
  return [start, start + size];
}

/** One page of a list. The end is a page without `next`, not a short one; `next` holds the token, as Meta's does. */
export function page<R extends { id: string }>(
  rows: readonly R[],
  call: Call,
  toJson: (row: R) => unknown,
): Record<string, unknown> {
  const [start, end] = windowOf(rows, call);
  const shown = rows.slice(start, end);
  const at = call.engine.clock.now();
  const cursors = {
    before: encode({ path: call.path, id: shown[0]?.id ?? '', at }),
    after: encode({ path: call.path, id: shown.at(-1)?.id ?? '', at }),
  };
  const paging = {
    cursors,
    ...(end < rows.length ? { next: link(call, 'after', cursors.after) } : {}),
    ...(start > 0 ? { previous: link(call, 'before', cursors.before) } : {}),
  };
  return {
    data: shown.map(toJson),
    ...(rows.length === 0 ? {} : { paging }),
    ...(call.raw.summary === undefined ? {} : { summary: { total_count: rows.length } }),
  };
}

function link(call: Call, direction: 'after' | 'before', cursor: string): string {
  const query = new URLSearchParams({ access_token: call.token.token });
  for (const [name, value] of Object.entries(call.raw)) {
    if (name === 'access_token' || name === 'after' || name === 'before') continue;
    query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  query.set(direction, cursor);
  return `${call.engine.base}/${call.version}${call.path}?${query}`;
}
