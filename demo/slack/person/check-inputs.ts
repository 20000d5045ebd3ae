import { interactiveElements } from '../blocks/elements.ts';
import type { Json } from '../blocks/types.ts';
import type { Values, View } from '../model.ts';
import { elementState, isStateful } from '../shapes/element-state.ts';
import { menuKey } from '../shapes/view.ts';
import type { State } from '../state.ts';

/** Puts values into a view's inputs; throws when there is no such input or no such choice. */
export function fillView(state: State, view: View, values: Values): void {
  const inputs = interactiveElements(view.blocks).filter(({ element }) => isStateful(element.type));
  for (const [blockId, actions] of Object.entries(values)) {
    for (const [actionId, value] of Object.entries(actions)) {
      const input = inputs.find(({ block, element }) => block.block_id === blockId && element.action_id === actionId);
      if (input === undefined) throw new Error(`the modal has no input ${blockId} / ${actionId}`);
      elementState(input.element, value, state.suggested.get(menuKey(view.id, blockId, actionId)) ?? []);
      view.values[blockId] = { ...view.values[blockId], [actionId]: value };
    }
  }
}

function textError(element: Json, value: string): string | undefined {
  const min = Number(element.min_length ?? 0);
  const max = Number(element.max_length ?? 3000);
  const number = Number(value);
  switch (element.type) {
    case 'plain_text_input':
      if (value.length < min) return `Must be at least ${min} characters.`;
      return value.length > max ? `Must be at most ${max} characters.` : undefined;
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(value) ? undefined : 'Enter an email address.';
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'Enter a URL.';
    case 'number_input': {
      if (value.trim() === '' || Number.isNaN(number)) return 'Enter a number.';
      if (element.is_decimal_allowed !== true && !Number.isInteger(number)) return 'Enter a whole number.';
      if (number < Number(element.min_value ?? Number.NEGATIVE_INFINITY)) return 'The number is too small.';
      return number > Number(element.max_value ?? Number.POSITIVE_INFINITY) ? 'The number is too big.' : undefined;
    }
    default:
      return undefined;
  }
}

/** What Slack's own client holds against a modal before the app ever hears of it: block id → text. */
export function clientErrors(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element } of interactiveElements(view.blocks)) {
    if (block.type !== 'input') continue;
    const value = view.values[block.block_id]?.[element.action_id];
    const empty = value === undefined || value.length === 0;
    if (empty && block.optional !== true) errors[block.block_id] = 'Please complete this required field.';
    const wrong = empty || typeof value !== 'string' ? undefined : textError(element, value);
    if (wrong !== undefined) errors[block.block_id] = wrong;
  }
  return errors;
}
