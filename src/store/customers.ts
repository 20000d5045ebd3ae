import type { Ledger, Look } from '../access/ports/ledger.ts';
import type { Store } from './ledger.ts';

/** Two days: longer than the day that is counted; ms. */
const COUNTED = 2 * 86_400_000;

/** What is kept of customers who are asked for their Pages or whose assets are left, besides the grants themselves. */
export function customerStore({
  redis,
  keys,
}: Store): Pick<Ledger, 'countAsk' | 'looks' | 'noteLook' | 'sending' | 'noteSending'> {
  return {
    async countAsk(now, max) {
      const key = keys.asks(new Date(now).toISOString().slice(0, 10));
      // The key gets its end before it counts, so that no crash in between keeps it for ever.
      await redis.set(key, 0, 'PX', COUNTED, 'NX');
      const count = await redis.incr(key);
      if (count > max) await redis.decr(key);
      return count <= max;
    },
    async looks() {
      const found = Object.entries(await redis.hgetall(keys.looks));
      return new Map(found.map(([asset, text]) => [asset, JSON.parse(text) as Look]));
    },
    async noteLook(asset, look) {
      if (look) await redis.hset(keys.looks, asset, JSON.stringify(look));
      else await redis.hdel(keys.looks, asset);
    },
    async sending(name) {
      const at = await redis.hget(keys.sending, name);
      return at === null ? null : Number(at);
    },
    async noteSending(name, at) {
      if (at === null) await redis.hdel(keys.sending, name);
      else await redis.hset(keys.sending, name, at);
    },
  };
}
