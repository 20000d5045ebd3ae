import { combobox } from './combobox.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { mrkdwnLine, plain } from './mrkdwn-view.js';

/**
 * Block Kit's interactive elements. `at` says where one stands:
 * { ctx, block, input } with ctx = { app, target, key, form? } and input true inside an input block.
 */

const idOf = (at, element) => `${at.ctx.key}|${at.block.block_id ?? ''}|${element.action_id ?? ''}`;
const named = (at, element) => at.label ?? element.placeholder?.text ?? element.action_id;

/** Draws one element, or names the type that the page doesn't know. */
export function elementView(element, at) {
  const draw = DRAW[element.type];
  return draw ? draw(element, at) : h('span', { class: 'unknown' }, `[${element.type}]`);
}

/** A change of a value: kept for the form, and told to the bot where Slack would tell it. */
function changed(at, element, value) {
  const { app } = at.ctx;
  if (at.ctx.form) app.form.set(at.ctx.form, at.block.block_id, element.action_id, value);
  if (!at.input || at.block.dispatch_action) {
    app.confirmed(element.confirm, () => app.click(at.ctx, at.block, element, { selected: value }));
  }
}

/** What the person chose before, else the element's own beginning. */
function chosen(at, element, initial) {
  return at.ctx.form ? (at.ctx.app.form.get(at.ctx.form, at.block.block_id, element.action_id) ?? initial) : initial;
}

function button(element, at) {
  const { app } = at.ctx;
  const id = idOf(at, element);
  const busy = app.busy.has(id);
  const shut = busy || app.busyBlock(at.ctx.key, at.block.block_id);
  const press = () => {
    if (element.url) window.open(element.url, '_blank', 'noopener,noreferrer');
    app.confirmed(element.confirm, () => app.click(at.ctx, at.block, element, { value: element.value }));
  };
  return h(
    'button',
    {
      type: 'button',
      key: id,
      class: `btn ${element.style ?? ''} ${busy ? 'busy' : ''}`,
      disabled: shut,
      'aria-busy': busy ? 'true' : undefined,
      'aria-label': element.accessibility_label,
      'data-action': element.action_id,
      on: { click: press },
    },
    busy ? h('span', { class: 'spinner', 'aria-hidden': 'true' }) : null,
    h('span', null, plain(element.text.text)),
  );
}

const optionOf = (option, selected) =>
  h('option', { value: option.value, selected: option.value === selected }, option.text.text);

function select(element, at, options, initial) {
  const selected = chosen(at, element, initial);
  const groups = element.option_groups ?? [];
  const busy = at.ctx.app.busy.has(idOf(at, element));
  return h('span', { class: 'select-box', key: idOf(at, element) }, [
    h(
      'select',
      {
        class: 'select',
        'aria-label': named(at, element),
        'data-action': element.action_id,
        disabled: busy,
        on: { change: (event) => changed(at, element, event.target.value) },
      },
      selected === undefined
        ? h(
            'option',
            { value: '', selected: true, disabled: true, hidden: true },
            element.placeholder?.text ?? 'Choose an option',
          )
        : null,
      groups.map((group) =>
        h(
          'optgroup',
          { label: group.label.text },
          group.options.map((o) => optionOf(o, selected)),
        ),
      ),
      (options ?? []).map((option) => optionOf(option, selected)),
    ),
    busy ? h('span', { class: 'spinner dark', 'aria-hidden': 'true' }) : icon('chevron', 16),
  ]);
}

const asOption = (value, text) => ({ value, text: { text } });

function peopleOptions(at) {
  return at.ctx.app.state.slack.users.filter((user) => !user.deleted).map((user) => asOption(user.id, user.realName));
}

function channelOptions(at) {
  return at.ctx.app.state.slack.channels.map((channel) => asOption(channel.id, `#${channel.name}`));
}

/** Radio buttons, checkboxes and multi-selects: the same list with another kind of box. */
function choices(element, at, kind) {
  const many = kind === 'checkbox';
  const start = many ? (element.initial_options ?? []).map((o) => o.value) : element.initial_option?.value;
  const selected = chosen(at, element, start);
  const pick = (event) => {
    const boxes = [...event.currentTarget.querySelectorAll('input')];
    const values = boxes.filter((box) => box.checked).map((box) => box.value);
    changed(at, element, many ? values : values[0]);
  };
  const name = idOf(at, element);
  return h(
    'div',
    {
      class: 'choices',
      key: name,
      role: many ? 'group' : 'radiogroup',
      'aria-label': named(at, element),
      on: { change: pick },
    },
    (element.options ?? []).map((option) =>
      h('label', { class: 'choice', key: option.value }, [
        h('input', {
          type: kind,
          name,
          value: option.value,
          initial: { checked: many ? (selected ?? []).includes(option.value) : selected === option.value },
        }),
        h('span', { class: 'choice-text' }, [
          h(
            'span',
            null,
            option.text.type === 'mrkdwn' ? mrkdwnLine(option.text.text, at.ctx.names) : plain(option.text.text),
          ),
          option.description ? h('span', { class: 'choice-more' }, plain(option.description.text)) : null,
        ]),
      ]),
    ),
  );
}

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

function overflow(element, at) {
  const { app } = at.ctx;
  const open = (event) =>
    app.openMenu(
      event.currentTarget,
      'More actions',
      element.options.map((option) => ({
        label: option.text.text,
        run: () => {
          if (option.url) window.open(option.url, '_blank', 'noopener,noreferrer');
          app.confirmed(element.confirm, () => app.click(at.ctx, at.block, element, { selected: option.value }));
        },
      })),
    );
  const busy = app.busy.has(idOf(at, element));
  return h(
    'button',
    {
      type: 'button',
      key: idOf(at, element),
      class: 'btn overflow',
      'aria-label': 'More actions',
      'aria-haspopup': 'menu',
      disabled: busy,
      'data-action': element.action_id,
      on: { click: open },
    },
    busy ? h('span', { class: 'spinner', 'aria-hidden': 'true' }) : icon('more'),
  );
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
