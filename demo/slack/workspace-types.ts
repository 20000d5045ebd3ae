import type { Json } from './blocks/types.ts';
import type { FaultSwitch } from './faults.ts';
import type { Command, Message, Usergroup, Values, View } from './model.ts';
import type { Snapshot } from './snapshot.ts';

/** How one call to the bot went; `refused` means that Slack's own client stopped it and the bot was never called. */
export type DispatchResult = {
  status: 'acked' | 'timeout' | 'failed' | 'refused';
  ms: number;
  /** What the bot acknowledged with, if anything. */
  body?: unknown;
  /** Slack's error word when it was not acknowledged, or when the acknowledgement was of no use. */
  reason?: string;
  /** Errors shown on the modal's inputs: block id → text. */
  errors?: Record<string, string>;
  /** Choices that an external menu brought back. */
  options?: { text: string; value: string }[];
};

/** One call to the bot as the workspace remembers it; status `pending` until answered or too late. */
export type Dispatch = {
  id: number;
  at: number;
  kind: string;
  user: string;
  via: 'http' | 'socket';
  status: 'pending' | 'acked' | 'timeout' | 'failed';
  ms: number;
  ackBody?: unknown;
  reason?: string;
  retryNum?: number;
};

/** One Web API call; the token is left out. */
export type ApiCall = {
  at: number;
  method: string;
  args: Json;
  ok: boolean;
  error?: string;
  fault?: string;
};

export type Notice = { at: number; user: string; channel?: string; text: string };

/** What a click lands on: a message, the person's open modal, their Home tab, or a message only they see. */
export type ClickTarget = { channel: string; ts: string } | { view: true } | { home: true } | { ephemeral: string };

export type ClickOptions = {
  blockId?: string;
  /** Picks the button with this value when several share the action id; or what was typed into an input. */
  value?: string;
  /** The choice (its value, or an id) in a menu. */
  selected?: string | string[];
  /** Click what is no longer there, as a client with an old picture would. */
  stale?: boolean;
};

/** One person's hands on the workspace; it throws when they try what Slack's client would not let them. */
export type Person = {
  command(channel: string, line: string): Promise<DispatchResult>;
  say(channel: string, text: string, opts?: { threadTs?: string }): Promise<Message>;
  click(target: ClickTarget, actionId: string, opts?: ClickOptions): Promise<DispatchResult>;
  /** Puts values into the open modal without sending anything. */
  fill(values: Values): void;
  submit(values?: Values): Promise<DispatchResult>;
  closeModal(): Promise<DispatchResult | null>;
  suggest(actionId: string, text: string, opts?: { target?: ClickTarget; blockId?: string }): Promise<DispatchResult>;
  openHome(): Promise<DispatchResult>;
  shortcut(callbackId: string, target?: { channel: string; ts: string }): Promise<DispatchResult>;
};

export type WorkspaceOptions = {
  signingSecret: string;
  botToken: string;
  appToken?: string;
  scopes?: readonly string[];
  /** For message timestamps and for the expiry of triggers and response URLs; signatures use real time. */
  clock?: { now(): number };
  /** The bot's `/slack/events`. */
  requestUrl?: string;
  /** How long the bot has to acknowledge, in real milliseconds (Slack: 3000). */
  ackTimeoutMs?: number;
  /** When an event that was not acknowledged is sent again, in real milliseconds (Slack: at once, 1 min, 5 min). */
  eventRetryMs?: readonly number[];
};

export type Workspace = {
  start(port?: number): Promise<string>;
  stop(): Promise<void>;
  setRequestUrl(url: string): void;
  addUser(user: {
    id: string;
    name: string;
    realName: string;
    email: string;
    title?: string;
    deleted?: boolean;
    tz?: string;
    team?: string;
    guest?: 'multi' | 'single';
  }): void;
  /** Deactivates: the account stays, but can do nothing. */
  removeUser(id: string): void;
  /** The bot is a member only when `members` names it. */
  addChannel(channel: {
    id: string;
    name: string;
    members: readonly string[];
    topic?: string;
    private?: boolean;
  }): void;
  /** Adds a user group, or changes it when the id is known. */
  addUsergroup(group: Usergroup): void;
  addCommand(command: Command): void;
  as(userId: string): Person;
  /** Another app of the workspace posts, with whatever metadata it likes. */
  otherAppPosts(draft: Pick<Message, 'channel' | 'text' | 'blocks' | 'metadata'>): Promise<Message>;
  messages(channel: string): Message[];
  ephemerals(userId: string): Message[];
  dm(userId: string): Message[];
  modal(userId: string): View | null;
  home(userId: string): View | null;
  /** Slack's own words to a person, such as a command that failed with `operation_timeout`; newest last. */
  notices(userId: string): Notice[];
  readonly apiCalls: readonly ApiCall[];
  readonly dispatches: readonly Dispatch[];
  readonly faults: FaultSwitch;
  snapshot(): Snapshot;
  onChange(listener: () => void): () => void;
};
