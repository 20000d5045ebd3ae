import type { AssetRef } from '../asset.ts';
import type { AuditEvent, NewEvent, Origin } from '../event.ts';
import type { Grant, GrantId, GrantIn, LiveGrant, Ms, PrincipalId, SlackUserId } from '../grant.ts';
import type { Task } from '../tasks.ts';
import type { Watch } from './watch.ts';

/** A request before the store numbers it. */
export type Draft = Omit<GrantIn<'pending'>, 'id' | 'version'>;

/** What the store knows of one (asset, principal): the input of converge. */
export type Pair = {
  /** Raised by every transition that changes what should be held. */
  generation: number;
  /** What the person held before Hallpass touched the pair, with what leads let stand; null until the first converge has read it. */
  baseline: Task[] | null;
  /** What leads let stand of it, also while the baseline is not read yet; what was seen to be gone stands no more. */
  stands?: Task[];
  /** When Hallpass last sent a write for this pair to Meta; a read soon after it may be stale. */
  writtenAt: Ms | null;
  /** Writes that give something and had no answer yet: they may still arrive at Meta, whoever holds the lease now. */
  giving: Giving[];
  /** Tasks of the baseline that Hallpass took away to give them back, and has not seen to be back yet. */
  owed?: Task[];
  /** Grants that are granting, active or ending, oldest first. */
  grants: LiveGrant[];
};

/** `by`: the lease under which it was sent. */
export type Giving = { by: string; at: Ms; tasks: Task[] };

/** When a customer's answer was last looked for, and how often in a row Meta showed nothing of the request. */
export type Look = { at: Ms; gone: number };

/** A lease that one worker holds, which no other lease has the id of; `held()` turns false once it was lost or could not be renewed, and is asked for that many ms ahead. */
export type Lease = { id: string; held(ahead?: Ms): boolean; confirmed(): Promise<boolean>; release(): Promise<void> };

export type Created = { kind: 'ok'; grant: GrantIn<'pending'> } | { kind: 'open'; id: GrantId };

/** The store of one business. Every change of state goes through `create`, `commit` or `tick`: one script each, which appends the event too. */
export type Ledger = {
  /**
   * Numbers and stores a request; `open` when the same person has one open for this asset and ticket that covers it. With an
   * origin that made a request before, that one is answered.
   */
  create(draft: Draft, event: NewEvent, origin?: Origin): Promise<Created>;
  /** The request that this origin made, whatever became of it. */
  made(origin: Origin): Promise<Grant | null>;
  /**
   * Replaces the stored grant, if its version is `next.version - 1`, with its indexes and deadline, and appends the event. What
   * should follow an end (`leave`) is dropped where anything else on the asset is open in that instant.
   */
  commit(next: Grant, event: NewEvent): Promise<'ok' | 'conflict' | 'missing'>;
  get(id: GrantId): Promise<Grant | null>;
  /** Newest first. */
  byPerson(user: SlackUserId, limit: number): Promise<Grant[]>;
  byAsset(asset: AssetRef, limit: number): Promise<Grant[]>;
  /** Requests and grants on an asset that are not over, oldest first; however long its history is. */
  openOn(asset: AssetRef, limit: number): Promise<Grant[]>;
  byTicket(ticket: string, limit: number): Promise<Grant[]>;
  /** Pending requests, oldest first. */
  pending(limit: number): Promise<GrantIn<'pending'>[]>;
  /** The audit events of one grant, oldest first. */
  timeline(id: GrantId): Promise<AuditEvent[]>;
  pair(asset: AssetRef, principal: PrincipalId): Promise<Pair>;
  /**
   * Before a write to Meta: keeps the baseline (the first one wins) without what is `lost` of it, the time of the write, and what
   * is `owed` from it on (none, unless it is named again), and what it is `giving` until `noteAnswer`; `conflict` when the
   * generation moved on.
   */
  noteWrite(
    asset: AssetRef,
    principal: PrincipalId,
    note: { generation: number; baseline: Task[]; at: Ms; lost?: Task[]; owed?: Task[]; giving?: Giving },
  ): Promise<'ok' | 'conflict'>;
  /** The writes that were sent under this lease have had their answers, or can't arrive any more. */
  noteAnswer(asset: AssetRef, principal: PrincipalId, by: string): Promise<void>;
  /** Remembers where the card is and which version it shows. Not access state: no event, no new version. */
  setCard(id: GrantId, ts: string, version: number): Promise<void>;
  /** Remembers that the grant's events up to this one are told in the card's thread. Not access state, like the card. */
  setTold(id: GrantId, event: string): Promise<void>;
  /** Binds a principal to one Slack person; answers the person it is bound to (another one means it is shared). */
  bindPerson(principal: PrincipalId, user: SlackUserId): Promise<SlackUserId>;
  /** Counts one more customer who is asked on the day of `now`; false when there were `max` already, and none is counted. */
  countAsk(now: Ms, max: number): Promise<boolean>;
  /** The last look at each Page that a customer was asked for, by the asset's key; not access state, like the card. */
  looks(): Promise<Map<string, Look>>;
  /** null: nothing waits for it any more. */
  noteLook(assetKey: string, look: Look | null): Promise<void>;
  /** Before a write to Meta that must not be sent twice: that it is about to leave; null: what became of it is known. */
  noteSending(name: string, at: Ms | null): Promise<void>;
  /** When the write of that name was about to leave, if nobody knows yet what became of it. */
  sending(name: string): Promise<Ms | null>;
  /** What is kept of looking for differences to Meta. */
  watch: Watch;
  /** Whether all that was committed so far is on a replica of Redis, or it has none: what follows from it must not be known better at Meta and in Slack. */
  replicated(): Promise<boolean>;
  /**
   * Since when, by the clock of Redis (epoch ms), this process has spoken with the Redis it speaks with now; infinity until it knows. That an event
   * from before was followed may have been forgotten by a failover.
   */
  knownSince(): Ms;
  /**
   * Asked before something is done, answers afterwards whether Redis was one and the same all the while: else what was done may be forgotten by the one
   * that took over, and must not be called done there.
   */
  unbroken(): () => boolean;
  /** Takes a named lease for `ttl` ms, renewed by itself until released; null when another holds it. */
  lease(name: string, ttl: Ms): Promise<Lease | null>;
  /** Moves at most `batch` grants whose deadline has come; `next` is the earliest deadline left. */
  tick(now: Ms, batch: number): Promise<{ moved: number; next: Ms | null }>;
};
