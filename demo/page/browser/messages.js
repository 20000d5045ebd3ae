import { avatar } from './avatar.js';
import { blocksView } from './blocks.js';
import { clockTime, dayKey, dayLabel, relative } from './dates.js';
import { h, lazy } from './dom.js';
import { icon } from './icons.js';
import { mrkdwn } from './mrkdwn-view.js';

/** Messages of one person this close together share one head, as in Slack. */
const GROUP_MS = 5 * 60_000;
const timeOf = (ts) => Math.floor(Number(ts) * 1000);
const at = (message) => message.at ?? timeOf(message.ts);

/** What `app.me` may see of a conversation, Slack's own notices included, in time order. */
export function visible(app, list, channel, threadTs) {
  const mine = list.filter((message) => !message.ephemeralFor || message.ephemeralFor === app.me);
  if (threadTs !== undefined) return mine;
  const said = app.state.slack.notices.filter((notice) => notice.user === app.me && notice.channel === channel);
  const notices = said.map((notice, n) => ({
    notice: true,
    ts: `notice-${notice.at}-${n}`,
    at: notice.at,
    text: notice.text,
    replies: [],
  }));
  const sent = mine.flatMap((parent) => parent.replies.filter((reply) => reply.broadcast));
  return [...mine, ...sent, ...notices].sort((a, b) => at(a) - at(b));
}

/** A list of messages with day dividers; `place` is { channel, thread } */
export function messageList(app, list, place) {
  const out = [];
  let before = null;
  for (const message of list) {
    const newDay = before === null || dayKey(at(before)) !== dayKey(at(message));
    if (newDay && !place.thread) out.push(divider(at(message), app.now()));
    const compact =
      !newDay &&
      before.user === message.user &&
      !message.notice &&
      !before.notice &&
      at(message) - at(before) < GROUP_MS &&
      !before.replies?.length &&
      !message.ephemeralFor === !before.ephemeralFor;
    out.push(messageView(app, message, { ...place, compact }));
    before = message;
  }
  return out;
}

function divider(time, now) {
  return h(
    'div',
    { class: 'day', key: `day-${dayKey(time)}`, role: 'separator' },
    h('span', null, dayLabel(time, now)),
  );
}

/** Everything that a message's look depends on, so that nothing else makes it again. */
function signature(app, message, place) {
  const json = JSON.stringify(message);
  const pace = json.includes('{ago}') || message.replies?.length ? Math.floor(app.now() / 60_000) : dayKey(app.now());
  return `${app.me}|${place.compact}|${place.thread}|${pace}|${app.busySignature(message.ts)}|${app.failureOf(message.ts) ?? ''}|${app.flash === message.ts}|${json}`;
}

function messageView(app, message, place) {
  const key = `${place.thread ? 't' : 'c'}-${message.ts}`;
  return lazy(key, signature(app, message, place), () =>
    message.notice ? noticeView(message, app) : drawn(app, message, place),
  );
}

function noticeView(notice, app) {
  return h('div', { class: 'msg private', role: 'listitem' }, [
    h('div', { class: 'only' }, [icon('eye', 15), 'Only visible to you']),
    avatar({ initials: 'S', color: '#4a154b' }),
    h('div', { class: 'body' }, [
      h('div', { class: 'head' }, [
        h('span', { class: 'who' }, 'Slackbot'),
        h('time', { class: 'time' }, clockTime(notice.at)),
      ]),
      h('div', { class: 'text failed' }, mrkdwn(notice.text, app.names)),
    ]),
  ]);
}

function drawn(app, message, place) {
  const user = app.user(message.user);
  const only = message.ephemeralFor !== undefined;
  const target = only ? { ephemeral: message.ts } : { channel: message.channel, ts: message.ts };
  const failure = app.failureOf(message.ts);
  const compact = place.compact && !only;
  const classes = ['msg', compact ? 'compact' : '', only ? 'private' : '', app.flash === message.ts ? 'flash' : ''];
  const name = user?.realName || user?.name || 'Someone';
  return h(
    'div',
    {
      class: classes.filter(Boolean).join(' '),
      role: 'listitem',
      fresh: true,
      'data-ts': message.ts,
      'aria-label': `${name}, ${clockTime(at(message))}`,
    },
    [
      only ? h('div', { class: 'only' }, [icon('eye', 15), 'Only visible to you']) : null,
      compact ? h('time', { class: 'gutter' }, clockTime(at(message)).replace(/ [AP]M/, '')) : avatar(user),
      h('div', { class: 'body' }, [
        compact ? null : head(user, name, message),
        content(app, message, { app, target, key: message.ts, names: app.names }),
        failure ? h('div', { class: 'failure', role: 'alert' }, [icon('warn', 15), failure]) : null,
        place.thread ? null : threadBar(app, message),
      ]),
      place.thread || only ? null : toolbar(app, message),
    ],
  );
}

function head(user, name, message) {
  return h('div', { class: 'head' }, [
    h('span', { class: 'who' }, name),
    user?.bot ? h('span', { class: 'badge' }, 'APP') : null,
    h('time', { class: 'time', datetime: new Date(at(message)).toISOString() }, clockTime(at(message))),
    message.threadTs && message.broadcast ? h('span', { class: 'time' }, 'replied to a thread') : null,
  ]);
}

function content(app, message, ctx) {
  const edited = message.edited ? h('span', { class: 'edited' }, '(edited)') : null;
  if (message.blocks.length > 0) return [blocksView(message.blocks, ctx), edited];
  return h('div', { class: 'text' }, [mrkdwn(message.text, app.names), edited]);
}

function threadBar(app, message) {
  const replies = message.replies.filter((reply) => !reply.ephemeralFor || reply.ephemeralFor === app.me);
  if (replies.length === 0) return null;
  const faces = [...new Set(replies.map((reply) => reply.user))].slice(0, 4);
  const count = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
  return h(
    'button',
    {
      type: 'button',
      class: 'thread-bar',
      'aria-label': `${count}, open thread`,
      on: { click: () => app.openThread(message) },
    },
    [
      h(
        'span',
        { class: 'faces' },
        faces.map((id) => avatar(app.user(id), 22)),
      ),
      h('span', { class: 'count' }, count),
      h('span', { class: 'last' }, `Last reply ${relative(timeOf(replies.at(-1).ts), app.now())}`),
      icon('right', 16),
    ],
  );
}

function toolbar(app, message) {
  return h('div', { class: 'tools' }, [
    h(
      'button',
      {
        type: 'button',
        class: 'icon-btn',
        'aria-label': 'Reply in thread',
        title: 'Reply in thread',
        on: { click: () => app.openThread(message, true) },
      },
      icon('reply'),
    ),
  ]);
}
