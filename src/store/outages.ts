import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Outages, Telling } from '../access/ports/outages.ts';
import { keysOf } from './keys.ts';

const Began = z.object({ since: z.number(), key: z.string(), words: z.string() });
const Over = z.object({ at: z.number(), key: z.string() });

const parsed = <T>(schema: z.ZodType<T>, text: string | undefined | null): T | null =>
  text ? (schema.safeParse(JSON.parse(text)).data ?? null) : null;

/**
 * One hash for a business: `began`, `<since>:over`, and `<since>:<telling>:<channel>` for each channel. Each step is one command that only the
 * first can do. The time in the names keeps an instance that was held up from writing into a later outage.
 */
export function createOutages({ redis, business }: { redis: Redis; business: { id: string } }): Outages {
  const { outage: key, outageOver } = keysOf(business.id);
  const field = ({ since }: { since: number }, telling: Telling, channel: string) => `${since}:${telling}:${channel}`;

  return {
    async get() {
      const [fields, before] = await Promise.all([redis.hgetall(key), redis.get(outageOver)]);
      const last = parsed(Over, before);
      const began = parsed(Began, fields.began);
      if (!began) return { outage: null, last };
      const told = (telling: Telling) => {
        const start = field(began, telling, '');
        const own = Object.entries(fields).filter(([name]) => name.startsWith(start));
        return Object.fromEntries(own.map(([name, ts]) => [name.slice(start.length), ts]));
      };
      const over = parsed(Over, fields[`${began.since}:over`]);
      const outage = { ...began, ...(over ? { over } : {}), told: { down: told('down'), up: told('up') } };
      return { outage, last: over ?? last };
    },
    async begin({ since, key: token, words }) {
      await redis.hsetnx(key, 'began', JSON.stringify({ since, key: token, words }));
    },
    async end({ since }, over) {
      await redis.hsetnx(key, `${since}:over`, JSON.stringify(over));
    },
    claim: async (outage, telling, channel) => (await redis.hsetnx(key, field(outage, telling, channel), '')) === 1,
    async note(outage, telling, channel, ts) {
      await redis.hset(key, field(outage, telling, channel), ts);
    },
    async forget(over) {
      await redis.multi().set(outageOver, JSON.stringify(over)).del(key).exec();
    },
  };
}
