import type { Json } from '../blocks/types.ts';

type Choice = { text: string; value: string };
type Value = string | string[] | undefined;

/** The field of a payload in which each kind of element carries its value. */
const fields: Record<string, string> = {
  plain_text_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  number_input: 'value',
  rich_text_input: 'rich_text_value',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  overflow: 'selected_option',
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  checkboxes: 'selected_options',
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
};

/** Whether an element keeps a value, which payloads then carry (an overflow menu keeps none). */
export const isStateful = (type: string): boolean => type in fields && type !== 'overflow';

/** All choices of a menu, with those in groups. */
export function choicesOf(element: Json): Json[] {
  const groups = (element.option_groups as { options: Json[] }[] | undefined) ?? [];
  return [...((element.options as Json[] | undefined) ?? []), ...groups.flatMap(({ options }) => options)];
}

/** The chosen option as Slack sends it back; throws when it was never offered. */
function optionFor(element: Json, value: string, suggested: readonly Choice[]): Json {
  const initial = [element.initial_option, ...((element.initial_options as Json[] | undefined) ?? [])] as Json[];
  const offered = [...choicesOf(element), ...initial].find((option) => option?.value === value);
  if (offered !== undefined) return offered;
  const external = suggested.find((choice) => choice.value === value);
  if (external === undefined) {
    throw new Error(`"${value}" is not among the choices of ${String(element.action_id)}`);
  }
  return { text: { type: 'plain_text', text: external.text, emoji: true }, value };
}

const richText = (text: string): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

/** One entry of `state.values`, or of an action, in Slack's shape for that kind of element. */
export function elementState(element: Json, value: Value, suggested: readonly Choice[]): Json {
  const type = String(element.type);
  const field = fields[type] ?? 'value';
  const many = Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value];
  const one = many[0];
  if (field === 'selected_options') return { type, [field]: many.map((item) => optionFor(element, item, suggested)) };
  if (field.endsWith('s')) return { type, [field]: many };
  if (one === undefined) return { type, [field]: null };
  if (field === 'selected_option') return { type, [field]: optionFor(element, one, suggested) };
  if (field === 'selected_date_time') return { type, [field]: Number(one) };
  return { type, [field]: field === 'rich_text_value' ? richText(one) : one };
}

/** What an element holds before anybody touches it. */
export function initialValue(element: Json): Value {
  const option = element.initial_option as { value: string } | undefined;
  const options = element.initial_options as { value: string }[] | undefined;
  if (option !== undefined) return option.value;
  if (options !== undefined) return options.map(({ value }) => value);
  const given = Object.entries(element).find(([key]) => key.startsWith('initial_'))?.[1];
  if (Array.isArray(given)) return given.map(String);
  return given === undefined || typeof given === 'object' ? undefined : String(given);
}
