import type { AssetRef, Ownership } from './asset.ts';
import type { Elsewhere } from './paths.ts';
import type { Contents } from './ports/meta.ts';
import type { Task } from './tasks.ts';

/** Epoch milliseconds for a time, milliseconds for a span. */
export type Ms = number;
/** `EU-1042`: the business key in capitals and its running number. */
export type GrantId = string;
/** Who is assigned at Meta: a business-scoped user id. */
export type PrincipalId = string;
/** A Slack user id, such as U0ANA. */
export type SlackUserId = string;

/** Why a grant's access was taken away. */
export type EndReason =
  | 'expired'
  | 'released'
  | 'revoked'
  | 'ticket-closed'
  | 'offboarded'
  | 'customer-revoked'
  | 'policy'
  | 'drift';

/** Why Meta refused a grant: Hallpass' sentence, which quotes Meta where Meta said something, and the trace id for its support. */
export type Failure = { kind: ErrorKind; message: string; traceId?: string };

/** Every kind that a Graph error is sorted into; nothing outside `graph/` sees Meta's numbers. */
export type ErrorKind =
  | 'throttled'
  | 'transient'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'already'
  | 'invalid'
  | 'blocked';

/**
 * What was changed at Meta behind Hallpass' back: all of it gone (`gone`) or some (`less`) or more there (`more`) while it was live, or
 * there again (`back`) after its end. `tasks`: which; `takenAt`: when what was back was seen to be gone again.
 */
export type Drift = { at: Ms; what: 'gone' | 'less' | 'more' | 'back'; tasks: Task[]; takenAt?: Ms };

/** What every request and grant carries, whatever its state. */
export type GrantBase = {
  id: GrantId;
  /** Raised by one with every committed transition; a commit expects the version it read. */
  version: number;
  asset: AssetRef;
  assetName: string;
  /** What was in the group when it was asked for. */
  contains?: Contents;
  ownership: Ownership;
  principal: PrincipalId;
  /** The Slack person who asks and who will hold the access. */
  requester: SlackUserId;
  ticket: string;
  level: string;
  /** Meta's task names of the level at the time of the request; never empty. */
  tasks: Task[];
  /** How long the access lasts once it is proved active. */
  duration: Ms;
  /** What was asked for, where a lead approved something else. */
  wished?: Pick<GrantBase, 'level' | 'duration'>;
  because?: string;
  /** Made of what was found at Meta: nothing that the requester holds there counts as held before, so all of it goes at the end. */
  adopted?: true;
  /** Through what the requester held all of it when they asked; never empty. */
  already?: Elsewhere[];
  /** Stays for good, whatever becomes of the grant. */
  drift?: Drift;
  channel: string;
  requestedAt: Ms;
  /** `ts` of the card in the channel, once it is posted. */
  card?: string;
  /** The version that the card shows. */
  cardVersion?: number;
  /** How many of its events are told in the card's thread: they are told in their order. */
  told?: number;
};

type Approved = { approvedBy: SlackUserId; approvedAt: Ms };
/** A customer was asked for the asset: which lead approved that, and when; `unsure`: whether that arrived is not known. */
export type Asked = { by: SlackUserId; at: Ms; unsure?: true };
/** An extension that waits for a lead. */
export type AskedExtension = { by: SlackUserId; duration: Ms; at: Ms };
/** Through what an ended grant's tasks were still held: another grant, what was held before Hallpass, or neither of these. */
export type KeptThrough = GrantId | 'before' | 'outside';
/** Which of an ended grant's tasks its holder still held when the end was proved, and through what; neither is empty. */
export type Kept = { tasks: Task[]; through: KeptThrough[] };
/** Who moved the end last, when, and by how much they said; no `duration` when they left that to the rules. */
export type Move = { by: SlackUserId; duration?: Ms; at: Ms };

/** Why it waits, as people were last told: Meta asked to wait until then, or it refuses the business' token. */
export type Pause = { at: Ms; until: Ms } | { at: Ms; why: 'token' };

/** Each state carries only its own facts. */
export type GrantState =
  | { state: 'pending'; lapsesAt: Ms; share?: Asked }
  | { state: 'denied'; deniedBy: SlackUserId; deniedAt: Ms; denial?: string; share?: Asked }
  | { state: 'cancelled'; cancelledBy: SlackUserId; cancelledAt: Ms; share?: Asked }
  | { state: 'lapsed'; lapsedAt: Ms; share?: Asked }
  | ({ state: 'granting'; giveUpAt: Ms; paused?: Pause } & Approved)
  | ({ state: 'failed'; failedAt: Ms; failure: Failure } & Approved)
  | ({
      state: 'active';
      activeAt: Ms;
      expiresAt: Ms;
      remindAt: Ms;
      reminded?: boolean;
      asked?: AskedExtension;
      moved?: Move;
      /** What Meta showed beyond what was asked for when it was proved, as it adds to some sets by itself. */
      more?: Task[];
    } & Approved)
  | ({
      state: 'ending';
      activeAt?: Ms;
      endsAt: Ms;
      endReason: EndReason;
      endedBy?: SlackUserId;
      note?: string;
      nagAt: Ms;
      paused?: Pause;
    } & Approved)
  | ({
      state: 'ended';
      activeAt?: Ms;
      endsAt: Ms;
      endReason: EndReason;
      endedBy?: SlackUserId;
      note?: string;
      /** When the end was read back at Meta. */
      provedAt: Ms;
      /** Without it, none of the grant's tasks was held any more. */
      kept?: Kept;
      /** Other ways to the asset when the end was proved, never an empty list; `unread` when Meta didn't tell, without it there was none. */
      elsewhere?: Elsewhere[] | 'unread';
      /** Meta shows the asset to the business no more and refused to say who is on it: that is all that the end rests on. */
      hidden?: true;
      /** The business may leave the customer's asset: leads are asked, or it is due by the rules. */
      leave?: 'ask' | 'due';
      /** Who had the business leave it, and when that was seen; `gone`: it was not in the business any more by then. */
      left?: { by: SlackUserId; at: Ms; gone?: true };
    } & Approved);

/** One record, one id: a grant is a request that was approved. */
export type Grant = GrantBase & GrantState;
export type State = Grant['state'];
/** A grant that is in the given state. */
export type GrantIn<S extends State> = Extract<Grant, { state: S }>;
/** A grant that says something about what Meta should hold now. */
export type LiveGrant = GrantIn<'granting' | 'active' | 'ending'>;

export const isLive = (grant: Grant): grant is LiveGrant =>
  grant.state === 'granting' || grant.state === 'active' || grant.state === 'ending';
