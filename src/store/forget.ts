import type { Redis } from 'ioredis';
import { assetKey } from '../access/asset.ts';
import type { State } from '../access/grant.ts';
import { isFinal, lifecycle } from '../access/lifecycle.ts';
import type { Forgetting } from '../access/ports/forgetting.ts';
import { auditEvent, type Entry } from './audit-event.ts';
import { decode } from './codec.ts';
import { idsOf } from './grant-id.ts';
import { keysOf } from './keys.ts';
import { loadScript, run } from './scripts.ts';

const forgetScript = loadScript('forget');
const final = (Object.keys(lifecycle) as State[]).filter(isFinal);

/** Forgets old grants of one business, one script each: whoever comes in between finds each whole or not at all. */
export function createForgetting({
  redis,
  business,
}: {
  redis: Redis;
  business: { key: string; id: string };
}): Forgetting {
  const keys = keysOf(business.id);
  const ids = idsOf(business.key);

  async function forgetOne(id: string, text: string, before: number): Promise<boolean> {
    const { requester, asset } = decode(id, text);
    const number = ids.number(id) ?? 0;
    const places = [keys.grant(number), keys.events, keys.person(requester), keys.asset(assetKey(asset)), keys.tickets];
    return (await run(redis, forgetScript, places, [number, `,${final.join(',')},`, before])) === 'ok';
  }

  return {
    async forget(behind, before, count) {
      const range = redis.xrange(keys.events, `(${behind}`, `${before - 1}`, 'COUNT', count);
      const events = ((await range) as Entry[]).map(auditEvent);
      const grants = [...new Set(events.map(({ grant }) => grant))];
      if (grants.length === 0) return { next: null, forgotten: 0 };
      const texts = await redis.mget(grants.map((id) => keys.grant(ids.number(id) ?? 0)));
      let forgotten = 0;
      for (const [at, id] of grants.entries()) {
        const text = texts[at];
        if (text && (await forgetOne(id, text, before))) forgotten += 1;
      }
      return { next: events.length < count ? null : (events.at(-1)?.id ?? null), forgotten };
    },
  };
}
