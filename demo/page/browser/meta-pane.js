import { assetCard } from './asset-card.js';
import { clockTime } from './dates.js';
import { h } from './dom.js';

/** The other half of the page: what the emulated Meta itself says, beside what the bot says. */
export function metaPane(app) {
  const business = app.business();
  const { businesses, log } = app.state.meta;
  return h('aside', { class: app.flash === 'meta' ? 'meta flash' : 'meta', 'aria-label': 'What Meta says' }, [
    h('div', { class: 'meta-head' }, [
      h('div', null, [h('h2', null, 'What Meta says'), h('span', { class: 'meta-sub' }, 'live, emulated')]),
      h(
        'div',
        { class: 'tabs', role: 'tablist', 'aria-label': 'Business' },
        businesses.map((one) =>
          h(
            'button',
            {
              type: 'button',
              role: 'tab',
              key: one.key,
              'aria-selected': String(one.key === business.key),
              on: { click: () => app.chooseBusiness(one.key) },
            },
            one.name.replace(/^Northwind\s+/, ''),
          ),
        ),
      ),
    ]),
    h(
      'div',
      { class: 'assets', key: business.key },
      business.assets.map((asset) => assetCard(app, business, asset)),
    ),
    h('div', { class: 'meta-log' }, [h('h3', null, 'Latest at Meta'), logView(log)]),
    weather(app),
  ]);
}

function logView(log) {
  if (log.length === 0) return h('p', { class: 'nobody' }, 'No change yet');
  return h(
    'ol',
    { 'aria-label': 'Latest at Meta' },
    log.map((entry) =>
      h('li', { key: entry.key, fresh: true, class: entry.failed ? 'failed' : '' }, [
        h('time', null, clockTime(entry.at)),
        h('span', { class: `by ${entry.by}` }, entry.by === 'api' ? 'API' : 'by hand'),
        h('span', { class: 'what' }, entry.what),
      ]),
    ),
  );
}

/** Bad weather at Meta, to be tried out: the bot must come right by itself afterwards. */
function weather(app) {
  const { slow, failing } = app.state.meta.weather;
  const toggle = (name, label, on) =>
    h('label', { class: 'switch' }, [
      h('input', {
        type: 'checkbox',
        role: 'switch',
        'aria-checked': String(on),
        live: { checked: on },
        on: { change: (event) => app.changeMeta({ do: 'weather', [name]: event.target.checked }) },
      }),
      h('span', { class: 'track', 'aria-hidden': 'true' }),
      h('span', null, label),
    ]);
  return h('div', { class: 'weather', role: 'group', 'aria-label': 'Trouble at Meta' }, [
    toggle('slow', 'Meta answers slowly', slow),
    toggle('failing', 'Meta fails', failing),
  ]);
}
