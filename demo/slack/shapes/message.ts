import type { Json } from '../blocks/types.ts';
import { bot, team } from '../identity.ts';
import { messagesIn } from '../messages.ts';
import type { Message } from '../model.ts';
import type { State } from '../state.ts';

function threadOf(state: State, message: Message): Json {
  if (message.threadTs !== undefined) {
    const parent = messagesIn(state, message.channel).find(({ ts }) => ts === message.threadTs);
    return { thread_ts: message.threadTs, parent_user_id: parent?.user };
  }
  const replies = messagesIn(state, message.channel).filter(({ threadTs }) => threadTs === message.ts);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
    subscribed: false,
  };
}

/** A message as Slack's API shows it; metadata only where it was asked for. */
export function slackMessage(state: State, message: Message, withMetadata: boolean): Json {
  return {
    type: 'message',
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    user: message.user,
    ts: message.ts,
    ...(message.bot ? { bot_id: bot.botId, app_id: bot.appId, bot_profile: botProfile } : {}),
    text: message.text,
    team: team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
    ...threadOf(state, message),
  };
}

const botProfile = {
  id: bot.botId,
  app_id: bot.appId,
  user_id: bot.userId,
  name: bot.realName,
  icons: {},
  deleted: false,
  updated: 1_700_000_000,
  team_id: team.id,
};
