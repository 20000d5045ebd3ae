import type { AssetRef, Ownership } from './asset.ts';
import type { AuditEvent, NewEvent } from './event.ts';
import type { ErrorKind, Grant, GrantId, GrantIn, LiveGrant, Ms, PrincipalId, SlackUserId } from './grant.ts';
import type { Task } from './tasks.ts';

/** Time from outside, so that tests and the demo can move it. Epoch milliseconds. */
export type Clock = { now(): Ms };

/** A request before the store numbers it. */
export type Draft = Omit<GrantIn<'pending'>, 'id' | 'version'>;

/** What the store knows of one (asset, principal): the input of converge. */
export type Pair = {
  /** Raised by every transition that changes what should be held. */
  generation: number;
  /** What the person held before Hallpass touched the pair; null until the first converge has read it. */
  baseline: Task[] | null;
  /** When Hallpass last sent a write for this pair to Meta; a read soon after it may be stale. */
  writtenAt: Ms | null;
  /** Tasks of the baseline that Hallpass took away to give them back, and has not seen to be back yet. */
  owed?: Task[];
  /** Grants that are granting, active or ending, oldest first. */
  grants: LiveGrant[];
};

/** A lease that one worker holds; `held()` turns false once it was lost or could not be renewed. */
export type Lease = { held(): boolean; release(): Promise<void> };

/** What was done in Slack; when it comes again, after a crash, it is answered with the request that it made the first time. */
export type Origin = string;
export type Created = { kind: 'ok'; grant: GrantIn<'pending'> } | { kind: 'open'; id: GrantId };

/** The store of one business. Every change of state goes through `create`, `commit` or `tick`: one script each, which appends the event too. */
export type Ledger = {
  /** Numbers and stores a request; `open` when the same person has one open for this asset and ticket that covers it. */
  create(draft: Draft, event: NewEvent, origin?: Origin): Promise<Created>;
  /** Replaces the stored grant, if its version is `next.version - 1`, with its indexes and deadline, and appends the event. */
  commit(next: Grant, event: NewEvent): Promise<'ok' | 'conflict' | 'missing'>;
  get(id: GrantId): Promise<Grant | null>;
  /** Newest first. */
  byPerson(user: SlackUserId, limit: number): Promise<Grant[]>;
  byAsset(asset: AssetRef, limit: number): Promise<Grant[]>;
  byTicket(ticket: string, limit: number): Promise<Grant[]>;
  /** Pending requests, oldest first. */
  pending(limit: number): Promise<GrantIn<'pending'>[]>;
  /** The audit events of one grant, oldest first. */
  timeline(id: GrantId): Promise<AuditEvent[]>;
  pair(asset: AssetRef, principal: PrincipalId): Promise<Pair>;
  /**
   * Before a write to Meta: keeps the baseline (the first one wins) without what is `lost` of it, the time of the write, and what
   * is `owed` from it on (none, unless it is named again); `conflict` when the generation moved on.
   */
  noteWrite(
    asset: AssetRef,
    principal: PrincipalId,
    note: { generation: number; baseline: Task[]; at: Ms; lost?: Task[]; owed?: Task[] },
  ): Promise<'ok' | 'conflict'>;
  /** Remembers where the card is and which version it shows. Not access state: no event, no new version. */
  setCard(id: GrantId, ts: string, version: number): Promise<void>;
  /** Remembers that so many events are told in the card's thread. Not access state, like the card. */
  setTold(id: GrantId, count: number): Promise<void>;
  /** Binds a principal to one Slack person; answers the person it is bound to (another one means it is shared). */
  bindPerson(principal: PrincipalId, user: SlackUserId): Promise<SlackUserId>;
  /** Takes a named lease for `ttl` ms, renewed by itself until released; null when another holds it. */
  lease(name: string, ttl: Ms): Promise<Lease | null>;
  /** Moves at most `batch` grants whose deadline has come; `next` is the earliest deadline left. */
  tick(now: Ms, batch: number): Promise<{ moved: number; next: Ms | null }>;
};

/** What the relay reads: events with how often each was handed out before. */
export type Delivery = { event: AuditEvent; grant: Grant; redelivered: boolean };

/** The audit stream as outbox: a consumer group that acknowledges after the follow-up is in the queue. */
export type Outbox = {
  /** Waits up to `block` ms for events; first those which this or a dead consumer left unacknowledged. */
  read(block: Ms, count: number): Promise<Delivery[]>;
  ack(ids: string[]): Promise<void>;
  close(): Promise<void>;
};

/** Something a person did in Slack, kept until it was handled. `reply` is where the answer may be sent. */
export type InboxItem = {
  kind: 'command' | 'action' | 'view' | 'message' | 'home';
  user: SlackUserId;
  channel: string;
  at: Ms;
  /** Kind-specific facts, all strings. */
  data: Record<string, string>;
};

