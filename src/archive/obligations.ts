import type { AuditEvent } from '../access/event.ts';
import type { Grant, GrantId, PrincipalId, SlackUserId } from '../access/grant.ts';
import { isFinal } from '../access/lifecycle.ts';
import { type Before, NOTHING, type Tail } from '../access/ports/archive.ts';
import { readChain } from './read.ts';

/** A request or a grant that was not over when the archive ended, with its events, oldest first. */
export type Obligation = { grant: Grant; before?: Before; events: AuditEvent[] };

/** What of an archive still binds: what is not over, in the order of its numbers, and what must not be given out twice. */
export type Obligations = {
  tail: Tail;
  open: Obligation[];
  /** How many are over. */
  over: number;
  /** The highest running number. */
  highest: number;
  /** Whose each principal is. */
  people: Map<PrincipalId, SlackUserId>;
};

/** Reads the archive of one business to its end. */
export async function obligationsOf(folder: string): Promise<Obligations> {
  const open = new Map<GrantId, Obligation>();
  const people = new Map<PrincipalId, SlackUserId>();
  const over = new Set<number>();
  let tail = NOTHING;
  let highest = 0;
  for await (const { seq, hash, event, grant, before } of readChain(folder, () => {})) {
    tail = { seq, head: hash, event: event.id };
    const number = numberOf(event.grant);
    highest = Math.max(highest, number);
    if (!grant) continue;
    if (!people.has(grant.principal)) people.set(grant.principal, grant.requester);
    if (isFinal(grant.state)) {
      open.delete(grant.id);
      over.add(number);
      continue;
    }
    const events = [...(open.get(grant.id)?.events ?? []), event];
    open.set(grant.id, { grant, events, ...(before ? { before } : {}) });
  }
  const inOrder = [...open.values()].toSorted((a, b) => numberOf(a.grant.id) - numberOf(b.grant.id));
  return { tail, open: inOrder, over: over.size, highest, people };
}

const numberOf = (id: GrantId): number => Number(id.slice(id.lastIndexOf('-') + 1));
