import type { types } from '@slack/bolt';
import { plain } from '../blocks.ts';
import { cut } from '../text.ts';

/** What a form sends back, as far as it is read here. */
export type Submitted = {
  private_metadata: string;
  state: { values: Record<string, Record<string, FieldValue>> };
};
export type FieldValue = { value?: string | null; selected_option?: { value: string } | null };

/** A form that was filled in right, or what to say under which field. */
export type Filled<T> = { ok: true; values: T } | { ok: false; errors: Record<string, string> };

type Field = { id: string; label: string; hint?: string; optional?: boolean };

/** A field to type in; its block id and its action id are the same. */
export const textField = (
  { id, label, hint, optional = false }: Field,
  input: Pick<types.PlainTextInput, 'initial_value' | 'multiline' | 'max_length'> & { example?: string },
): types.InputBlock => {
  const { example, initial_value, ...rest } = input;
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    optional,
    ...(hint ? { hint: plain(hint) } : {}),
    element: {
      type: 'plain_text_input',
      action_id: id,
      ...rest,
      ...(initial_value ? { initial_value: initial_value.slice(0, input.max_length ?? 3000) } : {}),
      ...(example ? { placeholder: plain(example) } : {}),
    },
  };
};

/** A field to choose in. The first hundred choices are offered, since Slack takes no more. */
export const selectField = (
  { id, label, hint, optional = false }: Field,
  choices: readonly { value: string; text: string }[],
  initial?: string,
): types.InputBlock => {
  const options = choices.slice(0, 100).map(option);
  const chosen = options.find(({ value }) => value === initial);
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    optional,
    ...(hint ? { hint: plain(hint) } : {}),
    element: { type: 'static_select', action_id: id, options, ...(chosen ? { initial_option: chosen } : {}) },
  };
};

/** One choice of a menu. */
export const option = ({ value, text }: { value: string; text: string }): types.PlainTextOption => ({
  text: plain(cut(text, 75)),
  value,
});

/** What was typed or chosen in a field; empty when nothing was. */
export function fieldValue(view: Submitted, block: string, action = block): string {
  const field = view.state.values[block]?.[action];
  return (field?.selected_option?.value ?? field?.value ?? '').trim();
}
