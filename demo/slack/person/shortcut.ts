import { findMessage, openDm } from '../messages.ts';
import { issueResponseUrl } from '../response-urls.ts';
import { slackMessage } from '../shapes/message.ts';
import { slackView } from '../shapes/view.ts';
import { newTs } from '../state.ts';
import { issueTrigger } from '../triggers.ts';
import type { DispatchResult } from '../workspace-types.ts';
import { channelShape, type Hands, interactionBase, notify, placeOf } from './hands.ts';

function onMessage(hands: Hands, target: { channel: string; ts: string }) {
  const { state, user } = hands;
  const channel = placeOf(hands, target.channel);
  const message = findMessage(state, channel.id, target.ts);
  if (message === undefined) throw new Error(`there is no message ${target.ts} in ${channel.id}`);
  return {
    channel: channelShape(channel),
    message: slackMessage(state, message, false),
    message_ts: message.ts,
    response_url: issueResponseUrl(state, { user: user.id, channel: channel.id }),
  };
}

/** Uses a global shortcut, or one on a message. */
export async function useShortcut(
  hands: Hands,
  callbackId: string,
  target?: { channel: string; ts: string },
): Promise<DispatchResult> {
  const { state, user, dispatcher } = hands;
  const kind = target === undefined ? 'shortcut' : 'message_action';
  const payload = {
    ...interactionBase(hands, kind),
    callback_id: callbackId,
    action_ts: newTs(state),
    trigger_id: issueTrigger(state, user.id),
    ...(target === undefined ? {} : onMessage(hands, target)),
  };
  const result = await dispatcher.send({ kind, user: user.id, format: 'interactive', payload });
  if (result.status !== 'acked') notify(hands, `The shortcut failed with the error "${result.reason}"`);
  return result;
}

/** Opens the app's Home tab. */
export async function openHome({ state, user, events }: Hands): Promise<DispatchResult> {
  const view = state.homes.get(user.id);
  const result = await events.emit(user.id, {
    type: 'app_home_opened',
    user: user.id,
    channel: openDm(state, user.id).id,
    tab: 'home',
    ...(view === undefined ? {} : { view: slackView(state, view) }),
  });
  return result ?? { status: 'failed', ms: 0, reason: 'dispatch_failed' };
}
