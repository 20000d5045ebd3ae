import { isFound } from '../access/event.ts';
import type { Grant, Ms } from '../access/grant.ts';
import type { Outbox } from '../access/ports/outbox.ts';
import { anyEvent } from './audit-event.ts';
import { decode } from './codec.ts';
import type { Redis } from './connection.ts';
import { idsOf } from './grant-id.ts';
import { groupReader } from './group-reader.ts';
import { keysOf } from './keys.ts';

/** Reads the audit stream of one business as a member of the group `relay`; `consumer` names this process. */
export function createOutbox(options: {
  redis: Redis;
  business: { key: string; id: string };
  consumer: string;
  /** After how many ms an event that nobody acknowledged goes to another consumer. */
  idle?: Ms;
}): Outbox {
  const { redis, business, consumer, idle = 3_000 } = options;
  const keys = keysOf(business.id);
  const ids = idsOf(business.key);
  const reader = groupReader({ redis, stream: keys.events, group: 'relay', consumer, idle });

  async function current(grants: string[]): Promise<(Grant | null)[]> {
    const numbers = grants.map((id) => ids.number(id) ?? 0);
    const texts = await redis.mget(numbers.map(keys.grant));
    return texts.map((text, index) => (text === null ? null : decode(grants[index] ?? '', text)));
  }

  return {
    async read(block, count) {
      const handed = await reader.read(block, count);
      if (handed.length === 0) return [];
      const events = handed.map(({ id, flat }) => anyEvent([id, flat]));
      const grants = await current(events.map((event) => event.grant));
      // Of a grant that is not stored any more, and of a finding, nothing follows.
      await reader.ack(events.filter((_, index) => !grants[index]).map((event) => event.id));
      return events.flatMap((event, index) => {
        const grant = grants[index];
        return grant && !isFound(event) ? [{ event, grant, redelivered: handed[index]?.redelivered ?? false }] : [];
      });
    },
    ack: reader.ack,
    close: reader.close,
  };
}
