import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SharedBudget } from '../access/ports/budget.ts';
import type { Redis } from './connection.ts';
import { keysOf, keysOfApp } from './keys.ts';
import { loadScript, run } from './scripts.ts';

const tellScript = loadScript('tell-budget');

/** Longer than any pause; ms. */
const KEPT = 26 * 3_600_000;
/** An instance that wanted to try and died is followed by another one after this; ms, in real time. */
const PROBE = 10_000;

const Known = z.object({
  until: z.number(),
  why: z.enum(['throttled', 'blocked']),
  strikes: z.number(),
  percent: z.number(),
  at: z.number(),
  even: z.number().optional(),
});

/** What all instances know of Meta's limits: the app's under a key that its businesses share, everything else under the business'. */
export function createSharedBudget({
  redis,
  business,
  appId,
}: {
  redis: Redis;
  business: { id: string };
  appId: string;
}): SharedBudget {
  const [own, app] = [keysOf(business.id), keysOfApp(appId)];
  const id = randomUUID();
  const keysFor = (bucket: string) => (bucket === 'app' ? app : own);

  return {
    async pull() {
      const [ours, apps] = await Promise.all([redis.hgetall(own.budget), redis.hgetall(app.budget)]);
      const rows = Object.entries({ ...ours, ...apps }).flatMap(([bucket, text]) => {
        const { data } = Known.safeParse(JSON.parse(text));
        return data ? [[bucket, data] as const] : [];
      });
      return new Map(rows);
    },
    async push(bucket, standing) {
      await run(redis, tellScript, [keysFor(bucket).budget], [bucket, JSON.stringify(standing), KEPT]);
    },
    async claim(bucket, until) {
      const key = keysFor(bucket).probe(bucket, until);
      if ((await redis.set(key, id, 'PX', PROBE, 'NX')) !== null) return true;
      return (await redis.get(key)) === id;
    },
  };
}
