import type { AuditEvent } from '../event.ts';
import type { Grant, Ms } from '../grant.ts';

/** What the relay reads: events with how often each was handed out before. */
export type Delivery = { event: AuditEvent; grant: Grant; redelivered: boolean };

/** The audit stream as outbox: a consumer group that acknowledges after the follow-up is in the queue. */
export type Outbox = {
  /** Waits up to `block` ms for events; first those which this or a dead consumer left unacknowledged. */
  read(block: Ms, count: number): Promise<Delivery[]>;
  ack(ids: string[]): Promise<void>;
  close(): Promise<void>;
};
