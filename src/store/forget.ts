import { assetKey } from '../access/asset.ts';
import { type FoundEvent, isFound } from '../access/event.ts';
import type { State } from '../access/grant.ts';
import { isFinal, lifecycle } from '../access/lifecycle.ts';
import type { Forgetting } from '../access/ports/forgetting.ts';
import { anyEvent, type Entry } from './audit-event.ts';
import { decode } from './codec.ts';
import type { Redis } from './connection.ts';
import { idsOf } from './grant-id.ts';
import { keysOf } from './keys.ts';
import { loadScript, run } from './scripts.ts';

const forgetScript = loadScript('forget');
const foundScript = loadScript('forget-found');
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

  async function forgetFound({ id, detail = {} }: FoundEvent): Promise<boolean> {
    const { asset = '', principal = '' } = detail;
    const places = [keys.findings, keys.standing, keys.events, keys.foundOn(asset)];
    return (await run(redis, foundScript, places, [`${asset}:${principal}`, id])) === 'ok';
  }

  return {
    async forget(behind, before, count) {
      const range = redis.xrange(keys.events, `(${behind}`, `${before - 1}`, 'COUNT', count);
      const events = ((await range) as Entry[]).map(anyEvent);
      if (events.length === 0) return { next: null, forgotten: 0 };
      let forgotten = 0;
      for (const event of events.filter(isFound)) if (await forgetFound(event)) forgotten += 1;
      const grants = [...new Set(events.filter((event) => !isFound(event)).map(({ grant }) => grant))];
      const texts = grants.length > 0 ? await redis.mget(grants.map((id) => keys.grant(ids.number(id) ?? 0))) : [];
      for (const [at, id] of grants.entries()) {
        const text = texts[at];
        if (text && (await forgetOne(id, text, before))) forgotten += 1;
      }
      return { next: events.length < count ? null : (events.at(-1)?.id ?? null), forgotten };
    },
  };
}
