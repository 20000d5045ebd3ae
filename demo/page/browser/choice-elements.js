import { h } from './dom.js';
import { changed, chosen, idOf, named } from './element-value.js';
import { icon } from './icons.js';
import { mrkdwnLine, plain } from './mrkdwn-view.js';

const optionOf = (option, selected) =>
  h('option', { value: option.value, selected: option.value === selected }, option.text.text);

/** A menu of ready choices. */
export function select(element, at, options, initial) {
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

/** A choice in Slack's shape. */
export const asOption = (value, text) => ({ value, text: { text } });

/** Everybody who works here. */
export function peopleOptions(at) {
  return at.ctx.app.state.slack.users.filter((user) => !user.deleted).map((user) => asOption(user.id, user.realName));
}

/** Every channel. */
export function channelOptions(at) {
  return at.ctx.app.state.slack.channels.map((channel) => asOption(channel.id, `#${channel.name}`));
}

/** Radio buttons, checkboxes and multi-selects: the same list with another kind of box. */
export function choices(element, at, kind) {
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
