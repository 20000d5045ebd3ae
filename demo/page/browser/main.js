import { follow } from './api.js';
import { createApp } from './app.js';
import { h, render } from './dom.js';
import { menu } from './menu.js';
import { metaPane } from './meta-pane.js';
import { confirmDialog, modal, toasts } from './overlays.js';
import { rail } from './rail.js';
import { keepScroll } from './scroll.js';
import { stage } from './stage.js';
import { topBar } from './top-bar.js';

const root = document.getElementById('page');

function draw(app) {
  const open = app.state.slack.modals[app.me];
  keepScroll(root, () =>
    render(root, [
      topBar(app),
      rail(app),
      stage(app),
      metaPane(app),
      app.online
        ? null
        : h('div', { class: 'offline', key: 'offline', role: 'status' }, 'The demo’s server is away; trying again…'),
      modal(app),
      confirmDialog(app),
      app.menu && !open ? menu(app) : null,
      toasts(app),
    ]),
  );
  document.title = `${app.names.channel(app.place.id) ? `#${app.names.channel(app.place.id)}` : 'Hallpass'} · ${app.state.slack.team.name}`;
}

const app = createApp(draw);

document.addEventListener('keydown', (event) => {
  if (
    event.key === 'Escape' &&
    app.thread &&
    !app.menu &&
    !document.querySelector('dialog[open]') &&
    !event.defaultPrevented
  )
    app.closeThread();
});

follow({
  state: (state) => app.receive(state),
  clock: (clock) => {
    if (!app.state) return;
    app.state.clock = clock;
    app.update();
  },
  online: (online) => {
    app.online = online;
    app.update();
  },
});
