import { randomUUID } from 'node:crypto';
import type { Json } from '../blocks/types.ts';
import { bot, team } from '../identity.ts';
import type { Channel, Message } from '../model.ts';
import { slackMessage } from '../shapes/message.ts';
import { newTs, type State } from '../state.ts';
import type { DispatchResult } from '../workspace-types.ts';
import type { Events } from './events.ts';

/** The bot hears of messages only where it is a member, and only with the scope for that kind of conversation. */
const kindOf = (channel: Channel) =>
  channel.im !== undefined
    ? ({ type: 'im', scope: 'im:history' } as const)
    : channel.private
      ? ({ type: 'group', scope: 'groups:history' } as const)
      : ({ type: 'channel', scope: 'channels:history' } as const);

function audience(state: State, message: Message): { type: string; hears: boolean } {
  const channel = state.channels.get(message.channel);
  if (channel === undefined) return { type: 'channel', hears: false };
  const { type, scope } = kindOf(channel);
  return { type, hears: channel.members.has(bot.userId) && state.config.scopes.has(scope) };
}

/** Tells the bot of a new message, and of being mentioned in it. */
export async function emitPosted(state: State, events: Events, message: Message): Promise<DispatchResult[]> {
  const { type, hears } = audience(state, message);
  const ids = message.bot ? {} : { client_msg_id: randomUUID() };
  const shape: Json = { ...slackMessage(state, message, true), ...ids, channel: message.channel, event_ts: message.ts };
  const member = state.channels.get(message.channel)?.members.has(bot.userId) === true;
  const mentioned = !message.bot && type !== 'im' && member && message.text.includes(`<@${bot.userId}>`);
  const tells = [
    ...(hears ? [{ ...shape, type: 'message', channel_type: type }] : []),
    ...(mentioned && state.config.scopes.has('app_mentions:read') ? [{ ...shape, type: 'app_mention' }] : []),
  ];
  const results = await Promise.all(tells.map((event) => events.emit(message.user, event)));
  return results.filter((result) => result !== null);
}

/** Tells the bot that a message was changed, also by itself. */
export async function emitChanged(state: State, events: Events, message: Message, before: Json): Promise<void> {
  const { type, hears } = audience(state, message);
  if (!hears) return;
  await events.emit(message.user, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: message.channel,
    channel_type: type,
    ts: newTs(state),
    message: slackMessage(state, message, true),
    previous_message: before,
    team: team.id,
  });
}

/** Tells the bot that a message was deleted. */
export async function emitDeleted(state: State, events: Events, message: Message): Promise<void> {
  const { type, hears } = audience(state, message);
  if (!hears) return;
  await events.emit(message.user, {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    channel: message.channel,
    channel_type: type,
    ts: newTs(state),
    deleted_ts: message.ts,
    previous_message: slackMessage(state, message, true),
  });
}
