import { ApiRefusal } from '../api/refusal.ts';
import type { Json } from '../blocks/types.ts';
import { bot, team, verificationToken } from '../identity.ts';
import type { Channel } from '../model.ts';
import { issueResponseUrl, showResponse } from '../response-urls.ts';
import { now } from '../state.ts';
import { issueTrigger } from '../triggers.ts';
import type { DispatchResult } from '../workspace-types.ts';
import { channelShape, type Hands, notify, placeOf } from './hands.ts';
import { formatTyped } from './typed-text.ts';

/** Shows what the bot acknowledged with: plain text or a message, to the person alone unless it says otherwise. */
function showAck({ state, user, events }: Hands, channel: Channel, body: unknown): void {
  const args: Json = typeof body === 'string' ? { text: body } : ((body ?? {}) as Json);
  if (Object.keys(args).length === 0) return;
  showResponse(state, events, { user: user.id, channel: channel.id, issuedAt: now(state), uses: 0 }, args);
}

/** Sends a slash command, and tells the person in Slack's words when it failed. */
export async function sendCommand(hands: Hands, channelId: string, line: string): Promise<DispatchResult> {
  const { state, user, dispatcher } = hands;
  const channel = placeOf(hands, channelId);
  const [name = '', typed = ''] = line.trim().split(/\s+(.*)/s);
  const command = state.commands.get(name);
  const foreign = user.team !== undefined && user.team !== team.id;
  if (command === undefined || foreign || !state.config.scopes.has('commands')) {
    notify(hands, `${name} is not a valid command.`, channel.id);
    return { status: 'refused', ms: 0, reason: 'unknown_command' };
  }
  const text = command.shouldEscape ? formatTyped(state, typed, true) : typed;
  const payload = {
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: String(channelShape(channel).name),
    user_id: user.id,
    user_name: user.name,
    command: name,
    text: text.trim(),
    api_app_id: bot.appId,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(state, { user: user.id, channel: channel.id }),
    trigger_id: issueTrigger(state, user.id),
  };
  const result = await dispatcher.send({ kind: 'command', user: user.id, format: 'command', payload });
  const reason = result.status === 'acked' ? acceptAck(hands, channel, result.body) : result.reason;
  if (reason === undefined) return result;
  notify(hands, `${name} failed with the error "${reason}"`, channel.id);
  return { ...result, status: result.status === 'acked' ? 'failed' : result.status, reason };
}

function acceptAck(hands: Hands, channel: Channel, body: unknown): string | undefined {
  try {
    showAck(hands, channel, body);
    return undefined;
  } catch (error) {
    if (error instanceof ApiRefusal) return error.message;
    throw error;
  }
}