/** Interactions are committed here before they are acknowledged to Slack, so that a crash loses none. */
export type Inbox = {
  add(item: InboxItem): Promise<void>;
  read(block: Ms, count: number): Promise<{ id: string; item: InboxItem; redelivered: boolean }[]>;
  done(ids: string[]): Promise<void>;
  /** Says that these are still being handled: who is not heard of for a few seconds counts as dead. */
  keep(ids: string[]): Promise<void>;
  close(): Promise<void>;
};

/** An asset as Meta shows it to this business. `permitted` is the client's ceiling; null when the business owns it (no ceiling). */
export type AssetInfo = { asset: AssetRef; name: string; ownership: Ownership; permitted: Task[] | null };

/** A Slack person's e-mail looked up among the business' people. */
export type PersonLookup =
  | { kind: 'member'; id: PrincipalId; name: string }
  | { kind: 'invited'; since?: Ms; until?: Ms; link?: string }
  | { kind: 'ambiguous'; count: number }
  | { kind: 'absent' };

/** One person or system user on an asset. */
export type Holder = { id: PrincipalId; name: string; type?: string; tasks: Task[] };

/** Meta for one business. Every method may throw a MetaError. */
export type Meta = {
  /** null when no such asset exists or nothing of it is visible to the business. */
  asset(asset: AssetRef): Promise<AssetInfo | null>;
  /** Every asset that the business owns or was given, for completion in forms. */
  assets(): Promise<AssetInfo[]>;
  person(email: string): Promise<PersonLookup>;
  /** The tasks that this principal holds on the asset by direct assignment; null when there is no assignment. Always a fresh read. */
  held(asset: AssetRef, principal: PrincipalId): Promise<Task[] | null>;
  holders(asset: AssetRef): Promise<Holder[]>;
  /** Resolves when Meta acknowledged the write; that it holds is proved by reading, not by this. */
  assign(asset: AssetRef, principal: PrincipalId, tasks: Task[]): Promise<void>;
  /** Resolves when Meta took the assignment away; `already` when Meta refuses to and shows none, which may be older than our last write. */
  unassign(asset: AssetRef, principal: PrincipalId): Promise<void>;
  /** Whether the token works; for readiness. */
  check(): Promise<void>;
};

/** A Graph call that did not do what it should; `ambiguous` when a write may have taken effect all the same. */
export class MetaError extends Error {
  readonly kind: ErrorKind;
  readonly ambiguous: boolean;
  readonly traceId: string | undefined;
  readonly retryAfter: Ms | undefined;
  constructor(
    kind: ErrorKind,
    message: string,
    facts: { ambiguous?: boolean; traceId?: string | undefined; retryAfter?: Ms | undefined } = {},
  ) {
    super(message);
    this.name = 'MetaError';
    this.kind = kind;
    this.ambiguous = facts.ambiguous ?? false;
    this.traceId = facts.traceId;
    this.retryAfter = facts.retryAfter;
  }
}

/** A Slack person. */
export type SlackPerson = { id: SlackUserId; name: string; email: string | null; deleted: boolean; bot: boolean };

/** Who is who in Slack. */
export type Directory = {
  person(user: SlackUserId): Promise<SlackPerson | null>;
  /** Members of a user group; empty when it can't be read. */
  group(id: string): Promise<SlackUserId[]>;
};

/** What is shown in Slack: Block Kit, and the text for notifications and screen readers. */
export type Message = { text: string; blocks: readonly object[] };

/** Where a message stands. */
export type Place = { channel: string; ts: string };

/** Slack, outwards. Every method may throw a SlackError. */
export type Messenger = {
  /** Posts once; `key` goes into the metadata, so that `find` sees after a cut connection whether it was posted. */
  post(post: { channel: string; thread?: string; message: Message; key: string; grant?: GrantId }): Promise<Place>;
  update(place: Place, message: Message): Promise<void>;
  /** Looks for our own message with this key among those since `since` (epoch ms). */
  find(where: { channel: string; thread?: string; key: string; since: Ms }): Promise<Place | null>;
  /** The grant whose card this message is; null for any message that is not ours. */
  grantOf(place: Place): Promise<GrantId | null>;
  /** The channel id of the direct conversation with a person. */
  direct(user: SlackUserId): Promise<string>;
  /** Answers privately: through the response_url where there is one, else as an ephemeral message, else in the direct conversation. */
  reply(
    to: { user: SlackUserId; channel: string; url?: string | undefined; thread?: string | undefined },
    message: Message,
  ): Promise<void>;
  openModal(triggerId: string, view: object): Promise<void>;
  publishHome(user: SlackUserId, view: object): Promise<void>;
};

/** A Slack call that failed; `retryAfter` in ms when Slack asks to wait, `ambiguous` when it may have taken effect. */
export class SlackError extends Error {
  readonly code: string;
  readonly retryAfter: Ms | undefined;
  readonly ambiguous: boolean;
  constructor(code: string, facts: { retryAfter?: Ms | undefined; ambiguous?: boolean } = {}) {
    super(`Slack answered ${code}`);
    this.name = 'SlackError';
    this.code = code;
    this.retryAfter = facts.retryAfter;
    this.ambiguous = facts.ambiguous ?? false;
  }
}
