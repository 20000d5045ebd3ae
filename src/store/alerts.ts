import { z } from 'zod';
import type { Ms } from '../access/grant.ts';
import type { Alerts } from '../access/ports/alerts.ts';
import type { Redis } from './connection.ts';
import { keysOf } from './keys.ts';

/** What nobody found for so long is over; real time, so that clocks that differ do not end and begin it in turn. */
const OVER: Ms = 60_000;

const Began = z.object({ since: z.number(), words: z.string() });

/** One field of a hash says what began, and a key that goes by itself that it is still so: one instance may see what others don't. */
export function createAlerts(options: { redis: Redis; business: { id: string }; over?: Ms }): Alerts {
  const { redis, business, over = OVER } = options;
  const keys = keysOf(business.id);
  return {
    async found({ name, since, words }) {
      await redis.set(keys.alert(name), '1', 'PX', over);
      await redis.hsetnx(keys.alerts, name, JSON.stringify({ since, words }));
    },
    async all() {
      const rows = Object.entries(await redis.hgetall(keys.alerts)).flatMap(([name, text]) => {
        const { data } = Began.safeParse(JSON.parse(text));
        return data ? [{ name, ...data }] : [];
      });
      const live = await Promise.all(rows.map(({ name }) => redis.exists(keys.alert(name))));
      return rows.map((row, at) => ({ ...row, over: live[at] === 0 }));
    },
    async forget(name) {
      await redis.hdel(keys.alerts, name);
    },
  };
}
