import { button, overflow } from './buttons.js';
import { asOption, channelOptions, choices, peopleOptions, select } from './choice-elements.js';
import { combobox } from './combobox.js';
import { h } from './dom.js';
import { changed, chosen, idOf, named } from './element-value.js';

/** Draws one element, or names the type that the page doesn't know. */
export function elementView(element, at) {
  const draw = DRAW[element.type];
  return draw ? draw(element, at) : h('span', { class: 'unknown' }, `[${element.type}]`);
}

/** A box to type into. */
function typed(element, at, type, initial, extra = {}) {
  const multiline = element.multiline === true;
  const props = {
    key: idOf(at, element),
    class: 'input',
    'aria-label': named(at, element),
    'aria-invalid': at.error ? 'true' : undefined,
    'data-action': element.action_id,
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    initial: { value: chosen(at, element, initial) ?? '' },
    ...extra,
  };
  const keep = (event) => at.ctx.app.form.set(at.ctx.form, at.block.block_id, element.action_id, event.target.value);
  const on =
    type === 'date' || type === 'time'
      ? { change: (event) => changed(at, element, event.target.value) }
      : { input: keep };
  return multiline ? h('textarea', { ...props, rows: '3', on }) : h('input', { ...props, type, on });
}

const DRAW = {
  button,
  workflow_button: button,
  overflow,
  static_select: (e, at) => select(e, at, e.options, e.initial_option?.value),
  users_select: (e, at) => select(e, at, peopleOptions(at), e.initial_user),
  conversations_select: (e, at) => select(e, at, channelOptions(at), e.initial_conversation),
  channels_select: (e, at) => select(e, at, channelOptions(at), e.initial_channel),
  external_select: (e, at) =>
    combobox(e, {
      ...at,
      id: idOf(at, e),
      label: named(at, e),
      start: chosen(at, e, e.initial_option?.value),
      change: (value) => changed(at, e, value),
    }),
  radio_buttons: (e, at) => choices(e, at, 'radio'),
  checkboxes: (e, at) => choices(e, at, 'checkbox'),
  multi_static_select: (e, at) => choices(e, at, 'checkbox'),
  multi_users_select: (e, at) =>
    choices(
      { ...e, options: peopleOptions(at), initial_options: (e.initial_users ?? []).map((id) => asOption(id, id)) },
      at,
      'checkbox',
    ),
  datepicker: (e, at) => typed(e, at, 'date', e.initial_date),
  timepicker: (e, at) => typed(e, at, 'time', e.initial_time),
  plain_text_input: (e, at) => typed(e, at, 'text', e.initial_value),
  email_text_input: (e, at) => typed(e, at, 'email', e.initial_value),
  url_text_input: (e, at) => typed(e, at, 'url', e.initial_value),
  number_input: (e, at) =>
    typed(e, at, 'number', e.initial_value, {
      min: e.min_value,
      max: e.max_value,
      step: e.is_decimal_allowed ? 'any' : '1',
    }),
  image: (e) => h('img', { class: 'thumb', src: e.image_url, alt: e.alt_text ?? '' }),
};
