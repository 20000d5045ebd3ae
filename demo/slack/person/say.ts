import { emitPosted } from '../dispatch/message-events.ts';
import { addMessage, findMessage } from '../messages.ts';
import type { Message } from '../model.ts';
import { type Hands, placeOf } from './hands.ts';
import { formatTyped } from './typed-text.ts';

/** Posts what a person wrote, and resolves once the bot was told of it for the first time. */
export async function say(hands: Hands, channelId: string, typed: string, threadTs?: string): Promise<Message> {
  const { state, user, events } = hands;
  const channel = placeOf(hands, channelId);
  const parent = threadTs === undefined ? undefined : findMessage(state, channel.id, threadTs);
  if (threadTs !== undefined && parent === undefined) throw new Error(`there is no message ${threadTs} to reply to`);
  const text = formatTyped(state, typed, false);
  const thread = parent === undefined ? {} : { threadTs: parent.threadTs ?? parent.ts };
  const message = addMessage(state, { channel: channel.id, user: user.id, text, ...thread });
  await emitPosted(state, events, message);
  return { ...message };
}
