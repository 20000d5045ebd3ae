import type { Redis } from 'ioredis';
import type { Ms } from '../access/grant.ts';
import type { Inbox, InboxItem } from '../access/ports.ts';
import { fieldsOf } from './audit-event.ts';
import { groupReader } from './group-reader.ts';
import { inTime } from './in-time.ts';
import { keysOf } from './keys.ts';
import { loadScript, run } from './scripts.ts';
import { sealer } from './seal.ts';

const GROUP = 'handlers';
/** Slack waits three seconds for the acknowledgement; after this, the person is told that nothing was kept. */
const PATIENCE: Ms = 2_000;

const addScript = loadScript('add-item');

/**
 * What people did in Slack, kept until it was handled. The facts are sealed, since they hold response URLs and whatever people type.
 * An item that this secret can't open (it was changed meanwhile) is handed out with no facts.
 */
export function createInbox(options: {
  redis: Redis;
  business: { key: string; id: string };
  consumer: string;
  secret: string;
  /** After how many ms an item that nobody finished or kept goes to another consumer. */
  idle?: Ms;
}): Inbox {
  const { redis, business, consumer, secret, idle = 15_000 } = options;
  const stream = keysOf(business.id).inbox;
  const { seal, open } = sealer(secret, business.id);
  const inPatience = inTime(redis, PATIENCE);
  const reader = groupReader({ redis, stream, group: GROUP, consumer, idle });

  return {
    async add({ kind, user, channel, at, data }) {
      const sealed = seal(JSON.stringify(data));
      await inPatience(
        async (until) => (await run(redis, addScript, [stream], [until, kind, user, channel, at, sealed])) === 'ok',
      );
    },

    async read(block, count) {
      const handed = await reader.read(block, count);
      return handed.map(({ id, flat, redelivered }) => ({ id, item: itemOf(fieldsOf(flat), open), redelivered }));
    },

    async done(ids) {
      if (ids.length === 0) return;
      const results = await redis
        .multi()
        .xack(stream, GROUP, ...ids)
        .xdel(stream, ...ids)
        .exec();
      for (const [error] of results ?? []) if (error) throw error;
    },

    keep: reader.keep,
    close: reader.close,
  };
}

function itemOf(fields: Record<string, string>, open: (sealed: string) => string | null): InboxItem {
  const { kind, user = '', channel = '', at, data = '' } = fields;
  const facts = JSON.parse(open(data) ?? '{}') as InboxItem['data'];
  return { kind: kind as InboxItem['kind'], user, channel, at: Number(at), data: facts };
}
