import type { Json } from '../blocks/types.ts';
import { emitPosted } from '../dispatch/message-events.ts';
import { bot, team } from '../identity.ts';
import { addEphemeral, addMessage, findMessage } from '../messages.ts';
import { slackMessage } from '../shapes/message.ts';
import type { State } from '../state.ts';
import { flag, optionalText, requiredText } from './args.ts';
import { readContent, requireSomething } from './content.ts';
import { postTarget, visibleChannel } from './conversation.ts';
import { methods } from './method.ts';
import { refuse, refuseWith } from './refusal.ts';

/** The thread to reply in; a reply's own timestamp leads to its thread's. */
function threadOf(state: State, args: Json, channel: string): { threadTs?: string } {
  const ts = optionalText(args, 'thread_ts');
  if (ts === undefined) return {};
  if (!/^\d{10}\.\d{6}$/.test(ts)) return refuseWith('invalid_thread_ts', [`${ts} is not a valid thread_ts`]);
  const parent = findMessage(state, channel, ts) ?? refuse('thread_not_found');
  return { threadTs: parent.threadTs ?? parent.ts };
}

export const chatPost = methods({
  'chat.postMessage': {
    token: 'bot',
    scopes: ['chat:write'],
    run({ state, events, args }) {
      const channel = postTarget(state, requiredText(args, 'channel'));
      const { text = '', ...content } = requireSomething(readContent(state, args));
      const thread = threadOf(state, args, channel.id);
      const broadcast = thread.threadTs !== undefined && flag(args, 'reply_broadcast');
      const draft = { channel: channel.id, user: bot.userId, text, ...content, ...thread, broadcast };
      const message = addMessage(state, draft);
      void emitPosted(state, events, message);
      return { channel: channel.id, ts: message.ts, message: slackMessage(state, message, true) };
    },
  },
  'chat.postEphemeral': {
    token: 'bot',
    scopes: ['chat:write'],
    run({ state, args }) {
      const channel = postTarget(state, requiredText(args, 'channel'));
      const user = requiredText(args, 'user');
      if (!channel.members.has(user) || state.users.get(user)?.deleted === true) refuse('user_not_in_channel');
      const { text = '', metadata: _, ...content } = requireSomething(readContent(state, args));
      const thread = threadOf(state, args, channel.id);
      const draft = { channel: channel.id, user: bot.userId, text, ...content, ...thread, ephemeralFor: user };
      return { message_ts: addEphemeral(state, draft).ts };
    },
  },
  'chat.getPermalink': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      const channel = visibleChannel(state, requiredText(args, 'channel'));
      const ts = requiredText(args, 'message_ts');
      const message = findMessage(state, channel.id, ts) ?? refuse('message_not_found');
      const link = `https://${team.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`;
      const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
      return { channel: channel.id, permalink: `${link}${thread}` };
    },
  },
});
