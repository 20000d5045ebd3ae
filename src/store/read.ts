import { assetKey } from '../access/asset.ts';
import type { Grant, GrantIn } from '../access/grant.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import { auditEvent, type Entry } from './audit-event.ts';
import { decode } from './codec.ts';
import type { Store } from './ledger.ts';
import { loadScript, run } from './scripts.ts';

const timelineScript = loadScript('timeline');
const cardScript = loadScript('set-card');
const toldScript = loadScript('set-told');

type Reads = Pick<
  Ledger,
  'get' | 'byPerson' | 'byAsset' | 'openOn' | 'byTicket' | 'pending' | 'timeline' | 'setCard' | 'setTold'
>;

/** Grants by id and by index. Indexes are lists that grow at the end, so the newest cost the least. */
export function readStore({ redis, keys, ids }: Store): Reads {
  async function records(numbers: string[]): Promise<Grant[]> {
    if (numbers.length === 0) return [];
    const texts = await redis.mget(numbers.map((number) => keys.grant(Number(number))));
    return texts.flatMap((text, index) => (text === null ? [] : [decode(ids.of(numbers[index] ?? ''), text)]));
  }

  const newest = async (index: string, limit: number): Promise<Grant[]> =>
    limit < 1 ? [] : records((await redis.lrange(index, -limit, -1)).reverse());

  return {
    async get(id) {
      const number = ids.number(id);
      const text = number === null ? null : await redis.get(keys.grant(number));
      return text === null ? null : decode(id, text);
    },
    byPerson: (user, limit) => newest(keys.person(user), limit),
    byAsset: (asset, limit) => newest(keys.asset(assetKey(asset)), limit),
    openOn: async (asset, limit) =>
      limit < 1 ? [] : records(await redis.zrange(keys.openOn(assetKey(asset)), 0, `${limit - 1}`)),
    async byTicket(ticket, limit) {
      const numbers = (await redis.hget(keys.tickets, ticket))?.split(',') ?? [];
      return records(numbers.reverse().slice(0, limit));
    },
    async pending(limit) {
      const open = limit < 1 ? [] : await records(await redis.zrange(keys.pending, 0, `${limit - 1}`));
      return open.filter((grant): grant is GrantIn<'pending'> => grant.state === 'pending');
    },
    async timeline(id) {
      const number = ids.number(id);
      if (number === null) return [];
      const entries = await run(redis, timelineScript, [keys.grant(number), keys.events], []);
      return (entries as Entry[]).map(auditEvent);
    },
    async setCard(id, ts, version) {
      const number = ids.number(id);
      if (number !== null) await run(redis, cardScript, [keys.grant(number)], [ts, version]);
    },
    async setTold(id, event) {
      const number = ids.number(id);
      if (number !== null) await run(redis, toldScript, [keys.grant(number)], [event]);
    },
  };
}
