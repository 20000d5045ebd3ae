import type { Redis } from '../src/store/connection.ts';
import { keysOf } from '../src/store/keys.ts';

/** The earliest deadline of all businesses in the store, for the clock's jump; epoch ms. Ends of resting pairs concern nobody. */
export async function nextDeadline(redis: Redis, businessIds: readonly string[]): Promise<number | null> {
  const first = await Promise.all(
    businessIds.map(async (id) => {
      const flat = (await redis.zrange(keysOf(id).due, '0', '50', 'WITHSCORES')) as (
        | string
        | [string, string | number]
      )[];
      const rows = Array.isArray(flat[0])
        ? (flat as [string, string | number][])
        : flat.flatMap((member, i) =>
            i % 2 === 0 ? [[member as string, flat[i + 1] as string] as [string, string]] : [],
          );
      const grant = rows.find(([member]) => /^\d+$/.test(member));
      return grant ? Number(grant[1]) : Number.POSITIVE_INFINITY;
    }),
  );
  const earliest = Math.min(...first);
  return Number.isFinite(earliest) ? earliest : null;
}
