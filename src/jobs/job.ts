import type { z } from 'zod';
import type { Desk } from '../access/desk.ts';
import type { AuditEvent } from '../access/event.ts';
import type { Grant } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Messenger } from '../access/ports/slack.ts';

/** What every job may use: one business' desk, Slack outwards, the log. */
export type JobDeps = { desk: Desk; messenger: Messenger; log: Log };

/** How often the job was started before, and whether its event was handed out before: reasons to look before posting. */
export type Try = { tries: number; remember(steps: Record<string, string>): Promise<void> };

/** One job, declared once: what it carries, what event calls for it, how urgent it is, how it runs. */
export type Job<P> = {
  name: string;
  payload: z.ZodType<P>;
  /** How many payloads run at once in one process. */
  concurrency: number;
  /** How many payloads of one urgency may travel in one job of the queue; default 1. Such a job remembers nothing. */
  bundle?: number;
  /** The payload when this event calls for the job, else null. */
  from(event: AuditEvent, grant: Grant, redelivered: boolean): P | null;
  /** What stands in the job's id in the place of the event's, when one such job at a time is enough. */
  once?(event: AuditEvent, grant: Grant): string | null;
  /** 1 is most urgent. */
  priority(event: AuditEvent): number;
  run(deps: JobDeps, payload: P, attempt: Try): Promise<void>;
};
