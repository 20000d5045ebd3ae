import { clockTime } from './dates.js';
import { h } from './dom.js';
import { icon } from './icons.js';

const KINDS = { page: 'Page', adaccount: 'Ad account', group: 'Asset group' };
const OWNERSHIP = { owned: 'Owned', client: 'Client', pending: 'Pending', none: 'Not shared' };

/** The other half of the page: what the emulated Meta itself says, beside what the bot says. */
export function metaPane(app) {
  const business = app.business();
  const { businesses, log } = app.state.meta;
  return h('aside', { class: app.flash === 'meta' ? 'meta flash' : 'meta', 'aria-label': 'What Meta says' }, [
    h('div', { class: 'meta-head' }, [
      h('div', null, [
        h('h2', null, 'What Meta says'),
        h('span', { class: 'meta-sub' }, 'live from the emulated Business Manager'),
      ]),
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
      business.assets.map((asset) => assetView(app, business, asset)),
    ),
    h('div', { class: 'meta-log' }, [h('h3', null, 'Last changes at Meta'), logView(log)]),
    weather(app),
  ]);
}

function assetView(app, business, asset) {
  const kind = KINDS[asset.kind] ?? asset.kind;
  const gone = app.ghosts(business.key, asset);
  return h(
    'div',
    {
      class: 'asset',
      key: `${asset.kind}-${asset.id}`,
      role: 'group',
      'aria-label': `${asset.name}, ${kind} ${asset.id}`,
    },
    [
      h('div', { class: 'asset-head' }, [
        h(
          'span',
          { class: `asset-mark ${asset.kind}`, 'aria-hidden': 'true' },
          icon(asset.kind === 'adaccount' ? 'ads' : asset.kind, 16),
        ),
        h('div', { class: 'asset-names' }, [
          h('div', { class: 'asset-name' }, asset.name),
          h('div', { class: 'asset-id' }, `${kind} ${asset.id}`),
        ]),
        h(
          'span',
          { class: `owner ${asset.ownership}`, key: `owner-${asset.ownership}`, fresh: true },
          OWNERSHIP[asset.ownership] ?? asset.ownership,
        ),
        h(
          'button',
          {
            type: 'button',
            class: 'icon-btn',
            'aria-label': `Change ${asset.name} in Business Settings`,
            title: 'Change in Business Settings',
            'aria-haspopup': 'menu',
            on: { click: (event) => openMenu(app, business, asset, event.currentTarget) },
          },
          icon('more', 16),
        ),
      ]),
      asset.ownership === 'client'
        ? h('div', { class: 'ceiling' }, [
            h('span', null, 'Customer allows'),
            asset.ceiling.map((task) => h('span', { class: 'task', key: task }, word(task))),
          ])
        : null,
      h('div', { class: 'holders' }, [
        asset.holders.map((holder) => holderView(holder)),
        gone.map((holder) =>
          h('div', { class: 'holder gone', key: `gone-${holder.id}` }, [
            icon('check', 14),
            h('span', null, [h('s', null, holder.name), ' is gone']),
          ]),
        ),
        asset.holders.length === 0 && gone.length === 0
          ? h('div', { class: 'nobody', key: 'nobody' }, 'Nobody holds this')
          : null,
      ]),
    ],
  );
}

const word = (task) => {
  const text = task
    .replace(/^PROFILE_PLUS_/, '')
    .replaceAll('_', ' ')
    .toLowerCase();
  return h('span', { title: task }, text);
};

function holderView(holder) {
  return h('div', { class: 'holder', key: `${holder.id}:${holder.tasks.join()}`, fresh: true }, [
    h('span', { class: 'holder-dot', 'aria-hidden': 'true' }),
    h('strong', null, holder.name),
    h(
      'span',
      { class: 'tasks' },
      holder.tasks.map((task) => h('span', { class: 'task held', key: task }, word(task))),
    ),
  ]);
}

function openMenu(app, business, asset, button) {
  const change = (what, more = {}) =>
    app.changeMeta({ do: what, business: business.key, kind: asset.kind, id: asset.id, ...more });
  const items = [
    asset.ownership === 'client'
      ? { label: 'The customer takes the asset back', danger: true, run: () => change('unshare') }
      : null,
    asset.ownership === 'pending' ? { label: 'The customer says yes', run: () => change('share') } : null,
    asset.ownership === 'none' ? { label: 'The customer shares it with us', run: () => change('share') } : null,
    ...asset.holders.map((holder) => ({
      label: `Remove ${holder.name} by hand`,
      danger: true,
      run: () => change('unassign', { user: holder.id }),
    })),
    ...business.people
      .filter(
        (one) =>
          asset.ownership !== 'none' &&
          asset.ownership !== 'pending' &&
          !asset.holders.some((holder) => holder.id === one.id),
      )
      .map((one) => ({ label: `Add ${one.name} by hand`, run: () => change('assign', { user: one.id }) })),
  ].filter(Boolean);
  app.openMenu(button, `Business Settings: ${asset.name}`, items);
}

function logView(log) {
  if (log.length === 0) return h('p', { class: 'nobody' }, 'No change yet');
  return h(
    'ol',
    { 'aria-label': 'Last changes at Meta' },
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
        ref: (box) => {
          box.checked = on;
        },
        initial: { checked: on },
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
