import type { webApi } from '@slack/bolt';
import { request } from 'undici';
import type { SlackUserId } from '../access/grant.ts';
import { type Message, SlackError } from '../access/ports/slack.ts';
import { calling } from './client.ts';
import { content } from './content.ts';

type To = { user: SlackUserId; channel: string; url?: string | undefined; thread?: string | undefined };

/** Codes with which Slack says that this person can't be shown something in this channel. */
const NOT_THERE = new Set(['user_not_in_channel', 'not_in_channel', 'channel_not_found', 'is_archived']);

/**
 * Tells one person something that nobody else sees: by the interaction's response_url, else as an ephemeral message in the
 * channel, else in their direct conversation with the bot. Direct conversations and the Home tab have no ephemeral messages.
 */
export async function replyPrivately(client: webApi.WebClient, to: To, message: Message): Promise<void> {
  if (to.url && isSlacks(to.url, client.slackApiUrl) && (await byResponseUrl(to.url, message))) return;
  const direct = to.channel === '' || to.channel.startsWith('D');
  if (!direct && (await asEphemeral(client, to, message))) return;
  const channel = await openDirect(client, to.user);
  await calling(() => client.chat.postMessage({ channel, ...content(message) }));
}

/** The channel id of the direct conversation with a person. */
export async function openDirect(client: webApi.WebClient, user: SlackUserId): Promise<string> {
  const answer = await calling(() => client.conversations.open({ users: user }));
  if (!answer.channel?.id) throw new SlackError('channel_not_found');
  return answer.channel.id;
}

/** Slack signed the address; should somebody else ever do, the bot still calls no machine but Slack's, or the one that stands in for it. */
function isSlacks(address: string, apiUrl: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  return (
    url.origin === new URL(apiUrl).origin || (url.protocol === 'https:' && /\.slack(-gov)?\.com$/.test(url.hostname))
  );
}

/** Refusals come with a status of their own, or with 200 and this. */
const REFUSED = /"ok":\s*false/;

/** True when Slack took it; a used-up or expired address is answered with false. */
async function byResponseUrl(url: string, message: Message): Promise<boolean> {
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...content(message) }),
      headersTimeout: 5_000,
      bodyTimeout: 5_000,
    });
    const text = await answer.body.text();
    return answer.statusCode === 200 && !REFUSED.test(text);
  } catch {
    return false;
  }
}

/** False when the person, or the bot, is not in the channel. */
async function asEphemeral(client: webApi.WebClient, to: To, message: Message): Promise<boolean> {
  const { channel, user, thread } = to;
  const place = { channel, user, ...(thread ? { thread_ts: thread } : {}) };
  try {
    await calling(() => client.chat.postEphemeral({ ...place, ...content(message) }));
    return true;
  } catch (error) {
    if (error instanceof SlackError && NOT_THERE.has(error.code)) return false;
    throw error;
  }
}
