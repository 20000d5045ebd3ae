import { interactiveElements } from '../blocks/elements.ts';
import type { Json } from '../blocks/types.ts';
import { bot, team } from '../identity.ts';
import type { Values, View } from '../model.ts';
import type { State } from '../state.ts';
import { elementState, isStateful } from './element-state.ts';

/** `state.values` of some blocks: every stateful element, also those left empty. */
export function stateValues(state: State, blocks: View['blocks'], values: Values, place: string): Json {
  const result: Record<string, Json> = {};
  for (const { block, element } of interactiveElements(blocks)) {
    if (!isStateful(element.type)) continue;
    const suggested = state.suggested.get(menuKey(place, block.block_id, element.action_id)) ?? [];
    const value = values[block.block_id]?.[element.action_id];
    const entry = result[block.block_id] ?? {};
    entry[element.action_id] = elementState(element, value, suggested);
    result[block.block_id] = entry;
  }
  return result;
}

/** The name under which an external menu's choices are kept. */
export const menuKey = (place: string, blockId: string, actionId: string): string =>
  JSON.stringify([place, blockId, actionId]);

const plain = (text: string | undefined) => (text === undefined ? null : { type: 'plain_text', text, emoji: true });

/** A view as Slack puts it into answers and payloads. */
export function slackView(state: State, view: View): Json {
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: stateValues(state, view.blocks, view.values, view.id) },
    hash: view.hash,
    ...(view.type === 'modal' ? { title: plain(view.title) } : { title: plain('View Title') }),
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: plain(view.close),
    submit: plain(view.submit),
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: bot.appId,
    external_id: view.externalId,
    app_installed_team_id: team.id,
    bot_id: bot.botId,
  };
}
