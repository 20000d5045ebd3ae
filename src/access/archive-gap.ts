import type { Feed, Tail } from './ports/archive.ts';

/** What does not fit between the archive and Redis: events are archived that Redis has lost, or lines are gone that Redis knows to be archived. */
export type Gap = { lost: 'redis' | 'archive'; archived: number; known: number };

/** Compares where the archive ends with what Redis knows of it; null when they belong together. */
export async function gapBetween(
  feed: Pick<Feed, 'marker' | 'has'>,
  end: () => Tail | Promise<Tail>,
): Promise<Gap | null> {
  // In this order: what is archived in between is not taken for lost.
  const marker = await feed.marker();
  const tail = await end();
  const known = marker?.seq ?? 0;
  const gap = (lost: Gap['lost']): Gap => ({ lost, archived: tail.seq, known });
  if (known > tail.seq) return gap('archive');
  if (known === tail.seq) return marker === null || marker.head === tail.head ? null : gap('redis');
  // Archived, and then a crash before Redis was told so: the events are there still.
  return (await feed.has(tail.event)) ? null : gap('redis');
}

/** The gap in words for whoever runs Hallpass. */
export function gapWords(business: string, { lost, archived, known }: Gap): string {
  return lost === 'redis'
    ? `${business}: Redis does not know what is archived: the archive has ${archived} events, of which Redis knows ${known}. It was emptied, or is an older copy, or another one. Access that it forgot is taken away by nobody.`
    : `${business}: the archive has lost events: Redis knows of ${known} that were archived, and ${archived} are there. It was cut off, or is another folder; see audit verify.`;
}

/** What to do about a gap: only where Redis lost something may it be emptied. */
export const gapRemedy: Readonly<Record<Gap['lost'], string>> = {
  redis:
    'Give it an empty Redis and run node src/main.ts rebuild; or rebuild --accept-loss, to go on without what is lost.',
  archive:
    'Redis has lost nothing, so keep it: give it the folder with all of its lines, or run node src/main.ts rebuild --accept-loss, which lets the archive go on behind the lines that are there.',
};
