import { bot, team } from './identity.ts';
import type { Channel, Message, User, View } from './model.ts';
import type { Snapshot, SnapshotDispatch, SnapshotMessage, SnapshotUser, SnapshotView } from './snapshot.ts';
import { now, type State } from './state.ts';
import { stackOf } from './views/stack.ts';
import type { Dispatch } from './workspace-types.ts';

const palette = ['#e01e5a', '#2eb67d', '#36c5f0', '#d98e04', '#7c4dff', '#0b7285', '#c2255c', '#5c940d'] as const;

/** A colour that is always the same for the same id. */
function colorOf(id: string): string {
  const sum = [...id].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 9973, 7);
  return palette[sum % palette.length] ?? palette[0];
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

function toUser({ id, name, realName, title, bot: isBot, deleted }: User): SnapshotUser {
  const color = isBot ? '#4a154b' : colorOf(id);
  return { id, name, realName, title, initials: initialsOf(realName), color, bot: isBot, deleted };
}

function toMessage(message: Message, replies: SnapshotMessage[]): SnapshotMessage {
  const { ts, channel, user, text, blocks, edited, broadcast, threadTs, ephemeralFor } = message;
  const thread = threadTs === undefined ? {} : { threadTs };
  const only = ephemeralFor === undefined ? {} : { ephemeralFor };
  return { ts, channel, user, bot: message.bot, text, blocks, edited, broadcast, replies, ...thread, ...only };
}

const byTs = (a: Message, b: Message) => (a.ts < b.ts ? -1 : 1);

/** A conversation with replies under their parents, and ephemerals where they were shown. */
function conversation(state: State, channel: string): SnapshotMessage[] {
  const said = state.messages.get(channel) ?? [];
  const all = [...said, ...state.ephemerals.filter((message) => message.channel === channel)].sort(byTs);
  const parents = new Set(all.filter(({ threadTs }) => threadTs === undefined).map(({ ts }) => ts));
  const inThread = ({ threadTs }: Message) => threadTs !== undefined && parents.has(threadTs);
  return all
    .filter((message) => !inThread(message))
    .map((message) => {
      const replies = all.filter(({ threadTs }) => threadTs === message.ts);
      return toMessage(
        message,
        replies.map((reply) => toMessage(reply, [])),
      );
    });
}

function toView({ id, type, callbackId, title, submit, close, blocks, values, errors, notice }: View, depth: number) {
  const texts = { ...(submit === undefined ? {} : { submit }), ...(close === undefined ? {} : { close }) };
  const said = notice === undefined ? {} : { notice };
  return { id, type, callbackId, title, ...texts, blocks, values, errors, ...said, depth } satisfies SnapshotView;
}

const toDispatch = ({ id, at, kind, user, status, ms }: Dispatch): SnapshotDispatch => ({
  id,
  at,
  kind,
  user,
  status,
  ms,
});

const toChannel = ({ id, name, topic, private: isPrivate, members }: Channel) => ({
  id,
  name,
  topic,
  private: isPrivate,
  members: [...members],
});

/** The whole workspace as plain JSON, cut loose from the state. */
export function takeSnapshot(state: State): Snapshot {
  const channels = [...state.channels.values()];
  const open = channels.filter(({ im }) => im === undefined);
  const dms = channels.flatMap(({ id, im }) => (im === undefined ? [] : [[im, conversation(state, id)] as const]));
  const modals = [...state.modals.keys()].flatMap((user) => {
    const stack = stackOf(state, user);
    const top = stack.at(-1);
    return top === undefined ? [] : [[user, toView(top, stack.length - 1)] as const];
  });
  const answered = state.dispatches.filter(({ status }) => status !== 'pending').slice(-50);
  return structuredClone({
    version: state.version,
    now: now(state),
    team,
    bot: { userId: bot.userId, botId: bot.botId, appId: bot.appId, name: bot.realName },
    users: [...state.users.values()].map(toUser),
    channels: open.map(toChannel),
    usergroups: [...state.usergroups.values()],
    messages: Object.fromEntries(open.map(({ id }) => [id, conversation(state, id)])),
    dms: Object.fromEntries(dms),
    modals: Object.fromEntries(modals),
    homes: Object.fromEntries([...state.homes].map(([user, view]) => [user, toView(view, 0)])),
    commands: [...state.commands.values()].map(({ command, usageHint, description }) => ({
      command,
      usageHint,
      description,
    })),
    pending: state.dispatches.filter(({ status }) => status === 'pending').map(toDispatch),
    recent: answered.map(toDispatch),
    notices: state.notices,
  });
}
