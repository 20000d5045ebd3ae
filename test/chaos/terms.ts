import type { LedgerEntry } from '../../demo/graph/server.ts';
import { committedAt } from '../../src/access/event.ts';
import { beyond, covers } from '../../src/access/tasks.ts';
import type { Place } from './cast.ts';
import { changesOf, metaId, momentOf, type Story, storiesOf } from './holdings.ts';

/** By so much a clock may be moved ahead, and a machine's clock differ from that of Redis; ms. */
const AHEAD = 2_600;

/** What people were promised: no more than the customer permits, until the end that was agreed, whoever else's access ends meanwhile. */
export function termViolations(all: readonly Story[], book: readonly LedgerEntry[], places: readonly Place[]) {
  return all.flatMap((story) => [
    ...aboveCeiling(story, places),
    ...tooEarly(story),
    ...takenAlong(story, storiesOf(all, pairOf(story)), book),
  ]);
}

const pairOf = ({ grant }: Story) => ({ assetId: metaId(grant), userId: grant.principal });

function aboveCeiling({ grant, events }: Story, places: readonly Place[]): string[] {
  const place = places.find(({ id }) => id === metaId(grant));
  const more = place && events.some(({ kind }) => kind === 'approved') ? beyond(grant.tasks, place.ceiling) : [];
  return more.length > 0 ? [`${grant.id} was approved with ${more}, above the ceiling`] : [];
}

/** Ended for its time, before its time: what an extension moved must count. */
function tooEarly({ grant, events }: Story): string[] {
  const until = events.findLast(({ detail }) => detail?.until !== undefined)?.detail?.until;
  const ending = events.find(({ kind }) => kind === 'ending');
  if (until === undefined || ending?.detail?.reason !== 'expired') return [];
  const early = Number(until) - committedAt(ending);
  return early > AHEAD ? [`${grant.id} ended ${early} ms before its time`] : [];
}

/** What was seen when an end was proved must hold what the same person's other accesses, which went on all the while, give there. */
function takenAlong(story: Story, mine: readonly Story[], book: readonly LedgerEntry[]): string[] {
  const [ending, ended] = [momentOf(story, 'ending'), momentOf(story, 'ended')];
  if (ending === null || ended === null) return [];
  const changes = changesOf(book, story.grant);
  const first = changes.findLastIndex(({ at }) => at <= ending);
  const shown = changes.filter(({ at }, index) => index >= first && at <= ended);
  const others = mine.filter((other) => {
    const [from, to] = [momentOf(other, 'activated'), momentOf(other, 'ending')];
    return other !== story && from !== null && from < ending && to !== null && to > ended;
  });
  return others
    .filter((other) => !shown.some(({ after }) => covers(after, other.grant.tasks)))
    .map((other) => `${story.grant.id} took along what ${other.grant.id} gives`);
}
