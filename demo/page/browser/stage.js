import { avatar } from './avatar.js';
import { blocksView } from './blocks.js';
import { coach } from './coach.js';
import { composer } from './composer.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { messageList, visible } from './messages.js';
import { mrkdwnLine } from './mrkdwn-view.js';

/** The middle of the page: a channel, the conversation with the bot, or the bot's Home, and an open thread beside it. */
export function stage(app) {
  const thread = app.thread && app.list().find((message) => message.ts === app.thread);
  return h('main', { class: 'stage' }, [
    coach(app),
    h('div', { class: thread ? 'panes with-thread' : 'panes' }, [
      app.place.kind === 'home' ? home(app) : conversation(app),
      thread ? threadPanel(app, thread) : null,
    ]),
  ]);
}

function conversation(app) {
  const { slack } = app.state;
  const channel = slack.channels.find((one) => one.id === app.place.id);
  const isDm = app.place.kind === 'dm';
  const name = isDm ? slack.bot.name : (channel?.name ?? '');
  const label = isDm ? `Message ${name}` : `Message #${name}`;
  const list = visible(app, app.list(), app.channelId());
  return h(
    'section',
    {
      class: 'pane',
      key: `pane-${app.place.id}-${isDm ? app.me : ''}`,
      'aria-label': isDm ? `Conversation with ${name}` : `#${name}`,
    },
    [
      h('div', { class: 'pane-head' }, [
        h('h1', null, [isDm ? avatar(app.user(slack.bot.userId), 24) : icon('hash', 18), name]),
        h(
          'span',
          { class: 'topic' },
          isDm ? 'Only you and Hallpass see this' : mrkdwnLine(channel?.topic ?? '', app.names),
        ),
        app.coachShut
          ? h(
              'button',
              {
                type: 'button',
                class: 'btn small',
                on: {
                  click: () => {
                    app.coachShut = false;
                    app.update();
                  },
                },
              },
              'Show the tour',
            )
          : null,
        isDm ? null : h('span', { class: 'members', title: 'Members' }, `${channel?.members.length ?? 0} members`),
      ]),
      h('div', { class: 'scroll', 'data-scroll': `${app.place.id}|${app.me}` }, [
        h('div', { class: 'filler' }),
        list.length === 0 ? welcome(app, name, isDm) : null,
        h(
          'div',
          { class: 'messages', role: 'list', 'aria-label': 'Messages' },
          messageList(app, list, { thread: false }),
        ),
      ]),
      composer(app, { key: `${app.me}|${app.place.id}|`, label, channel: app.channelId() }),
    ],
  );
}

function welcome(app, name, isDm) {
  return h('div', { class: 'welcome', key: 'welcome' }, [
    isDm ? avatar(app.user(app.state.slack.bot.userId), 44) : h('span', { class: 'welcome-mark' }, icon('hash', 26)),
    h('h2', null, isDm ? `This is your conversation with ${name}` : `Welcome to #${name}`),
    h(
      'p',
      null,
      isDm
        ? 'Hallpass writes here what concerns only you: decisions, reminders, the end of an access.'
        : 'A ticket needs a look at a customer’s Page? Ask here; a lead decides here; everybody sees how it ended.',
    ),
  ]);
}

function threadPanel(app, parent) {
  const name = app.names.channel(app.place.id);
  const replies = visible(app, parent.replies, app.channelId(), parent.ts);
  const key = `${app.me}|${app.place.id}|${parent.ts}`;
  return h('section', { class: 'pane thread', key: `thread-${parent.ts}`, 'aria-label': 'Thread' }, [
    h('div', { class: 'pane-head' }, [
      h('h2', null, 'Thread'),
      h('span', { class: 'topic' }, name ? `#${name}` : 'Hallpass'),
      h(
        'button',
        { type: 'button', class: 'icon-btn', 'aria-label': 'Close thread', on: { click: () => app.closeThread() } },
        icon('close'),
      ),
    ]),
    h('div', { class: 'scroll', 'data-scroll': `thread-${parent.ts}` }, [
      h('div', { class: 'messages', role: 'list', 'aria-label': 'Thread messages' }, [
        messageList(app, [parent], { thread: true }),
        h(
          'div',
          { class: 'reply-line', key: 'line' },
          replies.length > 0 ? `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}` : 'No replies yet',
        ),
        messageList(app, replies, { thread: true }),
      ]),
    ]),
    composer(app, { key, label: 'Reply…', channel: app.channelId(), threadTs: parent.ts }),
  ]);
}

function home(app) {
  const view = app.state.slack.homes[app.me];
  const ctx = view && { app, target: { home: true }, key: view.id, form: view.id, names: app.names };
  return h('section', { class: 'pane home', key: `home-${app.me}`, 'aria-label': 'App home' }, [
    h('div', { class: 'pane-head' }, [
      h('h1', null, [avatar(app.user(app.state.slack.bot.userId), 24), app.state.slack.bot.name]),
      h('span', { class: 'home-tab' }, 'Home'),
    ]),
    h('div', { class: 'scroll', 'data-scroll': `home-${app.me}` }, [
      view
        ? h('div', { class: 'home-body' }, blocksView(view.blocks, ctx))
        : h('div', { class: 'welcome' }, [h('span', { class: 'spinner dark' }), h('p', null, 'Opening Home…')]),
    ]),
  ]);
}
