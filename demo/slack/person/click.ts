import { interactiveElements, type Placed } from '../blocks/elements.ts';
import type { Json } from '../blocks/types.ts';
import { elementState } from '../shapes/element-state.ts';
import { menuKey, stateValues } from '../shapes/view.ts';
import { changed, newTs } from '../state.ts';
import { issueTrigger } from '../triggers.ts';
import type { ClickOptions, ClickTarget, DispatchResult } from '../workspace-types.ts';
import { type Hands, interactionBase, notify } from './hands.ts';
import { type Surface, surfaceOf } from './surface.ts';

/** The one element that is meant; throws when none or several are. */
function find(surface: Surface, actionId: string, opts: ClickOptions): Placed {
  const pictures = opts.stale === true ? [surface.blocks, ...surface.past.toReversed()] : [surface.blocks];
  for (const blocks of pictures) {
    const matching = interactiveElements(blocks).filter(
      ({ block, element }) =>
        element.action_id === actionId &&
        (opts.blockId === undefined || block.block_id === opts.blockId) &&
        (element.type !== 'button' || opts.value === undefined || element.value === opts.value),
    );
    const [first, second] = matching;
    if (second !== undefined) throw new Error(`several elements are ${actionId}: name the blockId or the value`);
    if (first !== undefined) return first;
  }
  throw new Error(`there is no ${actionId} to click`);
}

const plainFields = ['text', 'style', 'placeholder', 'confirm'] as const;

function actionOf(hands: Hands, surface: Surface, placed: Placed, opts: ClickOptions): Json {
  const { block, element } = placed;
  const base = { action_id: element.action_id, block_id: block.block_id, action_ts: newTs(hands.state) };
  if (['button', 'icon_button', 'feedback_buttons'].includes(element.type)) {
    const shown = plainFields.flatMap((key) => (element[key] === undefined ? [] : [[key, element[key]]]));
    const value = opts.value ?? element.value;
    return { ...Object.fromEntries(shown), ...base, type: element.type, ...(value === undefined ? {} : { value }) };
  }
  const suggested = hands.state.suggested.get(menuKey(surface.place, block.block_id, element.action_id)) ?? [];
  return { ...base, ...elementState(element, opts.selected ?? opts.value, suggested) };
}

/** Keeps what was chosen in a view, so that later payloads carry it. */
function keep(surface: Surface, { block, element }: Placed, opts: ClickOptions): void {
  const chosen = opts.selected ?? opts.value;
  if (['button', 'overflow'].includes(element.type) || chosen === undefined) return;
  surface.values[block.block_id] = { ...surface.values[block.block_id], [element.action_id]: chosen };
}

/** Clicks a button or makes a choice, and tells the bot. */
export async function click(
  hands: Hands,
  target: ClickTarget,
  actionId: string,
  opts: ClickOptions = {},
): Promise<DispatchResult> {
  const { state, user, dispatcher } = hands;
  const surface = surfaceOf(hands, target, opts.stale);
  const placed = find(surface, actionId, opts);
  if (placed.block.type === 'input' && placed.block.dispatch_action !== true) {
    throw new Error(`${actionId} tells the app nothing before the modal is submitted: use fill`);
  }
  const action = actionOf(hands, surface, placed, opts);
  keep(surface, placed, opts);
  const payload = {
    ...interactionBase(hands, 'block_actions'),
    ...surface.where(),
    ...(surface.view === undefined
      ? { state: { values: stateValues(state, surface.blocks, surface.values, surface.place) } }
      : {}),
    trigger_id: issueTrigger(state, user.id, surface.view?.id),
    actions: [action],
  };
  changed(state);
  const result = await dispatcher.send({ kind: 'block_actions', user: user.id, format: 'interactive', payload });
  if (result.status !== 'acked') notify(hands, `The click failed with the error "${result.reason}"`);
  return result;
}
