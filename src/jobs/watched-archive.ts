import type { Ms } from '../access/grant.ts';
import type { Feed } from '../access/ports/archive.ts';
import type { Following, Sink } from '../access/ports/sink.ts';
import type { Watched } from './alerts.ts';

/** An archive that takes nothing for so long has to be looked at; it is never this late by itself. */
const LATE: Ms = 300_000;

/** Events that nobody writes into the archive: its disk is full, away or not writable, or it does not belong to this Redis. */
export const lateArchive = (feed: Pick<Feed, 'waitingSince'>, now: () => Ms = Date.now): Watched => ({
  name: 'archive',
  title: 'Events are not archived',
  async look() {
    const since = await feed.waitingSince();
    if (since === null || now() - since < LATE) return null;
    return 'For minutes no event has reached the archive; they wait in Redis, and nothing else is held up. See whether the disk of the archive is full or away, and what the log and `/readyz` say.';
  },
});

/** Another place of the archive that has had lines waiting for it and takes none. */
export function lateSink(
  { sink, following }: { sink: Pick<Sink, 'name'>; following: Pick<Following, 'sent'> },
  feed: Pick<Feed, 'marker'>,
  now: () => Ms = () => performance.now(),
): Watched {
  let before: { sent: number; at: Ms } | null = null;
  return {
    name: `archive-${sink.name}`,
    title: `The archive does not reach its ${sink.name}`,
    async look() {
      const [marker, sent] = [await feed.marker(), await following.sent()];
      const left = marker ? marker.seq - sent : 0;
      if (left === 0) before = null;
      else if (before?.sent !== sent) before = { sent, at: now() };
      if (left === 0 || !before || now() - before.at < LATE) return null;
      if (left < 0)
        return `The ${sink.name} of the archive has ${-left} lines more than the archive, so what is written now does not go there. Where the folder was put back from a copy, or the archive goes on behind lines that are lost, remove the file .${sink.name} from it: all of it goes there again, for s3 best under a new prefix.`;
      return `For minutes the ${sink.name} of the archive has taken nothing, and ${left} lines wait for it. Nothing is lost; the log has the reason.`;
    },
  };
}
