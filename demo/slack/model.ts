import type { Block, Json } from './blocks/types.ts';

/** A message as it is now; replies have `threadTs`, ephemerals have `ephemeralFor` and their `ts` is their id. */
export type Message = {
  ts: string;
  channel: string;
  user: string;
  bot: boolean;
  text: string;
  blocks: Block[];
  attachments?: Json[];
  metadata?: { event_type: string; event_payload: Json };
  threadTs?: string;
  broadcast: boolean;
  /** People see "(edited)": only when text without blocks replaced it. */
  edited: boolean;
  /** How often it was updated, whether or not people see that. */
  updates: number;
  ephemeralFor?: string;
};

/** What a person has put into inputs: block id → action id → value(s). */
export type Values = Record<string, Record<string, string | string[]>>;

/** An open modal or a Home tab, with what the person has filled in and what the last submit brought back. */
export type View = {
  id: string;
  type: 'modal' | 'home';
  user: string;
  callbackId: string;
  externalId: string;
  privateMetadata: string;
  title: string;
  submit?: string;
  close?: string;
  blocks: Block[];
  values: Values;
  errors: Record<string, string>;
  notice?: string;
  hash: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  rootId: string;
  previousId: string | null;
};

export type User = {
  id: string;
  name: string;
  realName: string;
  email: string;
  title: string;
  tz: string;
  deleted: boolean;
  bot: boolean;
  /** Of another workspace, in a channel that both share; without it, of this one. */
  team?: string;
  /** A guest in some channels, or in one. */
  guest?: 'multi' | 'single';
};

export type Channel = {
  id: string;
  name: string;
  topic: string;
  private: boolean;
  members: Set<string>;
  /** The other person, when this is the bot's direct-message conversation. */
  im?: string;
  created: number;
};

export type Usergroup = { id: string; handle: string; users: string[] };

export type Command = { command: string; usageHint: string; description: string; shouldEscape: boolean };
