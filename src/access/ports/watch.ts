import type { AssetRef } from '../asset.ts';
import type { FoundEvent, NewFoundEvent } from '../event.ts';
import type { GrantId, Ms, PrincipalId, SlackUserId } from '../grant.ts';
import type { Task } from '../tasks.ts';
import type { Place } from './slack.ts';

/** What one look at a person on an asset came to; nothing is concluded before a second look comes to the same. */
export type Suspicion = 'gone' | 'less' | 'more' | 'back' | 'outside';

/** A difference that was seen; `sure`: twice, and what follows from it was begun. */
export type Suspect = { what: Suspicion; since: Ms; sure?: true };

/** The last look at an asset. `live`: when it last had an open grant; `unshown`: since when Meta does not show it to the business. */
export type AssetLook = {
  at: Ms;
  live?: Ms;
  unshown?: Ms;
  suspects?: Record<PrincipalId, Suspect>;
};

/** How a finding stands. `gone`: nothing of it is held any more, or a grant stands behind it now. */
export type FindingState = 'open' | 'removing' | 'removed' | 'standing' | 'adopted' | 'gone';

/** Somebody who holds an asset with nobody's word in Hallpass for it, until a lead decides and the card says so. */
export type Finding = {
  asset: AssetRef;
  assetName: string;
  principal: PrincipalId;
  name: string;
  tasks: Task[];
  at: Ms;
  state: FindingState;
  by?: SlackUserId;
  /** The grant that it became. */
  grant?: GrantId;
  /** The live grants beside which it was found: it ends with the last of them, unless a lead lets it stand. */
  beside?: GrantId[];
  /** Which of it the customer does not permit, when it was found. */
  above?: Task[];
  /** The card that it stands on, alone or with others, and which state that shows. */
  card?: Place & { shown: FindingState };
};

/** What a lead lets be: access that is right and that no grant stands behind. */
export type Standing = { name: string; assetName?: string; tasks: Task[]; by: SlackUserId; at: Ms };

/** What becomes of a finding, of what stands there, or of both (null: it is gone), and the event that says so. Where a card is, is no state. */
export type FoundChange = { finding?: Finding | null; standing?: Standing | null; event?: NewFoundEvent };

/**
 * How far the looking is. `unbroken`: since when it goes on without a gap; `acts`: when it last changed something by itself; `stopped`:
 * since when it does so no more, until a lead says that it may.
 */
export type WatchState = {
  beat: Ms;
  unbroken: Ms;
  listed: Ms;
  slow: Ms;
  /** When everything was looked at for the first time. */
  first?: Ms;
  acts: Ms[];
  stopped?: Ms;
};

/**
 * The last try of the canary: how long it took from giving to its removal being seen, in ms, or why it failed. `given`: it may still hold something.
 * `failing`: since when, with how many tries in a row; `told`: that ops was told so.
 */
export type CanaryState = {
  at: Ms;
  took?: Ms;
  failed?: string;
  given?: true;
  failing?: { since: Ms; tries: number; told?: true };
};

/** Findings and standing access go by `page:123:<principal>`. What changes them is one script each, which appends the event too. */
export type Watch = {
  /** Assets with grants, or that had some just now. */
  liveAssets(): Promise<string[]>;
  looks(): Promise<Map<string, AssetLook>>;
  look(assetKey: string): Promise<AssetLook | null>;
  /** null: the asset is forgotten. */
  noteLook(assetKey: string, look: AssetLook | null): Promise<void>;
  /** Has these looked at before their time. */
  askLooks(assetKeys: readonly string[]): Promise<void>;
  /** The assets that are to be looked at before their time, each handed out once. */
  askedLooks(): Promise<string[]>;
  state(): Promise<WatchState | null>;
  setState(state: WatchState): Promise<void>;
  /** As `setState`, with the event that says that it stops or goes on; `conflict` when it does so already. */
  turn(state: WatchState, event: NewFoundEvent): Promise<'ok' | 'conflict'>;
  findings(): Promise<Map<string, Finding>>;
  finding(key: string): Promise<Finding | null>;
  standing(): Promise<Map<string, Standing>>;
  /** Changes them as they stand in that instant; `change` may be asked again, and answers null for no change. What it became, else null. */
  change(
    key: string,
    change: (finding: Finding | null, standing: Standing | null) => FoundChange | null,
  ): Promise<FoundChange | null>;
  /** What happened to what was found on an asset, oldest first. */
  events(assetKey: string, limit: number): Promise<FoundEvent[]>;
  canary(): Promise<CanaryState | null>;
  setCanary(state: CanaryState): Promise<void>;
};
