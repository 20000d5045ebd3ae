import type { LedgerEntry } from '../../demo/graph/server.ts';
import { type AuditEvent, committedAt } from '../../src/access/event.ts';
import type { Grant } from '../../src/access/grant.ts';
import { beyond, covers, union } from '../../src/access/tasks.ts';
import type { Place } from './cast.ts';

export type Story = { grant: Grant; events: AuditEvent[] };

export const momentOf = ({ events }: Story, kind: string): number | null => {
  const event = events.find((one) => one.kind === kind);
  return event ? committedAt(event) : null;
};

export const metaId = ({ asset }: Grant): string => (asset.kind === 'adaccount' ? `act_${asset.id}` : asset.id);

/** What Meta's own book of who held what when says against what was approved and proved. */
export function holdingViolations(all: readonly Story[], book: readonly LedgerEntry[], places: readonly Place[]) {
  const wrong: string[] = [];
  for (const entry of book) {
    const place = places.find(({ id }) => id === entry.assetId);
    const mine = storiesOf(all, entry);
    if (entry.by === 'outside') continue;
    const more = place ? beyond(entry.after, place.ceiling) : entry.after;
    if (more.length > 0) wrong.push(`${entry.userId} got ${more} on ${entry.assetId}, above the ceiling`);
    const approved = mine.filter((story) => mayHold(story, entry.at)).map(({ grant }) => grant.tasks);
    const loose = beyond(entry.after, union(baselineOf(book, entry), ...approved));
    if (loose.length > 0)
      wrong.push(`${entry.userId} got ${loose} on ${entry.assetId} at ${entry.at}, approved by nobody`);
  }
  return [...wrong, ...all.flatMap((story) => untrue(story, all, book))];
}

/** From the approval to the proof of the end. A failed one may be given late, which is then taken away. */
function mayHold(story: Story, at: number): boolean {
  const from = momentOf(story, 'approved');
  return from !== null && from <= at && at <= (momentOf(story, 'ended') ?? Number.POSITIVE_INFINITY);
}

export const storiesOf = (all: readonly Story[], { assetId, userId }: Pick<LedgerEntry, 'assetId' | 'userId'>) =>
  all.filter(({ grant }) => metaId(grant) === assetId && grant.principal === userId);

const baselineOf = (book: readonly LedgerEntry[], { assetId, userId }: Pick<LedgerEntry, 'assetId' | 'userId'>) =>
  book.findLast((entry) => entry.by === 'outside' && entry.assetId === assetId && entry.userId === userId)?.after ?? [];

/** Who holds what on the pair from when on. */
export const changesOf = (book: readonly LedgerEntry[], grant: Grant): LedgerEntry[] =>
  book.filter((entry) => entry.assetId === metaId(grant) && entry.userId === grant.principal);

/** Said to be there, or to be gone, without having been so by then. */
function untrue(story: Story, all: readonly Story[], book: readonly LedgerEntry[]): string[] {
  const { grant } = story;
  const changes = changesOf(book, grant);
  const [active, ended] = [momentOf(story, 'activated'), momentOf(story, 'ended')];
  const wrong: string[] = [];
  const asked = momentOf(story, 'approved') ?? active ?? 0;
  const known = changes.findLastIndex(({ at }) => at <= asked);
  const given = changes.filter(
    ({ at, after }, index) => index >= known && at <= (active ?? 0) && covers(after, grant.tasks),
  );
  if (active !== null && given.length === 0) {
    wrong.push(`${grant.id} was said to be active before Meta had it`);
  }
  const left = ended === null ? [] : (changes.findLast(({ at }) => at <= ended)?.after ?? []);
  if (ended !== null && left.length > 0) {
    const others = storiesOf(all, { assetId: metaId(grant), userId: grant.principal }).filter((one) => one !== story);
    const rightful = others.filter((other) => mayHold(other, ended)).map((other) => other.grant.tasks);
    const first = changes[0] as LedgerEntry;
    const loose = beyond(left, union(baselineOf(book, first), ...rightful));
    if (loose.length > 0) wrong.push(`${grant.id} was said to be over while ${loose} were held`);
  }
  return wrong;
}

/** How long after its end a grant's own tasks were still held at Meta, and until the proof was committed; ms. */
export function lateness(story: Story, all: readonly Story[], book: readonly LedgerEntry[]) {
  const { grant } = story;
  const proved = momentOf(story, 'ended');
  if (grant.state !== 'ended' || proved === null) return null;
  const others = storiesOf(all, { assetId: metaId(grant), userId: grant.principal }).filter((one) => one !== story);
  const changes = changesOf(book, grant);
  /** Whether nothing was held at that moment but what others' grants give, or was there before. */
  const rid = (moment: number): boolean => {
    const held = changes.findLast(({ at }) => at <= moment)?.after ?? [];
    const rightful = others.filter((other) => mayHold(other, moment)).map((other) => other.grant.tasks);
    return (
      held.length === 0 || beyond(held, union(baselineOf(book, changes[0] as LedgerEntry), ...rightful)).length === 0
    );
  };
  // It is over with a change at Meta, or with the approval of another one that gives the same: then nothing changes there.
  const moments = [...changes.map(({ at }) => at), ...others.map((other) => momentOf(other, 'approved') ?? 0)];
  const later = moments.filter((moment) => moment > grant.endsAt).sort((a, b) => a - b);
  const overstay = ([grant.endsAt, ...later].find(rid) ?? grant.endsAt) - grant.endsAt;
  return { overstay, proved: Math.max(0, proved - grant.endsAt) };
}
