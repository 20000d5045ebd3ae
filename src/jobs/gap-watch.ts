import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import { type Loop, startLoop } from '../loop.ts';

const EVERY: Ms = 2_000;

/** What does not fit between the archive and Redis, with its words. */
type Found = { lost: 'redis' | 'archive'; words: string };

/**
 * Watches whether Redis loses, under the running bot, what is archived: to go on would give out numbers again and leave access that
 * nobody takes away. `lost` is told once, when it was seen twice in a row.
 */
export function startGapWatch(gap: () => Promise<Found | null>, lost: (words: string) => void, log: Log): Loop {
  let seen = 0;
  return startLoop('gap', log, async () => {
    const found = await gap();
    seen = found?.lost === 'redis' ? seen + 1 : 0;
    if (found && seen === 2) lost(found.words);
    return EVERY;
  });
}
