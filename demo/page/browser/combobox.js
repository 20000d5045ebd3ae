import { h } from './dom.js';
import { icon } from './icons.js';
import { plain } from './mrkdwn-view.js';

/** Long enough that fast typing asks the bot once. */
const PAUSE_MS = 150;

/** An external_select: what the person types is asked of the bot, and its answer is the list. */
export function combobox(element, at) {
  const { app } = at.ctx;
  const state = app.comboState(at.id, () => ({
    text: labelOf(element, at),
    open: false,
    options: [],
    active: 0,
    timer: null,
    asking: false,
    turn: 0,
  }));
  const listId = `list-${at.id.replace(/\W/g, '-')}`;
  const ask = (text) => {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => fetchOptions(app, element, at, state, text), text === '' ? 0 : PAUSE_MS);
  };
  const pick = (option, input) => {
    Object.assign(state, { open: false, text: option.text.text });
    if (input) input.value = option.text.text;
    at.change(option.value);
    app.update();
  };
  return h('span', { class: 'combo', key: at.id }, [
    h('input', {
      class: 'input',
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      'aria-label': at.label,
      'aria-expanded': String(state.open),
      'aria-controls': listId,
      'aria-autocomplete': 'list',
      'aria-invalid': at.error ? 'true' : undefined,
      'aria-activedescendant': state.open && state.options.length > 0 ? `${listId}-${state.active}` : undefined,
      'data-action': element.action_id,
      placeholder: element.placeholder?.text ?? 'Type to search',
      initial: { value: state.text },
      on: {
        focus: () => {
          state.open = true;
          ask('');
        },
        blur: () => setTimeout(() => close(app, state), 120),
        input: (event) => {
          state.open = true;
          ask(event.target.value);
        },
        keydown: (event) => keydown(event, app, state, pick),
      },
    }),
    state.asking ? h('span', { class: 'spinner dark', 'aria-hidden': 'true' }) : icon('chevron', 16),
    state.open ? list(listId, state, pick) : null,
  ]);
}

function labelOf(element, at) {
  return at.start !== undefined && at.start === element.initial_option?.value ? element.initial_option.text.text : '';
}

function close(app, state) {
  if (!state.open) return;
  state.open = false;
  app.update();
}

async function fetchOptions(app, element, at, state, text) {
  if (text.length < (element.min_query_length ?? 0)) return;
  state.turn += 1;
  const turn = state.turn;
  state.asking = true;
  app.update();
  const options = await app.suggest(at.ctx, at.block, element, text);
  if (turn !== state.turn) return;
  Object.assign(state, { options, active: 0, asking: false });
  app.update();
}

function keydown(event, app, state, pick) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && state.options.length > 0) {
    event.preventDefault();
    state.open = true;
    state.active = (state.active + step + state.options.length) % state.options.length;
    app.update();
    app.reveal(event.target);
  } else if (event.key === 'Enter' && state.open && state.options[state.active]) {
    event.preventDefault();
    pick(state.options[state.active], event.target);
  } else if (event.key === 'Escape' && state.open) {
    event.preventDefault();
    event.stopPropagation();
    close(app, state);
  }
}

function list(id, state, pick) {
  const rows = state.options.map((option, at) =>
    h(
      'li',
      {
        id: `${id}-${at}`,
        role: 'option',
        class: at === state.active ? 'active' : '',
        'aria-selected': String(at === state.active),
        on: {
          mousedown: (event) => {
            event.preventDefault();
            pick(option, event.currentTarget.closest('.combo').querySelector('input'));
          },
        },
      },
      [
        h('span', null, plain(option.text.text)),
        option.description ? h('span', { class: 'choice-more' }, plain(option.description.text)) : null,
      ],
    ),
  );
  const empty = h('li', { class: 'empty' }, state.asking ? 'Searching…' : 'No results');
  return h('ul', { id, class: 'combo-list', role: 'listbox' }, rows.length > 0 ? rows : empty);
}
