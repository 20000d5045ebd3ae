import { h } from './dom.js';
import { icon } from './icons.js';

const KINDS = { page: 'Page', adaccount: 'Ad account', group: 'Asset group' };
const OWNERSHIP = { owned: 'Owned', client: 'Client', pending: 'Pending', none: 'Not shared' };

/** One asset as Meta knows it: whose it is, what its customer allows, who holds what; and a hand in Business Settings. */
export function assetCard(app, business, asset) {
  const kind = KINDS[asset.kind] ?? asset.kind;
  const gone = app.ghosts(business.key, asset);
  const empty = asset.holders.length + gone.length === 0;
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
          h('div', { class: 'asset-id' }, [
            asset.id.startsWith('act_') ? asset.id : `${kind} ${asset.id}`,
            empty ? ' · no holders' : null,
          ]),
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
      empty
        ? null
        : h('div', { class: 'holders' }, [
            asset.holders.map(holderView),
            gone.map((holder) =>
              h('div', { class: 'holder gone', key: `gone-${holder.id}` }, [
                icon('check', 14),
                h('span', null, [h('s', null, holder.name), ' is gone']),
              ]),
            ),
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
