import { assetKey } from '../access/asset.ts';
import { type AuditEvent, type FoundEvent, isFound } from '../access/event.ts';
import {
  type Grant,
  type GrantId,
  isLive,
  type LiveGrant,
  type PrincipalId,
  type SlackUserId,
} from '../access/grant.ts';
import { isFinal } from '../access/lifecycle.ts';
import { type Before, NOTHING, type Tail } from '../access/ports/archive.ts';
import { beyond, type Task } from '../access/tasks.ts';
import { readChain } from './read.ts';

/** A request or a grant that was not over when the archive ended, with its events, oldest first. */
export type Obligation = { grant: Grant; before?: Before; events: AuditEvent[] };

/** What of an archive still binds: what is not over, in the order of its numbers, and what must not be given out twice. */
export type Obligations = {
  tail: Tail;
  open: Obligation[];
  /** What is over, the newest of each asset that nothing is open on, where the business was to leave the asset by itself and is not known to have left. */
  leaving: Obligation[];
  /** How many are over. */
  over: number;
  /** The highest running number. */
  highest: number;
  /** Whose each principal is. */
  people: Map<PrincipalId, SlackUserId>;
  /** What leads let stand, by the key of the finding, each with the event that says so. */
  standing: Map<string, FoundEvent>;
};

/** Reads the archive of one business to its end. */
export async function obligationsOf(folder: string): Promise<Obligations> {
  const open = new Map<GrantId, Obligation>();
  const people = new Map<PrincipalId, SlackUserId>();
  const standing = new Map<string, FoundEvent>();
  const over = new Set<number>();
  const leaving = new Map<string, Obligation>();
  let tail = NOTHING;
  let highest = 0;
  for await (const { seq, hash, event, grant, before } of readChain(folder, () => {})) {
    tail = { seq, head: hash, event: event.id };
    if (isFound(event)) {
      noteStanding(standing, event);
      continue;
    }
    const number = numberOf(event.grant);
    highest = Math.max(highest, number);
    if (!grant) continue;
    if (!people.has(grant.principal)) people.set(grant.principal, grant.requester);
    const events = [...(open.get(grant.id)?.events ?? []), event];
    if (isFinal(grant.state)) {
      open.delete(grant.id);
      over.add(number);
      noteLeaving(leaving, { grant, events });
      continue;
    }
    open.set(grant.id, { grant, events, ...(before ? { before } : {}) });
  }
  for (const { grant } of open.values()) leaving.delete(assetKey(grant.asset));
  const inOrder = (those: Iterable<Obligation>) =>
    [...those].toSorted((a, b) => numberOf(a.grant.id) - numberOf(b.grant.id));
  return {
    ...{ tail, open: inOrder(open.values()), leaving: inOrder(leaving.values()) },
    over: over.size,
    highest,
    people,
    standing,
  };
}

function noteLeaving(leaving: Map<string, Obligation>, one: Obligation): void {
  const { grant, events } = one;
  if (grant.state !== 'ended') return;
  const key = assetKey(grant.asset);
  const known = leaving.get(key);
  const past = known?.grant.id === grant.id ? known.events : [];
  if (grant.left) leaving.delete(key);
  // Where an earlier loss made a question of it, it goes on as one.
  else if (grant.leave === 'due' || (grant.leave && past.length > 0))
    leaving.set(key, { grant, events: [...past, ...events] });
}

function noteStanding(standing: Map<string, FoundEvent>, event: FoundEvent): void {
  const key = `${event.detail?.asset}:${event.detail?.principal}`;
  if (event.kind === 'found-standing') standing.set(key, event);
  if (event.kind === 'found-undone' || event.kind === 'found-adopted') standing.delete(key);
}

/** What leads let stand of this grant's holder on its asset: it counts as held before. */
export const standingOf = ({ standing }: Pick<Obligations, 'standing'>, { asset, principal }: Grant): Task[] =>
  standing.get(`${assetKey(asset)}:${principal}`)?.detail?.tasks?.split(',') ?? [];

const numberOf = (id: GrantId): number => Number(id.slice(id.lastIndexOf('-') + 1));

/** An obligation that says what Meta should hold. */
export type Live = Obligation & { grant: LiveGrant };

const isLiveOne = (one: Obligation): one is Live => isLive(one.grant);

/** All that is live on the asset for the principal of this grant, itself among them. */
export const pairOf = (open: readonly Obligation[], { asset, principal }: Grant): Live[] =>
  open
    .filter(isLiveOne)
    .filter(({ grant }) => grant.principal === principal && assetKey(grant.asset) === assetKey(asset));

/**
 * What the person of a pair held before Hallpass. Where the archive ends before that was written down, Meta may hold already what
 * Hallpass gave: what the grants give then does not count as held before.
 */
export async function beforeOf(pair: readonly Live[], held: () => Promise<readonly Task[] | null>) {
  const archived = pair.findLast(({ before }) => before)?.before;
  if (archived) return { before: archived, assumed: false };
  if (pair.some(({ grant }) => grant.adopted)) return { before: { baseline: [] } satisfies Before, assumed: false };
  const tasks = pair.flatMap(({ grant }) => grant.tasks);
  return { before: { baseline: beyond((await held()) ?? [], tasks) } satisfies Before, assumed: true };
}
