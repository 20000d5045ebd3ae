import type { AuditEvent } from '../access/event.ts';
import type { Log } from '../access/log.ts';
import type { Outbox } from '../access/ports/outbox.ts';
import { type Loop, startLoop } from '../loop.ts';
import type { Queues } from './queue.ts';

/**
 * Turns committed events into jobs. An event is acknowledged only after its jobs are in the queue, so a crash in between
 * repeats the adding, under the same job ids, and loses nothing.
 */
export function startRelay(
  { outbox, queues, log, after }: { outbox: Outbox; queues: Queues; log: Log; after: Promise<void> },
  saw: (event: AuditEvent) => void,
): Loop {
  return startLoop('relay', log, async () => {
    await after;
    const deliveries = await outbox.read(1_000, 200);
    if (deliveries.length === 0) return 0;
    await queues.follow(deliveries);
    await outbox.ack(deliveries.map(({ event }) => event.id));
    for (const { event, redelivered } of deliveries) {
      const { id, kind, grant, origin: request } = event;
      log.info({ event: id, kind, grant, request }, 'event is followed');
      if (!redelivered) saw(event);
    }
    return 0;
  });
}
