import { bot } from '../identity.ts';
import { openDm } from '../messages.ts';
import type { Channel } from '../model.ts';
import type { State } from '../state.ts';
import { requireScope } from './method.ts';
import { refuse } from './refusal.ts';

const family = (channel: Channel) => (channel.im !== undefined ? 'im' : channel.private ? 'groups' : 'channels');

/** The conversation, unless the bot may not know of it: private ones exist only for members. */
export function visibleChannel(state: State, id: string): Channel {
  const channel = state.channels.get(id);
  const hidden = channel?.private === true && !channel.members.has(bot.userId);
  return channel === undefined || hidden ? refuse('channel_not_found') : channel;
}

/** The same, for methods whose scope depends on the kind of conversation (`channels:history`, `im:read` …). */
export function scopedChannel(state: State, id: string, verb: 'history' | 'read'): Channel {
  const channel = visibleChannel(state, id);
  requireScope(state, `${family(channel)}:${verb}`);
  return channel;
}

/** Where to post: a conversation that the bot is in, or a person, whose direct messages it opens. */
export function postTarget(state: State, id: string): Channel {
  const person = state.users.get(id);
  if (person !== undefined) return person.deleted || person.bot ? refuse('channel_not_found') : openDm(state, id);
  const channel = visibleChannel(state, id);
  const open = channel.im === undefined && !channel.private && state.config.scopes.has('chat:write.public');
  return channel.members.has(bot.userId) || open ? channel : refuse('not_in_channel');
}
