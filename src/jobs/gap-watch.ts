import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import { type Loop, startLoop } from '../loop.ts';

const EVERY: Ms = 2_000;

/** What does not fit between the archive and Redis. */
type Found = { lost: 'redis' | 'archive' };

/**
 * Watches whether Redis loses, under the running bot, what is archived: to go on would give out numbers again and leave access that
 * nobody takes away. `lost` is told once, when it was seen twice in a row.
 */
export function startGapWatch<F extends Found>(gap: () => Promise<F | null>, lost: (found: F) => void, log: Log): Loop {
  let seen = 0;
  return startLoop('gap', log, async () => {
    const found = await gap();
    seen = found?.lost === 'redis' ? seen + 1 : 0;
    if (found && seen === 2) lost(found);
    return EVERY;
  });
}
