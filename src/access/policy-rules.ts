import type { AssetKind, AssetRef } from './asset.ts';
import type { Ms, SlackUserId } from './grant.ts';
import type { Task } from './tasks.ts';

/** The rules of one business as `hallpass.yml` states them, after validation. Spans are milliseconds. */
export type Rules = {
  /** Slack user ids (U…, W…) and user group ids (S…) that may decide. */
  approvers: string[];
  durations: { default: Ms; min: Ms; max: Ms };
  /** A pending request lapses after this span. */
  lapse: Ms;
  /** A reminder goes out this long before the end; for short grants a fifth of the time. */
  remind: Ms;
  /** Whether a longer end needs a lead again. */
  extensions: 'approval' | 'free';
  /** How long a grant may try to become active before it is taken back. */
  giveUp: Ms;
  /** Level names to task sets, per kind of asset. */
  levels: Record<AssetKind, Record<string, Task[]>>;
  /** Whether a lead's approval of a request for a Page that is not shared asks the customer for it. */
  askCustomers: 'approval' | 'never';
  /** Whether the business leaves a customer's asset when its last grant has ended: a lead is asked, by itself, or not. */
  leaveClientAssets: 'ask' | 'always' | 'never';
  /** Customers asked in a day, at most. */
  asksPerDay: number;
  defaultLevel: string;
  /** The channel of whoever runs Hallpass; without it the first channel of the business hears what concerns them. */
  opsChannel?: string;
  /** What is over for longer is in the archive alone; without it the store keeps all. */
  retention?: Ms;
  /** Where the head of the archive is posted each day. */
  auditChannel?: string;
  /** Slack people who may read everybody's history, besides approvers. */
  auditors: SlackUserId[];
};

/** What is given and taken for a test, and how often: to a person by id or e-mail, on an asset that nobody needs. */
export type Canary = { asset: AssetRef; person: string; every: Ms };

/** One business that the bot serves. */
export type Business = { key: string; id: string; name?: string; channels: string[]; canary?: Canary; rules: Rules };
