import { isFound } from '../access/event.ts';
import type { Grant } from '../access/grant.ts';
import type { Before, Feed } from '../access/ports/archive.ts';
import { anyEvent, type Entry as StreamEntry } from './audit-event.ts';
import { decode } from './codec.ts';
import type { Redis } from './connection.ts';
import { idsOf } from './grant-id.ts';
import { keysOf } from './keys.ts';
import { beforeOf, fieldOf } from './pair.ts';
import { loadScript, run } from './scripts.ts';

const noteScript = loadScript('note-archived');

/** The audit stream of one business as the archive reads it: from a place that the reader knows, so that nothing has to be acknowledged. */
export function createFeed({ redis, business }: { redis: Redis; business: { key: string; id: string } }): Feed {
  const keys = keysOf(business.id);
  const ids = idsOf(business.key);

  const next = (event: string, count: number) =>
    redis.xrange(keys.events, `(${event}`, '+', 'COUNT', count) as Promise<StreamEntry[]>;

  /** Each grant as it stands now, which is after all of these events. */
  async function grantsOf(names: readonly string[]): Promise<Map<string, Grant>> {
    if (names.length === 0) return new Map();
    const texts = await redis.mget(names.map((name) => keys.grant(ids.number(name) ?? 0)));
    return new Map(names.flatMap((name, at) => (texts[at] ? [[name, decode(name, texts[at])] as const] : [])));
  }

  async function pairsOf(grants: readonly Grant[]): Promise<Map<string, Before>> {
    if (grants.length === 0) return new Map();
    const texts = await redis.hmget(keys.pairs, ...grants.map(({ asset, principal }) => fieldOf(asset, principal)));
    return new Map(
      grants.flatMap(({ id }, at) => {
        const before = texts[at] ? beforeOf(texts[at]) : null;
        return before ? [[id, before] as const] : [];
      }),
    );
  }

  return {
    async after(event, count) {
      const events = (await next(event, count)).map(anyEvent);
      if (events.length === 0) return [];
      const grants = await grantsOf([...new Set(events.filter((one) => !isFound(one)).map(({ grant }) => grant))]);
      const pairs = await pairsOf([...grants.values()]);
      return events.map((one) => {
        const before = pairs.get(one.grant);
        return { event: one, grant: grants.get(one.grant) ?? null, ...(before ? { before } : {}) };
      });
    },
    has: async (event) => (await redis.xrange(keys.events, event, event)).length > 0,
    async marker() {
      const { seq, head, event } = await redis.hgetall(keys.archived);
      return seq && head && event ? { seq: Number(seq), head, event } : null;
    },
    async mark({ seq, head, event }) {
      await run(redis, noteScript, [keys.archived, keys.events], [seq, head, event]);
    },
    async waitingSince() {
      const event = (await redis.hget(keys.archived, 'event')) ?? '0-0';
      const [oldest] = await next(event, 1);
      return oldest ? Number(oldest[0].split('-')[0]) : null;
    },
  };
}
