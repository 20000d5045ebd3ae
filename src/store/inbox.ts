import type { Ms } from '../access/grant.ts';
import type { Inbox, InboxItem } from '../access/ports/inbox.ts';
import { fieldsOf } from './audit-event.ts';
import type { Redis } from './connection.ts';
import { appendedAt, gather } from './gather.ts';
import { groupReader } from './group-reader.ts';
import { keysOf } from './keys.ts';
import { inboxSealer } from './seal.ts';

const GROUP = 'handlers';
/** Slack waits three seconds for the acknowledgement; after this, the person is told that nothing was kept. */
const PATIENCE: Ms = 2_000;

/** Slack sends an event again for about an hour. */
const COPIES: Ms = 2 * 3_600_000;

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
  const keys = keysOf(business.id);
  const stream = keys.inbox;
  const { seal, open } = inboxSealer(secret, business.id);
  const append = gather(redis, stream, PATIENCE);
  const reader = groupReader({ redis, stream, group: GROUP, consumer, idle });

  async function done(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const results = await redis
      .multi()
      .xack(stream, GROUP, ...ids)
      .xdel(stream, ...ids)
      .exec();
    for (const [error] of results ?? []) if (error) throw error;
  }

  /** False for the copy of an event whose first copy another entry holds. */
  async function isFirst({ id, fields }: { id: string; fields: Record<string, string> }): Promise<boolean> {
    if (fields.event === undefined) return true;
    const key = keys.first(fields.event);
    await redis.set(key, id, 'PX', COPIES, 'NX');
    return (await redis.get(key)) === id;
  }

  return {
    async add({ kind, user, channel, at, request, data, event }) {
      const sealed = seal(JSON.stringify(data));
      await append([
        'kind',
        kind,
        'user',
        user,
        'channel',
        channel,
        'at',
        at,
        'data',
        sealed,
        ...(request ? ['request', request] : []),
        ...(event ? ['event', event] : []),
      ]);
    },

    async read(block, count) {
      const handed = await reader.read(block, count);
      const entries = handed.map(({ id, flat, redelivered }) => ({ id, redelivered, fields: fieldsOf(flat) }));
      // Redis did it so late that the person was told that it was not kept.
      const late = entries.filter(({ id, fields }) => appendedAt(id) > Number(fields.until));
      const again = (await Promise.all(entries.map(async (entry) => ((await isFirst(entry)) ? [] : [entry])))).flat();
      const out = new Set([...late, ...again]);
      await done([...out].map(({ id }) => id));
      return entries
        .filter((entry) => !out.has(entry))
        .map(({ id, redelivered, fields }) => ({ id, redelivered, item: itemOf(fields, open) }));
    },

    done,

    keep: reader.keep,
    close: reader.close,
  };
}

function itemOf(fields: Record<string, string>, open: (sealed: string) => string | null): InboxItem {
  const { kind, user = '', channel = '', at, request, data = '' } = fields;
  const facts = JSON.parse(open(data) ?? '{}') as InboxItem['data'];
  return { kind: kind as InboxItem['kind'], user, channel, at: Number(at), request, data: facts };
}
