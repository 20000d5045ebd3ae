import type { AuditEvent, EventKind } from '../access/event.ts';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import type { Outbox } from '../access/ports/outbox.ts';
import { type Loop, startLoop } from '../loop.ts';
import type { Queues } from './queue.ts';

type Parts = {
  outbox: Outbox;
  ledger: Pick<Ledger, 'replicated' | 'unbroken'>;
  queues: Queues;
  log: Log;
  after: Promise<void>;
};

/** How long a read waits for events. */
const WAIT: Ms = 1_000;
/** From here on events may have gone to another one, which they do three seconds after they were handed out. */
const LATE: Ms = 2_000;

/** What takes away waits for nothing. */
const URGENT: ReadonlySet<EventKind> = new Set(['ending', 'overdue']);

/**
 * Turns committed events into jobs. An event is acknowledged only after its jobs are in the queue, so a crash in between
 * repeats the adding, under the same job ids, and loses nothing. What no replica of Redis knows yet is left to come again: a failover would
 * forget it, and give its number to another request.
 */
export function startRelay({ outbox, ledger, queues, log, after }: Parts, saw: (event: AuditEvent) => void): Loop {
  return startLoop('relay', log, async () => {
    await after;
    const asked = performance.now();
    const read = await outbox.read(WAIT, 200);
    if (read.length === 0) return 0;
    const known = await ledger.replicated();
    const may = known ? read : read.filter(({ event }) => URGENT.has(event.kind));
    // Who was frozen, or cut off, may have been handed these long ago: another one has them since then, and may be through with them.
    const late = performance.now() - asked > LATE;
    const deliveries = late ? may.map((delivery) => ({ ...delivery, redelivered: true })) : may;
    if (!known) log.warn({ events: read.length - deliveries.length }, 'no replica of Redis keeps up, events wait');
    const unbroken = ledger.unbroken();
    await queues.follow(deliveries);
    if (!unbroken()) return 0;
    await outbox.ack(deliveries.map(({ event }) => event.id));
    for (const { event, redelivered } of deliveries) {
      const { id, kind, grant, origin: request } = event;
      log.info({ event: id, kind, grant, request }, 'event is followed');
      if (!redelivered) saw(event);
    }
    return 0;
  });
}
