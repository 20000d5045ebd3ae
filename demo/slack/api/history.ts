import type { Json } from '../blocks/types.ts';
import { bot } from '../identity.ts';
import { messagesIn } from '../messages.ts';
import type { Channel, Message } from '../model.ts';
import { slackMessage } from '../shapes/message.ts';
import type { State } from '../state.ts';
import { flag, requiredText } from './args.ts';
import { scopedChannel } from './conversation.ts';
import { methods } from './method.ts';
import { page } from './pages.ts';
import { refuse } from './refusal.ts';

function readable(state: State, args: Json): Channel {
  const channel = scopedChannel(state, requiredText(args, 'channel'), 'history');
  return channel.members.has(bot.userId) ? channel : refuse('not_in_channel');
}

function timestamp(args: Json, name: 'oldest' | 'latest'): number | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? refuse(`invalid_ts_${name}`) : number;
}

/** Keeps what lies between `oldest` and `latest`, both left out unless `inclusive`. */
function between(args: Json, list: readonly Message[]): Message[] {
  const oldest = timestamp(args, 'oldest') ?? 0;
  const latest = timestamp(args, 'latest') ?? Number.POSITIVE_INFINITY;
  const inclusive = flag(args, 'inclusive');
  return list.filter(({ ts }) => {
    const at = Number(ts);
    return (at > oldest && at < latest) || (inclusive && (at === oldest || at === latest));
  });
}

function answer(state: State, args: Json, list: readonly Message[]): Json {
  const { items, next, metadata } = page(args, list);
  const withMetadata = flag(args, 'include_all_metadata');
  const messages = items.map((message) => slackMessage(state, message, withMetadata));
  return { messages, has_more: next !== '', ...(next === '' ? {} : metadata) };
}

export const history = methods({
  'conversations.history': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      const channel = readable(state, args);
      const top = messagesIn(state, channel.id).filter(
        ({ threadTs, broadcast }) => threadTs === undefined || broadcast,
      );
      return { ...answer(state, args, between(args, top).reverse()), pin_count: 0 };
    },
  },
  'conversations.replies': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      const channel = readable(state, args);
      const ts = requiredText(args, 'ts');
      const all = messagesIn(state, channel.id);
      const asked = all.find((message) => message.ts === ts) ?? refuse('thread_not_found');
      const root = asked.threadTs ?? asked.ts;
      const parent = all.filter((message) => message.ts === root);
      const replies = all.filter(({ threadTs }) => threadTs === root);
      return answer(state, args, [...parent, ...between(args, replies)]);
    },
  },
});
