import { z } from 'zod';
import type { Outages } from '../access/ports/outages.ts';
import type { Redis } from './connection.ts';
import { keysOf } from './keys.ts';

const Began = z.object({ since: z.number(), key: z.string(), words: z.string() });
const Over = z.object({ at: z.number(), key: z.string() });

const parsed = <T>(schema: z.ZodType<T>, text: string | undefined | null): T | null =>
  text ? (schema.safeParse(JSON.parse(text)).data ?? null) : null;

/**
 * One hash for a business, `began` and `<since>:over`. Each step is one command that only the first can do; the time in the name keeps an
 * instance that was held up from ending a later outage.
 */
export function createOutages({ redis, business }: { redis: Redis; business: { id: string } }): Outages {
  const { outage: key, outageOver } = keysOf(business.id);

  return {
    async get() {
      const [fields, before] = await Promise.all([redis.hgetall(key), redis.get(outageOver)]);
      const last = parsed(Over, before);
      const outage = parsed(Began, fields.began);
      if (!outage) return { outage, last };
      const over = parsed(Over, fields[`${outage.since}:over`]);
      return { outage: { ...outage, ...(over ? { over } : {}) }, last: over ?? last };
    },
    async begin({ since, key: token, words }) {
      await redis.hsetnx(key, 'began', JSON.stringify({ since, key: token, words }));
    },
    async end({ since }, over) {
      await redis.hsetnx(key, `${since}:over`, JSON.stringify(over));
    },
    async forget(over) {
      await redis.multi().set(outageOver, JSON.stringify(over)).del(key).exec();
    },
  };
}
