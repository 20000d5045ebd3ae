import type { Clock } from '../access/ports/clock.ts';
import { type Counts, OVERDUE } from '../access/ports/counts.ts';
import type { Redis } from './connection.ts';
import { keysOf } from './keys.ts';
import { loadScript, run } from './scripts.ts';

const countsScript = loadScript('counts');

/** Counts one business' requests and grants, in one script whose cost does not follow what is live. */
export function createCounts(options: { redis: Redis; business: { id: string }; clock: Clock }): () => Promise<Counts> {
  const { redis, business, clock } = options;
  const { grants, due, pending, ending } = keysOf(business.id);
  return async function counts() {
    const now = clock.now();
    const reply = await run(redis, countsScript, [grants, due, pending, ending], [now, now - OVERDUE]);
    const [waiting, live, leaving, overdue, oldest] = reply as [number, number, number, number, string];
    return { pending: waiting, live, ending: leaving, overdue, late: oldest === '' ? 0 : now - Number(oldest) };
  };
}
