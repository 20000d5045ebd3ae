import type { Json } from '../blocks/types.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Events } from '../dispatch/events.ts';
import { bot, team, verificationToken } from '../identity.ts';
import { openDm } from '../messages.ts';
import type { Channel, User } from '../model.ts';
import { bounded, changed, now, type State } from '../state.ts';

/** What a person acts with: their account, the workspace, and the lines to the bot. */
export type Hands = { state: State; user: User; dispatcher: Dispatcher; events: Events };

/** A conversation that the person is in; the bot's user id means their direct messages with it. */
export function placeOf({ state, user }: Hands, channel: string): Channel {
  const place = channel === bot.userId ? openDm(state, user.id) : state.channels.get(channel);
  const own = place ?? (channel === `D${user.id.slice(1)}` ? openDm(state, user.id) : undefined);
  if (own === undefined) throw new Error(`there is no conversation ${channel}`);
  if (!own.members.has(user.id)) throw new Error(`${user.id} is not in ${channel}`);
  return own;
}

/** Slack's own words to the person, such as a command that failed. */
export function notify({ state, user }: Hands, text: string, channel?: string): void {
  const where = channel === undefined ? {} : { channel };
  bounded(state.notices, { at: now(state), user: user.id, text, ...where }, 500);
  changed(state);
}

/** What every interactive payload begins with. */
export function interactionBase({ user }: Hands, type: string): Json {
  return {
    type,
    team: { id: team.id, domain: team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team ?? team.id },
    api_app_id: bot.appId,
    token: verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** The conversation as payloads name it. */
export function channelShape(channel: Channel): Json {
  if (channel.im !== undefined) return { id: channel.id, name: 'directmessage' };
  return { id: channel.id, name: channel.private ? 'privategroup' : channel.name };
}
