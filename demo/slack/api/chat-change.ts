import type { Json } from '../blocks/types.ts';
import { emitChanged, emitDeleted } from '../dispatch/message-events.ts';
import { changeMessage, findMessage, removeMessage } from '../messages.ts';
import type { Message } from '../model.ts';
import { slackMessage } from '../shapes/message.ts';
import type { State } from '../state.ts';
import { requiredText, structured } from './args.ts';
import { readContent } from './content.ts';
import { visibleChannel } from './conversation.ts';
import { methods } from './method.ts';
import { refuse } from './refusal.ts';

/** A message of the bot's own; a person's id is not a conversation here, unlike in chat.postMessage. */
function ownMessage(state: State, args: Json, error: string): Message {
  const channel = visibleChannel(state, requiredText(args, 'channel'));
  const message = findMessage(state, channel.id, requiredText(args, 'ts')) ?? refuse('message_not_found');
  return message.bot ? message : refuse(error);
}

/** Metadata goes when an empty object replaces it, and stays when nothing is said of it. */
function clearedMetadata(args: Json): boolean {
  const metadata = structured(args, 'metadata', 'invalid_metadata_format');
  return metadata !== undefined && Object.keys(metadata as Json).length === 0;
}

export const chatChange = methods({
  'chat.update': {
    token: 'bot',
    scopes: ['chat:write'],
    run({ state, events, args }) {
      const message = ownMessage(state, args, 'cant_update_message');
      const content = readContent(state, args);
      const before = slackMessage(state, message, true);
      // Text alone takes the blocks away and shows "(edited)"; blocks replace without a mark.
      const textOnly = content.text !== undefined && content.blocks === undefined;
      if (clearedMetadata(args)) delete message.metadata;
      const rest = textOnly ? { blocks: [], edited: true } : {};
      changeMessage(state, message, { ...content, ...rest });
      void emitChanged(state, events, message, before);
      const shape = slackMessage(state, message, true);
      return { channel: message.channel, ts: message.ts, text: message.text, message: shape };
    },
  },
  'chat.delete': {
    token: 'bot',
    scopes: ['chat:write'],
    run({ state, events, args }) {
      const message = ownMessage(state, args, 'cant_delete_message');
      removeMessage(state, message);
      void emitDeleted(state, events, message);
      return { channel: message.channel, ts: message.ts };
    },
  },
});
