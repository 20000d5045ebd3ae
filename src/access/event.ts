import type { GrantId, Ms, SlackUserId, State } from './grant.ts';

/** What happened. Each kind is one committed change; `overdue`, `reminded`, `waiting` and `resumed` change a deadline and nothing else, `rebuilt` nothing. */
export type EventKind =
  | 'requested'
  | 'approved'
  | 'denied'
  | 'cancelled'
  | 'lapsed'
  | 'contents-changed'
  | 'customer-asked'
  | 'customer-agreed'
  | 'customer-declined'
  | 'waiting'
  | 'resumed'
  | 'activated'
  | 'failed'
  | 'reminded'
  | 'extension-asked'
  | 'extension-denied'
  | 'extended'
  | 'ending'
  | 'overdue'
  | 'ended'
  | 'left'
  | 'rebuilt'
  | 'drifted'
  | 'taken-again';

/** The bot itself, where no person acted. */
export const HALLPASS = 'hallpass';

/** What was done in Slack, by a name of its own: when it comes again, it is known by what it did the first time. */
export type Origin = string;

/** An audit event before the store gives it an id. `detail` is flat so that it reads well in any log. */
export type NewEvent = {
  kind: EventKind;
  at: Ms;
  actor: SlackUserId | typeof HALLPASS;
  detail?: Record<string, string | number>;
  /** Where a person acted through Slack. */
  origin?: Origin | undefined;
};

/** An audit event as it stands in the stream; `id` is the stream's id, `state` the state that the grant went into. */
export type AuditEvent = NewEvent & { id: string; grant: GrantId; state: State };

/** What happened to access that no grant stands behind, with the state that it went into, and to reconciling as a whole. */
export const foundStates = {
  found: 'open',
  'found-standing': 'standing',
  'found-undone': 'undone',
  'found-removing': 'removing',
  'found-removed': 'removed',
  'found-adopted': 'adopted',
  'found-gone': 'gone',
  'reconcile-stopped': 'stopped',
  'reconcile-resumed': 'going',
} as const;
export type FoundKind = keyof typeof foundStates;

/** Whose access to what it is about; of reconciling as a whole nothing. Flat, as the detail of any event; tasks between commas. */
export type FoundDetail = {
  asset?: string;
  asset_name?: string;
  principal?: string;
  name?: string;
  tasks?: string;
  /** Which lead wanted what was done now. */
  by?: SlackUserId;
  /** The grant that it became. */
  became?: GrantId;
  /** The live grants beside which it was found, between commas. */
  beside?: string;
};

export type NewFoundEvent = Omit<NewEvent, 'kind' | 'detail'> & { kind: FoundKind; detail?: FoundDetail };
/** The event of a finding stands in the same stream, and in the same archive; it belongs to no grant. */
export type FoundEvent = NewFoundEvent & { id: string; grant: ''; state: (typeof foundStates)[FoundKind] };

export type AnyEvent = AuditEvent | FoundEvent;
export const isFound = (event: AnyEvent): event is FoundEvent => event.grant === '';

/** When the event was committed, by the clock of Redis, which its id begins with; epoch ms. */
export const committedAt = ({ id }: Pick<AuditEvent, 'id'>): Ms => Number(id.split('-')[0]);
