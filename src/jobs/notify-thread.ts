import { timelineLine } from '../views/timeline.ts';
import type { JobDeps } from './job.ts';
import type { Notice } from './notify.ts';

/** Writes the event's line into the card's thread, once; some events have none. */
export async function tellThread({ messenger }: JobDeps, { grant, event, look }: Notice): Promise<void> {
  const line = timelineLine(event, grant);
  if (!line || !grant.card) return;
  const key = `line-${event.id}`;
  const where = { channel: grant.channel, thread: grant.card, key };
  const found = look ? await messenger.find({ ...where, since: grant.requestedAt }) : null;
  if (!found) await messenger.post({ ...where, message: { text: line, blocks: [] } });
}
