import { timelineLine } from '../views/timeline.ts';
import type { JobDeps } from './job.ts';
import type { Notice } from './notify.ts';

/** Writes the event's line into the card's thread, once; answers its ts, or `none` when the event has no line. */
export async function tellThread({ messenger }: JobDeps, { grant, event, look }: Notice): Promise<string> {
  const line = timelineLine(event, grant);
  if (!line || !grant.card) return 'none';
  const key = `line-${event.id}`;
  const where = { channel: grant.channel, thread: grant.card, key };
  const found = look ? await messenger.find({ ...where, since: grant.requestedAt }) : null;
  return (found ?? (await messenger.post({ ...where, message: { text: line, blocks: [] } }))).ts;
}
