import { bot } from './identity.ts';
import type { Channel, Message } from './model.ts';
import { bounded, boundedMap, changed, newTs, type State } from './state.ts';

type Draft = Pick<Message, 'channel' | 'user' | 'text'> &
  Partial<Pick<Message, 'blocks' | 'attachments' | 'metadata' | 'threadTs' | 'broadcast' | 'ephemeralFor'>>;

function toMessage(state: State, draft: Draft): Message {
  const { blocks = [], broadcast = false, ...rest } = draft;
  return { ...rest, ts: newTs(state), bot: draft.user === bot.userId, blocks, broadcast, edited: false, updates: 0 };
}

/** Puts a message where everybody in the conversation sees it. */
export function addMessage(state: State, draft: Draft): Message {
  const message = toMessage(state, draft);
  const list = state.messages.get(message.channel) ?? [];
  bounded(list, message);
  state.messages.set(message.channel, list);
  changed(state);
  return message;
}

/** Shows a message to one person only. */
export function addEphemeral(state: State, draft: Draft & { ephemeralFor: string }): Message {
  const message = toMessage(state, draft);
  bounded(state.ephemerals, message);
  changed(state);
  return message;
}

/** What is said in a conversation, in `ts` order. */
export const messagesIn = (state: State, channel: string): Message[] => state.messages.get(channel) ?? [];

/** The message with this `ts`, if it is still there. */
export const findMessage = (state: State, channel: string, ts: string): Message | undefined =>
  messagesIn(state, channel).find((message) => message.ts === ts);

/** The message that only this person sees, if it is still there. */
export const findEphemeral = (state: State, user: string, id: string): Message | undefined =>
  state.ephemerals.find((message) => message.ts === id && message.ephemeralFor === user);

type Change = Partial<Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata' | 'edited'>>;

/** Changes a message in place, keeping its earlier looks for clicks that come late. */
export function changeMessage(state: State, message: Message, change: Change): void {
  const past = state.pastBlocks.get(message.ts) ?? [];
  boundedMap(state.pastBlocks, message.ts, [...past, message.blocks].slice(-20));
  Object.assign(message, change, { updates: message.updates + 1 });
  changed(state);
}

/** Takes a message away for good. */
export function removeMessage(state: State, message: Message): void {
  boundedMap(state.pastBlocks, message.ts, [...(state.pastBlocks.get(message.ts) ?? []), message.blocks]);
  state.ephemerals = state.ephemerals.filter((other) => other !== message);
  const rest = messagesIn(state, message.channel).filter((other) => other !== message);
  state.messages.set(message.channel, rest);
  changed(state);
}

/** The bot's conversation with a person, opened when it is not yet; its id is the person's with a D. */
export function openDm(state: State, user: string): Channel {
  const id = `D${user.slice(1)}`;
  const known = state.channels.get(id);
  if (known !== undefined) return known;
  const members = new Set([user, bot.userId]);
  const dm: Channel = { id, name: '', topic: '', private: true, members, im: user, created: 1_700_000_000 };
  state.channels.set(id, dm);
  return dm;
}
