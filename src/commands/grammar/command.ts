import type { AssetRef } from '../../access/asset.ts';
import type { GrantId, Ms, SlackUserId } from '../../access/grant.ts';

/** A project that was named and not numbered; whoever runs the command looks the name up. */
export type NamedGroup = { kind: 'group'; name: string };

/** An asset as a person points at it. */
export type AssetWish = AssetRef | NamedGroup;

export const isNamed = (wish: AssetWish): wish is NamedGroup => 'name' in wish;

/** What `log` is asked about. */
export type LogSubject = { asset: AssetWish } | { ticket: string } | { user: SlackUserId };

/** The words that start a command, in the order in which help shows them. */
export const VERBS = [
  'request',
  'ask',
  'approve',
  'deny',
  'extend',
  'release',
  'revoke',
  'cancel',
  'leave',
  'mine',
  'pending',
  'who',
  'show',
  'log',
  'why',
  'link',
  'reconcile',
  'adopt',
  'help',
] as const;
export type Verb = (typeof VERBS)[number];

/** What `approve` may change about the request. */
export type ApproveTerms = { level?: string; duration?: Ms };

/** What a button says about access that Hallpass did not give. */
export type FoundDeed = 'remove' | 'standing' | 'all' | 'undo' | 'go-on';

/** Everything that `/access …` can say; `form` is `/access` alone, `aware` is for buttons and forms that warn. */
export type Command =
  | { kind: 'form' }
  | {
      kind: 'request';
      assets: AssetWish[];
      ticket: string;
      level?: string;
      duration?: Ms;
      because?: string;
      ask?: true;
    }
  | ({ kind: 'approve'; id: GrantId; aware?: true } & ApproveTerms)
  | { kind: 'deny'; id: GrantId; because?: string }
  | { kind: 'extend'; id: GrantId; duration?: Ms }
  | { kind: 'release'; id: GrantId }
  | { kind: 'revoke'; id: GrantId; because?: string }
  | { kind: 'cancel'; id: GrantId }
  | { kind: 'leave'; id: GrantId }
  | { kind: 'found'; deed: FoundDeed; key: string }
  | { kind: 'reconcile'; asset?: AssetWish }
  | { kind: 'adopt'; user: SlackUserId; asset: AssetWish; level?: string; duration?: Ms }
  | { kind: 'mine' }
  | { kind: 'pending' }
  | { kind: 'who'; asset: AssetWish }
  | { kind: 'show'; asset: AssetWish }
  | { kind: 'log'; of: LogSubject }
  | { kind: 'why'; id: GrantId }
  | { kind: 'link'; user?: SlackUserId }
  | { kind: 'help'; topic?: Verb };

/** What a lead may write under a card; the card says which request is meant. */
export type Reply = ({ kind: 'approve' } & ApproveTerms) | { kind: 'deny'; because?: string };
