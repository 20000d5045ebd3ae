import type { AuditEvent } from '../access/event.ts';
import type { Trail } from '../trail.ts';

/** An event that a job follows, with what was done in Slack, if anything was; it travels with the payload, for the log alone. */
export type Follows = { event: string; grant: string; request?: string | undefined };

export const follows = ({ id: event, grant, origin: request }: AuditEvent): Follows => ({ event, grant, request });

/** What the log tells of payloads: the events, grants and requests that led to them. */
export function trailOf(...payloads: unknown[]): Trail {
  const follows = payloads.flatMap((payload) => (payload as { follows?: Follows[] } | null)?.follows ?? []);
  if (follows.length === 0) return {};
  const requests = follows.flatMap(({ request }) => request ?? []);
  return {
    events: follows.map(({ event }) => event),
    grants: [...new Set(follows.map(({ grant }) => grant))],
    ...(requests.length > 0 ? { requests: [...new Set(requests)] } : {}),
  };
}
