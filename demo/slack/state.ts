import { createFaults, type FaultQueue } from './faults.ts';
import { bot, defaultScopes } from './identity.ts';
import type { Channel, Command, Message, User, Usergroup, View } from './model.ts';
import type { ApiCall, Dispatch, Notice, WorkspaceOptions } from './workspace-types.ts';

/** A pass to open a view: good once, for three seconds; `viewId` when it came from inside a modal. */
export type Trigger = { user: string; issuedAt: number; used: boolean; viewId?: string };

/** Where an answer to a command or click may still be sent, five times in half an hour. */
export type ResponseUrl = {
  user: string;
  channel: string;
  issuedAt: number;
  uses: number;
  /** The message that was clicked, when it was a click. */
  original?: { ts: string; ephemeral: boolean };
};

type Config = Required<
  Pick<WorkspaceOptions, 'signingSecret' | 'botToken' | 'clock' | 'ackTimeoutMs' | 'eventRetryMs'>
> & {
  appToken: string | undefined;
  scopes: ReadonlySet<string>;
};

/** Everything that the workspace knows; only the files of this folder change it. */
export type State = {
  config: Config;
  baseUrl: string;
  requestUrl: string | undefined;
  users: Map<string, User>;
  channels: Map<string, Channel>;
  usergroups: Map<string, Usergroup>;
  commands: Map<string, Command>;
  messages: Map<string, Message[]>;
  ephemerals: Message[];
  /** Earlier looks of a message, by its `ts`, for clicks from an old picture. */
  pastBlocks: Map<string, Message['blocks'][]>;
  /** Choices that an external menu last brought back, by menu. */
  suggested: Map<string, { text: string; value: string }[]>;
  modals: Map<string, View[]>;
  homes: Map<string, View>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  apiCalls: ApiCall[];
  dispatches: Dispatch[];
  notices: Notice[];
  faults: FaultQueue;
  version: number;
  listeners: Set<() => void>;
  lastMicros: number;
  ids: number;
};

/** An empty workspace in which only the bot exists. */
export function createState(options: WorkspaceOptions): State {
  const botUser: User = {
    id: bot.userId,
    name: bot.name,
    realName: bot.realName,
    email: '',
    title: '',
    tz: 'Etc/UTC',
    deleted: false,
    bot: true,
  };
  return {
    config: {
      signingSecret: options.signingSecret,
      botToken: options.botToken,
      appToken: options.appToken,
      scopes: new Set(options.scopes ?? defaultScopes),
      clock: options.clock ?? { now: Date.now },
      ackTimeoutMs: options.ackTimeoutMs ?? 3000,
      eventRetryMs: options.eventRetryMs ?? [0, 60_000, 300_000],
    },
    baseUrl: '',
    requestUrl: options.requestUrl,
    users: new Map([[bot.userId, botUser]]),
    channels: new Map(),
    usergroups: new Map(),
    commands: new Map(),
    messages: new Map(),
    ephemerals: [],
    pastBlocks: new Map(),
    suggested: new Map(),
    modals: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    apiCalls: [],
    dispatches: [],
    notices: [],
    faults: createFaults(),
    version: 0,
    listeners: new Set(),
    lastMicros: 0,
    ids: 0,
  };
}

/** Tells every listener that something changed. */
export function changed(state: State): void {
  state.version += 1;
  for (const listener of state.listeners) listener();
}

/** The workspace's time in epoch milliseconds. */
export const now = (state: State): number => state.config.clock.now();

/** A new id such as `V0000007`; ids grow and never repeat within a workspace. */
export function newId(state: State, prefix: string): string {
  state.ids += 1;
  return `${prefix}${state.ids.toString(36).toUpperCase().padStart(7, '0')}`;
}

/** A new message timestamp, later than every earlier one even when the clock stands still. */
export function newTs(state: State): string {
  state.lastMicros = Math.max(Math.floor(now(state)) * 1000, state.lastMicros + 1);
  const seconds = Math.floor(state.lastMicros / 1_000_000);
  return `${seconds}.${String(state.lastMicros % 1_000_000).padStart(6, '0')}`;
}

/** Adds to a list that forgets its oldest past the limit. */
export function bounded<Item>(list: Item[], item: Item, limit = 10_000): void {
  list.push(item);
  if (list.length > limit) list.splice(0, list.length - limit);
}

/** Adds to a map that forgets its oldest past the limit. */
export function boundedMap<Value>(map: Map<string, Value>, key: string, value: Value, limit = 10_000): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}
