import type { Json } from '../blocks/types.ts';
import { bot } from '../identity.ts';
import { openDm } from '../messages.ts';
import type { Channel } from '../model.ts';
import { slackChannel } from '../shapes/people.ts';
import { changed, type State } from '../state.ts';
import { flag, optionalText, requiredText } from './args.ts';
import { scopedChannel, visibleChannel } from './conversation.ts';
import { methods, requireScope } from './method.ts';
import { page } from './pages.ts';
import { refuse } from './refusal.ts';

const scopeOfType: Record<string, string> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};
const typeOf = (channel: Channel) =>
  channel.im !== undefined ? 'im' : channel.private ? 'private_channel' : 'public_channel';

/** Conversations of the asked types that the bot may see; each type needs its own scope. */
function listed(state: State, args: Json): Channel[] {
  const types = (optionalText(args, 'types') ?? 'public_channel').split(',');
  for (const type of types) requireScope(state, scopeOfType[type] ?? refuse('invalid_types'));
  const seen = (channel: Channel) => !channel.private || channel.members.has(bot.userId);
  return [...state.channels.values()].filter((channel) => types.includes(typeOf(channel)) && seen(channel));
}

export const conversations = methods({
  'conversations.open': {
    token: 'bot',
    scopes: ['im:write'],
    run({ state, args }) {
      const users = (optionalText(args, 'users') ?? refuse('users_list_not_supplied')).split(',');
      if (users.length > 1) requireScope(state, 'mpim:write');
      const [id = '', ...others] = users;
      const user = state.users.get(id) ?? refuse('user_not_found');
      if (user.deleted) refuse('user_disabled');
      if (user.bot) refuse('cannot_dm_bot');
      if (others.length > 0) refuse('method_not_supported_for_channel_type');
      const known = state.channels.has(`D${id.slice(1)}`);
      const dm = openDm(state, id);
      const shape = flag(args, 'return_im') ? slackChannel(dm) : { id: dm.id };
      return { channel: shape, ...(known ? { no_op: true, already_open: true } : {}) };
    },
  },
  'conversations.info': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      return { channel: slackChannel(scopedChannel(state, requiredText(args, 'channel'), 'read')) };
    },
  },
  'conversations.list': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      const { items, metadata } = page(args, listed(state, args));
      return { channels: items.map(slackChannel), ...metadata };
    },
  },
  'conversations.members': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      const channel = scopedChannel(state, requiredText(args, 'channel'), 'read');
      const { items, metadata } = page(args, [...channel.members]);
      return { members: items, ...metadata };
    },
  },
  'conversations.join': {
    token: 'bot',
    scopes: ['channels:join'],
    run({ state, args }) {
      const channel = visibleChannel(state, requiredText(args, 'channel'));
      if (channel.private) refuse('method_not_supported_for_channel_type');
      const already = channel.members.has(bot.userId);
      channel.members.add(bot.userId);
      changed(state);
      const warning = { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } };
      return { channel: slackChannel(channel), ...(already ? warning : {}) };
    },
  },
  'users.conversations': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      const user = optionalText(args, 'user') ?? bot.userId;
      if (!state.users.has(user)) refuse('user_not_found');
      const theirs = listed(state, args).filter((channel) => channel.members.has(user));
      const { items, metadata } = page(args, theirs);
      return { channels: items.map(slackChannel), ...metadata };
    },
  },
});
