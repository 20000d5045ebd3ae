import { avatar } from './avatar.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** The left rail: the workspace, its channels, the conversation with the bot and its Home. */
export function rail(app) {
  const { slack } = app.state;
  const channels = [...slack.channels].sort((a, b) => rank(a) - rank(b));
  const bot = app.user(slack.bot.userId);
  return h('nav', { class: 'rail', 'aria-label': 'Workspace' }, [
    h('div', { class: 'rail-title' }, [
      h('span', { class: 'team-mark', 'aria-hidden': 'true' }, slack.team.name.charAt(0)),
      h('strong', null, slack.team.name),
    ]),
    heading('Channels'),
    channels.map((channel) =>
      entry(
        app,
        { kind: 'channel', id: channel.id },
        icon(channel.private ? 'lock' : 'hash', 16),
        channel.name,
        `${channel.private ? 'private ' : ''}channel`,
      ),
    ),
    heading('Direct messages'),
    entry(
      app,
      { kind: 'dm', id: 'dm' },
      avatar(bot, 20),
      slack.bot.name,
      'direct message',
      h('span', { class: 'badge' }, 'APP'),
    ),
    heading('Apps'),
    entry(app, { kind: 'home', id: 'home' }, icon('home', 16), 'App home', `${slack.bot.name}’s`),
    h('div', { class: 'rail-foot' }, 'Everything here is emulated. Nobody at Slack or Meta sees any of it.'),
  ]);
}

const rank = (channel) => (channel.name === 'support' ? 0 : channel.name === 'random' ? 2 : 1);
const heading = (text) => h('h2', { class: 'rail-head' }, text);

function entry(app, place, mark, label, kind, extra) {
  const current = app.place.kind === place.kind && app.place.id === place.id;
  const unread = current ? 0 : app.unread(place);
  const classes = ['rail-item', current ? 'current' : '', unread > 0 ? 'unread' : ''].filter(Boolean).join(' ');
  return h(
    'button',
    {
      type: 'button',
      key: place.id,
      class: classes,
      'aria-current': current ? 'page' : undefined,
      'aria-label': `${label}, ${kind}${unread > 0 ? `, ${unread} unread` : ''}`,
      on: { click: () => app.go(place) },
    },
    [
      h('span', { class: 'rail-mark' }, mark),
      h('span', { class: 'rail-label' }, label),
      extra,
      unread > 0
        ? h(
            'span',
            { class: place.kind === 'dm' ? 'count' : 'dot', 'aria-hidden': 'true' },
            place.kind === 'dm' ? String(unread) : '',
          )
        : null,
    ],
  );
}
