import { complaintsOf } from '../blocks/complaints.ts';
import { suggestions } from '../blocks/composition.ts';
import { interactiveElements } from '../blocks/elements.ts';
import type { Json } from '../blocks/types.ts';
import { choicesOf } from '../shapes/element-state.ts';
import { menuKey } from '../shapes/view.ts';
import { changed } from '../state.ts';
import type { ClickTarget, DispatchResult } from '../workspace-types.ts';
import { type Hands, interactionBase } from './hands.ts';
import { surfaceOf } from './surface.ts';

/** Types into an external menu, and keeps the choices that the bot sends back. */
export async function suggest(
  hands: Hands,
  actionId: string,
  typed: string,
  opts: { target?: ClickTarget; blockId?: string } = {},
): Promise<DispatchResult> {
  const { state, user, dispatcher } = hands;
  const surface = surfaceOf(hands, opts.target ?? { view: true });
  const menu = interactiveElements(surface.blocks).find(
    ({ block, element }) =>
      element.action_id === actionId &&
      element.type.endsWith('external_select') &&
      (opts.blockId === undefined || block.block_id === opts.blockId),
  );
  if (menu === undefined) throw new Error(`there is no external menu ${actionId}`);
  if (typed.length < Number(menu.element.min_query_length ?? 3)) return { status: 'refused', ms: 0, options: [] };
  const { response_url: _, ...where } = surface.where();
  const ids = { action_id: actionId, block_id: menu.block.block_id, value: typed };
  const payload = { ...interactionBase(hands, 'block_suggestion'), ...where, ...ids };
  const result = await dispatcher.send({ kind: 'block_suggestion', user: user.id, format: 'interactive', payload });
  if (result.status !== 'acked') return result;
  const parsed = suggestions.safeParse(result.body);
  if (!parsed.success) {
    return { ...result, status: 'failed', reason: complaintsOf(parsed.error, [], result.body).join('; ') };
  }
  const options = choicesOf(parsed.data as Json).map((option) => {
    const { text, value } = option as { text: { text: string }; value: string };
    return { text: text.text, value };
  });
  state.suggested.set(menuKey(surface.place, menu.block.block_id, actionId), options);
  changed(state);
  return { ...result, options };
}
