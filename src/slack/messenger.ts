import type { types, webApi } from '@slack/bolt';
import type { Ms } from '../access/grant.ts';
import type { Messenger, Place } from '../access/ports/slack.ts';
import { calling } from './client.ts';
import { content } from './content.ts';
import { openDirect, replyPrivately } from './reply.ts';

const EVENT_TYPE = 'hallpass';
/** Clocks of Slack and of this machine may differ by this much. */
const SKEW: Ms = 5 * 60_000;
const PAGES = 5;

type Identity = { botId: string; userId: string };
type Found = {
  ts?: string;
  bot_id?: string;
  user?: string;
  metadata?: { event_type?: string; event_payload?: object };
};

/** Slack outwards. `identity` tells our own messages from those of others that carry the same metadata. */
export function createMessenger(client: webApi.WebClient, identity: () => Promise<Identity>): Messenger {
  const ours = async (message: Found, key?: string) => {
    const { botId, userId } = await identity();
    if (message.bot_id !== botId && message.user !== userId) return null;
    if (message.metadata?.event_type !== EVENT_TYPE) return null;
    const payload = (message.metadata.event_payload ?? {}) as { key?: string; grant?: string };
    return key === undefined || payload.key === key ? payload : null;
  };

  return {
    async post({ channel, thread, message, key, grant }) {
      const answer = await calling(() =>
        client.chat.postMessage({
          channel,
          ...content(message),
          ...(thread ? { thread_ts: thread } : {}),
          metadata: { event_type: EVENT_TYPE, event_payload: { key, ...(grant ? { grant } : {}) } },
          unfurl_links: false,
          unfurl_media: false,
        }),
      );
      return { channel: answer.channel ?? channel, ts: answer.ts ?? '' };
    },

    async update({ channel, ts }, message) {
      await calling(() => client.chat.update({ channel, ts, ...content(message) }));
    },

    async find({ channel, thread, key, since }) {
      let cursor: string | undefined;
      const oldest = String(Math.floor((since - SKEW) / 1_000));
      for (let page = 0; page < PAGES; page += 1) {
        const query = { channel, oldest, limit: 200, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
        const answer = await calling(() =>
          thread ? client.conversations.replies({ ...query, ts: thread }) : client.conversations.history(query),
        );
        for (const message of (answer.messages ?? []) as Found[]) {
          if (message.ts && (await ours(message, key))) return { channel, ts: message.ts };
        }
        cursor = answer.response_metadata?.next_cursor || undefined;
        if (!cursor) return null;
      }
      return null;
    },

    async grantOf({ channel, ts }: Place) {
      const answer = await calling(() =>
        client.conversations.history({
          channel,
          latest: ts,
          oldest: ts,
          inclusive: true,
          limit: 1,
          include_all_metadata: true,
        }),
      );
      const message = (answer.messages as Found[] | undefined)?.find((found) => found.ts === ts);
      return (message && (await ours(message))?.grant) ?? null;
    },

    direct: (user) => openDirect(client, user),
    reply: (to, message) => replyPrivately(client, to, message),

    async openModal(trigger_id, view) {
      await calling(() => client.views.open({ trigger_id, view: view as types.ModalView }));
    },

    async publishHome(user_id, view) {
      await calling(() => client.views.publish({ user_id, view: view as types.HomeView }));
    },
  };
}
