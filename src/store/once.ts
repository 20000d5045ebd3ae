import type { Ms } from '../access/grant.ts';
import type { Once } from '../access/ports/once.ts';
import type { Redis } from './connection.ts';
import { keysOf } from './keys.ts';

/** Nothing is said again for so long; real time. */
const KEPT: Ms = 90 * 86_400_000;

/** One key for each thing that is said: since when somebody is about to say it, then `said`. */
export function createOnce({ redis, business }: { redis: Redis; business: { id: string } }): Once {
  const { once } = keysOf(business.id);
  return {
    async begin(name, now) {
      if ((await redis.set(once(name), now, 'PX', KEPT, 'NX')) !== null) return { first: true, since: now };
      const value = await redis.get(once(name));
      return value === 'said' ? value : { first: false, since: Number(value) };
    },
    async said(name) {
      await redis.set(once(name), 'said', 'PX', KEPT);
    },
  };
}
