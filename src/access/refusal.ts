import type { AssetRef, Ownership } from './asset.ts';
import type { Failure, GrantId, Ms, SlackUserId, State } from './grant.ts';
import type { Contents } from './ports/meta.ts';
import type { Outsider } from './ports/slack.ts';
import type { Task } from './tasks.ts';

/** Every reason why a person's wish is not done. Values, not exceptions; the words are in `views/refusal.ts`, nowhere else. */
export type Refusal =
  // who may
  | { code: 'self_approval' }
  | { code: 'not_approver' }
  | { code: 'approver_left' }
  | { code: 'requester_left'; user: SlackUserId }
  | { code: 'outsider'; user: SlackUserId; who: Outsider }
  | { code: 'account_gone' }
  | { code: 'not_holder'; id: GrantId }
  | { code: 'not_requester'; id: GrantId }
  | { code: 'not_readable' }
  // where
  | { code: 'no_business'; channel: string }
  | { code: 'unknown_id'; id: string; archive?: true }
  // the asset
  // `asks`: customers are not asked through Hallpass
  | { code: 'asset_unknown'; asset: AssetRef; asks?: 'never' }
  | { code: 'asset_not_shared'; asset: AssetRef; name?: string; asks?: 'never' }
  | { code: 'asset_pending'; asset: AssetRef; name: string; asks?: 'never' }
  | { code: 'group_empty'; name: string }
  | { code: 'group_changed'; id: GrantId; contains: Contents }
  | { code: 'group_unknown'; name: string; names: string[] }
  | { code: 'group_ambiguous'; name: string; ids: string[] }
  | { code: 'customer_asked'; id: GrantId; by?: SlackUserId; at?: Ms }
  | { code: 'ask_unwarned'; id: GrantId; asset: AssetRef; level?: string; duration?: Ms }
  | { code: 'asks_spent'; max: number }
  | { code: 'asks_off' }
  | { code: 'nothing_to_leave'; id: GrantId }
  | { code: 'leave_in_use'; id: GrantId }
  | { code: 'leave_owned'; asset: AssetRef }
  | { code: 'in_hand'; id: GrantId }
  // the person
  | { code: 'no_email'; user: SlackUserId }
  | { code: 'person_absent'; email: string; hidden?: number }
  | { code: 'person_unconfirmed'; email: string }
  | { code: 'person_invited'; email: string; since?: Ms; until?: Ms; over?: true }
  | { code: 'person_ambiguous'; email: string; count: number }
  | { code: 'two_factor_missing' }
  | { code: 'person_shared'; email: string; other: SlackUserId }
  // level and time
  | { code: 'level_unknown'; level: string; levels: string[]; suggestion?: string }
  | { code: 'above_ceiling'; level: string; tasks: Task[]; ceiling: Task[]; ownership: Ownership; within: string[] }
  | { code: 'too_short'; asked: Ms; min: Ms }
  | { code: 'too_long'; asked: Ms; max: Ms }
  | { code: 'no_time_left'; max: Ms }
  // the state
  | { code: 'already_open'; id: GrantId; state: State }
  | { code: 'already_decided'; id: GrantId; state: State; by?: SlackUserId; at?: Ms }
  | { code: 'not_active'; id: GrantId; state: State }
  | { code: 'nothing_asked'; id: GrantId }
  | { code: 'extension_open'; id: GrantId }
  | { code: 'extended_already'; id: GrantId; until: Ms; at: Ms }
  | { code: 'extension_level'; id: GrantId; level: string }
  | { code: 'finding_over' }
  | { code: 'finding_above'; tasks: Task[] }
  | { code: 'finding_level'; levels: string[] }
  // the words
  | { code: 'credential' }
  | { code: 'text_too_long'; max: number }
  // the world
  | { code: 'store_away' }
  | { code: 'store_cut' }
  | { code: 'store_unsure' }
  | { code: 'meta_away'; busy: boolean; traceId?: string; retryAfter?: Ms }
  | { code: 'meta_paused'; message: string; traceId?: string }
  | ({ code: 'meta_refused' } & Failure)
  | { code: 'meta_unsure'; traceId?: string }
  | { code: 'slack_away' }
  | { code: 'bug'; reference: string };

/** A span that does not keep to the limits of the business; milliseconds. */
export type DurationRefusal = Extract<Refusal, { code: 'too_short' | 'too_long' }>;

/** What a verb gives back: the new state of things, or the reason why nothing changed. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const refuse = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal });
