import { complete } from './completion.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** The box at the bottom of a channel, a conversation or a thread; `place` is { key, label, channel, threadTs }. */
export function composer(app, place) {
  const state = app.composerState(place.key);
  const open = state.offers.length > 0;
  const listId = `offers-${place.threadTs ? 'thread' : 'main'}`;
  return h('div', { class: 'composer', key: `composer-${place.key}` }, [
    open ? popup(app, state, listId) : null,
    h('textarea', {
      class: 'composer-text',
      rows: '1',
      placeholder: place.label,
      'aria-label': place.label,
      'aria-autocomplete': 'list',
      'aria-controls': open ? listId : undefined,
      'aria-activedescendant': open && state.active >= 0 ? `${listId}-${state.active}` : undefined,
      'data-composer': place.threadTs ? 'thread' : 'main',
      spellcheck: 'false',
      initial: { value: state.text },
      ref: (box) => {
        state.box = box;
        grow(box);
        if (state.wantsFocus) box.focus();
        state.wantsFocus = false;
      },
      on: {
        input: (event) => typed(app, state, event.target.value),
        keydown: (event) => keydown(event, app, state, place),
        blur: () => shut(app, state),
        click: () => typed(app, state, state.box.value),
      },
    }),
    h('div', { class: 'composer-foot' }, [
      h(
        'span',
        { class: 'composer-hint' },
        state.text.startsWith('/')
          ? [h('kbd', null, 'Tab'), ' completes, ', h('kbd', null, 'Enter'), ' sends']
          : place.threadTs
            ? ''
            : ['Type ', h('kbd', null, '/'), ' for commands'],
      ),
      h(
        'button',
        {
          type: 'button',
          class: state.text.trim() ? 'send ready' : 'send',
          'aria-label': 'Send now',
          disabled: state.text.trim() === '',
          on: { click: () => send(app, state, place) },
        },
        icon('send'),
      ),
    ]),
  ]);
}

/** Puts words into a composer, ready to be sent, with the caret behind them. */
export function prefill(app, key, text) {
  const state = app.composerState(key);
  state.wantsFocus = true;
  setText(app, state, text);
  state.offers = [];
  if (state.box?.isConnected) state.box.focus();
}

function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${Math.min(160, box.scrollHeight)}px`;
}

function setText(app, state, text) {
  state.text = text;
  if (state.box) {
    state.box.value = text;
    state.box.setSelectionRange(text.length, text.length);
    grow(state.box);
  }
  app.update();
}

function typed(app, state, text) {
  state.text = text;
  const caret = state.box?.selectionStart ?? text.length;
  state.offers = complete(text, caret, app.known());
  state.active = state.offers[0]?.sure ? 0 : -1;
  if (state.box) grow(state.box);
  app.update();
}

function shut(app, state) {
  if (state.offers.length === 0) return;
  state.offers = [];
  app.update();
}

function take(app, state, offer) {
  setText(app, state, state.text.slice(0, offer.from) + offer.insert + state.text.slice(offer.to));
  typed(app, state, state.text);
  state.box?.focus();
}

function send(app, state, place) {
  const text = state.text.trim();
  if (text === '') return;
  state.sent.push(text);
  state.recalled = state.sent.length;
  state.offers = [];
  setText(app, state, '');
  toEnd(state.box);
  app.send(place, text);
}

/** Who sends wants to see what comes of it, however far up they were reading. */
function toEnd(box) {
  const list = box?.closest('.pane')?.querySelector('[data-scroll]');
  if (list) list.scrollTop = list.scrollHeight;
}

function recall(app, state, step) {
  state.recalled = Math.min(state.sent.length, Math.max(0, state.recalled + step));
  setText(app, state, state.sent[state.recalled] ?? '');
  state.offers = [];
}

function keydown(event, app, state, place) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const open = state.offers.length > 0;
  if (open && step) {
    event.preventDefault();
    const at = state.active < 0 && step < 0 ? 0 : state.active;
    state.active = (at + step + state.offers.length) % state.offers.length;
    app.update();
    app.reveal(event.target);
  } else if (open && event.key === 'Tab' && !event.shiftKey) {
    event.preventDefault();
    take(app, state, state.offers[Math.max(0, state.active)]);
  } else if (open && event.key === 'Escape') {
    event.preventDefault();
    shut(app, state);
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    if (open && state.active >= 0) take(app, state, state.offers[state.active]);
    else send(app, state, place);
  } else if (step && state.sent.length > 0 && (state.text === '' || state.text === state.sent[state.recalled])) {
    event.preventDefault();
    recall(app, state, step);
  }
}

function popup(app, state, id) {
  return h('ul', { class: 'offers', id, role: 'listbox', 'aria-label': 'Suggestions' }, [
    state.offers.map((offer, at) =>
      h(
        'li',
        {
          id: `${id}-${at}`,
          key: offer.label,
          role: 'option',
          class: at === state.active ? 'active' : '',
          'aria-selected': String(at === state.active),
          on: {
            mousedown: (event) => {
              event.preventDefault();
              take(app, state, offer);
            },
          },
        },
        [h('strong', null, offer.label), h('span', null, offer.detail)],
      ),
    ),
  ]);
}
