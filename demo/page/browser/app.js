import { post } from './api.js';
import { createClicks } from './clicks.js';
import { prefill } from './composer.js';
import { createForm } from './form.js';
import { createGhosts } from './ghosts.js';
import { createLayers } from './layers.js';
import { createUnread } from './unread.js';

/** Colours that stay apart from each other, in the order of the cast. */
const TINTS = ['#e8912d', '#1d7fa8', '#2e8b63', '#7c4dbe', '#c2255c', '#5b6b7f'];

function paint(users) {
  for (const [n, user] of users.filter((one) => !one.bot).entries()) user.color = TINTS[n % TINTS.length];
}

/** What the page knows and what a person may do on it; `draw` is called, once a turn, after anything changed. */
export function createApp(draw) {
  const unread = createUnread();
  const composers = new Map();
  const app = {
    state: null,
    me: 'U0ANA',
    place: { kind: 'channel', id: 'C0SUPPORT' },
    thread: null,
    menu: null,
    toasts: [],
    flash: null,
    online: true,
    moving: false,
    chosenBusiness: null,
    coachShut: false,
    watched: false,
  };
  const ghosts = createGhosts(() => app.update());
  let planned = false;

  Object.assign(app, {
    form: createForm(),
    update() {
      if (planned || !app.state) return;
      planned = true;
      queueMicrotask(() => {
        planned = false;
        draw(app);
      });
    },
    receive(state) {
      app.state = state;
      paint(state.slack.users);
      unread.open(state.slack);
      ghosts.see(state.meta);
      unread.look(state.slack, app.place, app.me);
      app.update();
    },
    now: () => app.state.clock.now,
    user: (id) => app.state.slack.users.find((one) => one.id === id),
    cast: () => app.state.slack.users.filter((one) => !one.bot),
    unread: (place, user = app.me) => unread.count(app.state.slack, place, user),
    ghosts: ghosts.of,
  });

  app.names = {
    get me() {
      return app.me;
    },
    now: () => app.now(),
    user: (id) => app.user(id)?.realName,
    channel: (id) => app.state.slack.channels.find((one) => one.id === id)?.name,
    group: (id) => app.state.slack.usergroups.find((one) => one.id === id)?.handle,
  };

  Object.assign(app, {
    go(place) {
      Object.assign(app, { place, thread: null });
      unread.look(app.state.slack, place, app.me);
      if (place.kind === 'home') post('/api/act', { as: app.me, do: 'home' });
      app.update();
    },
    become(user) {
      const { thread } = app;
      app.me = user;
      app.go(app.place);
      if (app.place.kind === 'channel') app.thread = thread;
    },
    openThread(message, focus = true) {
      app.thread = message.threadTs ?? message.ts;
      app.composerState(`${app.me}|${app.place.id}|${app.thread}`).wantsFocus = focus;
      app.update();
    },
    closeThread() {
      app.thread = null;
      app.update();
    },
    channelId: () => (app.place.kind === 'dm' ? `D${app.me.slice(1)}` : app.place.id),
    list: () => (app.place.kind === 'dm' ? app.state.slack.dms[app.me] : app.state.slack.messages[app.place.id]) ?? [],
    composerState(key) {
      if (!composers.has(key))
        composers.set(key, { text: '', offers: [], active: -1, sent: [], recalled: 0, box: null, wantsFocus: false });
      return composers.get(key);
    },
    prefill: (text) => prefill(app, `${app.me}|${app.place.id}|`, text),
    business() {
      const { businesses } = app.state.meta;
      const name = app.names.channel(app.place.id) ?? '';
      const own =
        businesses.find((one) => one.channels?.includes(app.place.id)) ??
        businesses.find((one) => name.split('-').includes(one.key));
      return businesses.find((one) => one.key === app.chosenBusiness?.[app.place.id]) ?? own ?? businesses[0];
    },
    chooseBusiness(key) {
      app.chosenBusiness = { ...app.chosenBusiness, [app.place.id]: key };
      app.update();
    },
    /** What the composer's suggestions are made of. */
    known() {
      const text = JSON.stringify(app.list());
      return {
        commands: app.state.slack.commands,
        people: app.cast().map(({ realName, title }) => ({ name: realName, title })),
        assets: app.business().assets,
        ids: [...new Set(text.match(/\b[A-Z][A-Z0-9]{0,9}-\d{1,7}\b/g) ?? [])].reverse(),
      };
    },
  });

  Object.assign(app, createClicks(app), createMoves(app), createLayers(app));
  return app;
}

/** Moving the clock, and changes at Meta that are none of the bot's doing. */
function createMoves(app) {
  return {
    async advance(by) {
      app.moving = true;
      app.update();
      const result = await post('/api/clock', { advance: by });
      app.moving = false;
      if (result.ok) Object.assign(app.state.clock, { now: result.now, next: result.next });
      else app.toast(result.error);
      app.update();
    },
    async changeMeta(order) {
      const result = await post('/api/meta', order);
      if (!result.ok) app.toast(result.error);
    },
  };
}
