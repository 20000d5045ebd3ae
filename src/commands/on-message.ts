import { refusalMessage } from '../views/replies/refused.ts';
import { branchOfChannel } from './branch.ts';
import { parseReply } from './grammar/reply.ts';
import { keep } from './keep.ts';
import { levelNames } from './level-names.ts';
import { saysCredential } from './says-credential.ts';
import type { Web } from './web.ts';

type Said = {
  channel: string;
  user?: string;
  text?: string;
  ts: string;
  thread_ts?: string;
  subtype?: string;
  bot_id?: string;
};

/** Messages of a kind of their own that a person typed all the same. */
const TYPED = new Set(['thread_broadcast', 'file_share', 'me_message']);

/**
 * A message in a served channel. Two things are read out of talk: a decision under a card, word for word, or what was
 * to be one, and a password, about which its sender is told. Nothing else is kept.
 */
export const onMessage =
  (web: Web) =>
  async ({
    message,
    body,
    context,
  }: {
    message: object;
    body: object;
    context: { botUserId?: string };
  }): Promise<void> => {
    const { channel, user, text = '', ts, thread_ts: thread, subtype, bot_id } = message as Said;
    const branch = branchOfChannel(web.branches, channel);
    if (!branch || !user || bot_id || (subtype && !TYPED.has(subtype))) return;
    if (typeof text !== 'string') return;
    if (saysCredential(text)) {
      const to = { user, channel, thread };
      web.messenger.reply(to, refusalMessage({ code: 'credential' })).catch((error: unknown) => {
        web.log.warn({ user, error: error instanceof Error ? error.message : 'unknown' }, 'warning not sent');
      });
      return;
    }
    if (!thread || thread === ts || (subtype && subtype !== 'thread_broadcast')) return;
    const options = {
      levels: levelNames(branch.desk.business),
      ...(context.botUserId ? { botUserId: context.botUserId } : {}),
    };
    const reply = parseReply(text, options);
    if (!reply) return;
    const data = reply.ok
      ? { decision: JSON.stringify(reply.reply), thread }
      : { unread: JSON.stringify(reply.error), thread };
    const { event_id: event } = body as { event_id?: string };
    const kept = await keep(web, branch, { kind: 'message', user, channel, data, event });
    // Not acknowledged, so Slack sends the event again; what was kept all the same is known by the event.
    if (kept !== 'kept') throw new Error('a decision in a thread could not be kept');
  };
