import { optionalText } from './api/args.ts';
import { readContent } from './api/content.ts';
import { type ApiRefusal, refuse } from './api/refusal.ts';
import type { Json } from './blocks/types.ts';
import type { Events } from './dispatch/events.ts';
import { emitChanged, emitDeleted, emitPosted } from './dispatch/message-events.ts';
import { bot, team } from './identity.ts';
import { addEphemeral, addMessage, changeMessage, findEphemeral, findMessage, removeMessage } from './messages.ts';
import type { Message } from './model.ts';
import { slackMessage } from './shapes/message.ts';
import { boundedMap, newId, now, type ResponseUrl, type State } from './state.ts';

const maxUses = 5;
const lifetimeMs = 30 * 60_000;

/** A new address for late answers to a command or click. */
export function issueResponseUrl(state: State, place: Omit<ResponseUrl, 'issuedAt' | 'uses'>): string {
  const id = `${team.id}/${newId(state, 'R')}`;
  boundedMap(state.responseUrls, id, { ...place, issuedAt: now(state), uses: 0 });
  return `${state.baseUrl}/response/${id}`;
}

function originalOf(state: State, place: ResponseUrl): Message | undefined {
  if (place.original === undefined) return undefined;
  const { ts, ephemeral } = place.original;
  return ephemeral ? findEphemeral(state, place.user, ts) : findMessage(state, place.channel, ts);
}

const yes = (value: unknown) => value === true || value === 'true';

/** Shows an answer as Slack would: to the person alone unless it says `in_channel`. */
export function showResponse(state: State, events: Events, place: ResponseUrl, args: Json): void {
  const { text = '', ...content } = readContent(state, args);
  const threadTs = optionalText(args, 'thread_ts');
  const draft = {
    channel: place.channel,
    user: bot.userId,
    text,
    ...content,
    ...(threadTs === undefined ? {} : { threadTs }),
  };
  if (args.response_type !== 'in_channel') {
    addEphemeral(state, { ...draft, ephemeralFor: place.user });
    return;
  }
  void emitPosted(state, events, addMessage(state, draft));
}

function change(state: State, events: Events, message: Message, args: Json): void {
  const { text = '', blocks = [], ...content } = readContent(state, args);
  const before = slackMessage(state, message, true);
  changeMessage(state, message, { text, blocks, ...content });
  if (message.ephemeralFor === undefined) void emitChanged(state, events, message, before);
}

/** Takes one answer sent to a response URL; the fifth is the last, and none comes through after half an hour. */
export function useResponseUrl(state: State, events: Events, id: string, args: Json): void {
  const place = state.responseUrls.get(id) ?? refuse('invalid_url');
  if (now(state) - place.issuedAt > lifetimeMs) refuse('expired_url');
  if (place.uses >= maxUses) refuse('used_url');
  place.uses += 1;
  const original = originalOf(state, place);
  if (yes(args.delete_original)) {
    const message = original ?? refuse('message_not_found');
    removeMessage(state, message);
    if (message.ephemeralFor === undefined) void emitDeleted(state, events, message);
    return;
  }
  const replaces = yes(args.replace_original) && place.original !== undefined;
  if (replaces) change(state, events, original ?? refuse('message_not_found'), args);
  else showResponse(state, events, place, args);
}

/** The HTTP status of a refused answer: gone addresses are 404, bad content 400. */
export const responseStatus = (refusal: ApiRefusal): number =>
  ['invalid_url', 'expired_url', 'used_url', 'message_not_found'].includes(refusal.message) ? 404 : 400;
