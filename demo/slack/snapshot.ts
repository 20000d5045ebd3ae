import type { Block } from './blocks/types.ts';

/** A message as people see it; `threadTs` is set on replies only, `replies` holds a parent's replies in `ts` order. */
export type SnapshotMessage = {
  ts: string;
  channel: string;
  /** Who wrote it; the bot's own user id for the bot. */
  user: string;
  bot: boolean;
  text: string;
  blocks: Block[];
  edited: boolean;
  threadTs?: string;
  replies: SnapshotMessage[];
  /** Replies that were also sent to the channel. */
  broadcast: boolean;
  /** "Only visible to you": set when one person alone sees it; `ts` is then the id that Person.click takes as `ephemeral`. */
  ephemeralFor?: string;
};

/** A person as the page draws them; the colour is `#rrggbb` and never changes for the same id. */
export type SnapshotUser = {
  id: string;
  name: string;
  realName: string;
  title: string;
  initials: string;
  color: string;
  bot: boolean;
  deleted: boolean;
};

export type SnapshotChannel = { id: string; name: string; topic: string; private: boolean; members: string[] };

/** A modal or Home view; `errors` (block id → text) and `notice` are what the last submit brought back. */
export type SnapshotView = {
  id: string;
  type: 'modal' | 'home';
  callbackId: string;
  title: string;
  submit?: string;
  close?: string;
  blocks: Block[];
  /** What the person has chosen so far: block id → action id → value(s). */
  values: Record<string, Record<string, string | string[]>>;
  errors: Record<string, string>;
  notice?: string;
  /** How many views lie under this one. */
  depth: number;
};

/** A slash command for the composer's hints. */
export type SnapshotCommand = { command: string; usageHint: string; description: string };

/** One call to the bot; `pending` until it is acknowledged or too late. */
export type SnapshotDispatch = {
  id: number;
  at: number;
  kind: string;
  user: string;
  status: 'pending' | 'acked' | 'timeout' | 'failed';
  ms: number;
};

/** The whole workspace as JSON, for a page to draw; maps are keyed by channel id or user id. */
export type Snapshot = {
  /** Grows by one with every change. */
  version: number;
  now: number;
  team: { id: string; name: string; domain: string };
  bot: { userId: string; botId: string; appId: string; name: string };
  users: SnapshotUser[];
  channels: SnapshotChannel[];
  usergroups: { id: string; handle: string; users: string[] }[];
  /** Parents in `ts` order with their replies inside, ephemerals among them (show only when `ephemeralFor` is you). */
  messages: Record<string, SnapshotMessage[]>;
  /** The conversation with the bot, by person. */
  dms: Record<string, SnapshotMessage[]>;
  /** The open modal on top, by person. */
  modals: Record<string, SnapshotView>;
  homes: Record<string, SnapshotView>;
  commands: SnapshotCommand[];
  /** Not yet answered, oldest first. */
  pending: SnapshotDispatch[];
  /** The last 50 that were answered, late or lost. */
  recent: SnapshotDispatch[];
  /** Slack's own words to a person, such as `/access failed with the error "operation_timeout"`, newest last. */
  notices: { at: number; user: string; channel?: string; text: string }[];
};
