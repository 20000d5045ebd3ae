import type { Log } from '../access/log.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import { type Loop, startLoop } from '../loop.ts';

/** How often to look, at most: a deadline is kept to the tenth of a second, and the clock may be moved from outside. */
const EVERY = 50;
const BATCH = 200;

/** Moves what came due while nobody looked, before the relay starts: in the queue, removals then overtake what waited longer. */
export const catchUp = async (ledger: Ledger, clock: Clock): Promise<void> => {
  // Redis is away: the loop does it later.
  await ledger.tick(clock.now(), BATCH).catch(() => {});
};

/** Moves grants whose deadline has come. The sorted set in Redis is the only truth about deadlines; any number of ticks may run. */
export function startTick(ledger: Ledger, clock: Clock, log: Log): Loop {
  return startLoop('tick', log, async () => {
    const now = clock.now();
    const { moved, next } = await ledger.tick(now, BATCH);
    if (moved > 0) log.debug({ moved }, 'deadlines kept');
    if (moved === BATCH) return 0;
    return next === null ? EVERY : Math.max(1, Math.min(EVERY, next - now));
  });
}
