import type { Block, Json } from '../blocks/types.ts';
import { findEphemeral, findMessage } from '../messages.ts';
import type { Message, Values, View } from '../model.ts';
import { issueResponseUrl } from '../response-urls.ts';
import { slackMessage } from '../shapes/message.ts';
import { slackView } from '../shapes/view.ts';
import { topModal } from '../views/stack.ts';
import type { ClickTarget } from '../workspace-types.ts';
import { channelShape, type Hands, placeOf } from './hands.ts';

/** What an element lies on, with the parts of a payload that say so. */
export type Surface = {
  blocks: Block[];
  /** Names the place for what is remembered about its menus. */
  place: string;
  view?: View;
  /** What people filled into a message's inputs is not kept between clicks. */
  values: Values;
  past: Block[][];
  where(): Json;
};

function onMessage(hands: Hands, message: Message): Surface {
  const { state, user } = hands;
  const channel = placeOf(hands, message.channel);
  const ephemeral = message.ephemeralFor !== undefined;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  return {
    blocks: message.blocks,
    place: message.ts,
    values: {},
    past: state.pastBlocks.get(message.ts) ?? [],
    where: () => ({
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: ephemeral,
        ...thread,
      },
      channel: channelShape(channel),
      ...(ephemeral ? {} : { message: slackMessage(state, message, true) }),
      response_url: issueResponseUrl(state, {
        user: user.id,
        channel: message.channel,
        original: { ts: message.ts, ephemeral },
      }),
    }),
  };
}

function onView({ state }: Hands, view: View): Surface {
  const where = () => ({ container: { type: 'view', view_id: view.id }, view: slackView(state, view) });
  return { blocks: view.blocks, place: view.id, view, values: view.values, past: [], where };
}

/** A message that is gone but that an old picture still shows. */
function onDeleted({ state }: Hands, ts: string, channel: string): Surface | undefined {
  const past = state.pastBlocks.get(ts);
  if (past === undefined) return undefined;
  const container = { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false };
  return { blocks: [], place: ts, values: {}, past, where: () => ({ container, channel: { id: channel } }) };
}

/** Finds what a person clicks on; throws when they cannot see any such thing. */
export function surfaceOf(hands: Hands, target: ClickTarget, stale = false): Surface {
  const { state, user } = hands;
  if ('view' in target || 'home' in target) {
    const view = 'view' in target ? topModal(state, user.id) : state.homes.get(user.id);
    if (view === undefined) throw new Error(`${user.id} has no ${'view' in target ? 'modal' : 'Home tab'} open`);
    return onView(hands, view);
  }
  if ('ephemeral' in target) {
    const message = findEphemeral(state, user.id, target.ephemeral);
    if (message === undefined) throw new Error(`${user.id} sees no message ${target.ephemeral}`);
    return onMessage(hands, message);
  }
  const channel = placeOf(hands, target.channel);
  const message = findMessage(state, channel.id, target.ts);
  if (message !== undefined) return onMessage(hands, message);
  const deleted = stale ? onDeleted(hands, target.ts, channel.id) : undefined;
  if (deleted === undefined) throw new Error(`there is no message ${target.ts} in ${channel.id}`);
  return deleted;
}
