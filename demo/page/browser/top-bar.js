import { avatar } from './avatar.js';
import { clockTimeSeconds, relative } from './dates.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** The bar over everything: who you are at the moment, and what time it is there. */
export function topBar(app) {
  return h('header', { class: 'top' }, [people(app), clock(app)]);
}

function people(app) {
  const cast = app.cast();
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = cast.findIndex((user) => user.id === app.me);
    const next = cast[(at + step + cast.length) % cast.length];
    app.become(next.id);
    event.currentTarget.querySelector(`[data-user="${next.id}"]`)?.focus();
  };
  return h('div', { class: 'acting' }, [
    h('span', { class: 'acting-label', id: 'acting-label' }, 'Acting as'),
    h(
      'div',
      { class: 'cast', role: 'radiogroup', 'aria-labelledby': 'acting-label', on: { keydown: move } },
      cast.map((user) => face(app, user)),
    ),
  ]);
}

function face(app, user) {
  const mine = user.id === app.me;
  const unread = mine ? 0 : app.unread({ kind: 'dm', id: 'dm' }, user.id);
  const title = `${user.realName}${user.title ? `, ${user.title}` : ''}`;
  return h(
    'button',
    {
      type: 'button',
      key: user.id,
      class: mine ? 'face mine' : 'face',
      role: 'radio',
      'aria-checked': String(mine),
      tabindex: mine ? '0' : '-1',
      title,
      'data-user': user.id,
      'aria-label': `${title}${unread ? `, ${unread} unread` : ''}`,
      on: { click: () => app.become(user.id) },
    },
    [
      avatar(user, 24),
      h('span', { class: 'face-text' }, [
        h('span', { class: 'face-name' }, user.realName.split(' ')[0]),
        h('span', { class: 'face-title' }, user.title),
      ]),
      unread > 0 ? h('span', { class: 'face-dot', 'aria-hidden': 'true' }) : null,
    ],
  );
}

const dateWords = (at) =>
  new Intl.DateTimeFormat('en-US', { weekday: 'short', month: 'short', day: 'numeric' }).format(at);

function clock(app) {
  const now = app.now();
  const { next } = app.state.clock;
  const jump = (label, title, by, mark) =>
    h(
      'button',
      {
        type: 'button',
        class: 'clock-btn',
        title,
        disabled: by === null || app.moving,
        on: { click: () => app.advance(by) },
      },
      [mark, h('span', null, label)],
    );
  const due = next === null ? 'no deadline is set' : next > now ? relative(next, now) : 'now';
  return h('div', { class: 'clock', role: 'group', 'aria-label': 'Clock' }, [
    h('div', { class: 'clock-now', role: 'timer', 'aria-label': 'Time in the demo' }, [
      icon('clock', 16),
      h('span', { class: 'clock-date' }, dateWords(now)),
      h('strong', null, clockTimeSeconds(now)),
    ]),
    jump('+5 min', 'Move the clock 5 minutes on', 300_000),
    jump('+1 h', 'Move the clock an hour on', 3_600_000),
    h('span', { class: app.flash === 'next' ? 'next flash' : 'next' }, [
      jump(
        'To the next deadline',
        'Move the clock to the next reminder or end',
        next === null ? null : 'next',
        icon('skip', 16),
      ),
      h('span', { class: 'due' }, due),
    ]),
  ]);
}
