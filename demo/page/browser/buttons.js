import { h } from './dom.js';
import { idOf, openLink } from './element-value.js';
import { icon } from './icons.js';
import { plain } from './mrkdwn-view.js';

/** A button; it is shut, and turns, while its dispatch runs. */
export function button(element, at) {
  const { app } = at.ctx;
  const id = idOf(at, element);
  const busy = app.busy.has(id);
  const shut = busy || app.busyBlock(at.ctx.key, at.block.block_id);
  const press = () => {
    openLink(element.url);
    app.confirmed(element.confirm, () => app.click(at.ctx, at.block, element, { value: element.value }));
  };
  return h(
    'button',
    {
      type: 'button',
      key: id,
      class: `btn ${element.style ?? ''} ${busy ? 'busy' : ''}`,
      disabled: shut,
      'aria-busy': busy ? 'true' : undefined,
      'aria-label': element.accessibility_label,
      'data-action': element.action_id,
      on: { click: press },
    },
    busy ? h('span', { class: 'spinner', 'aria-hidden': 'true' }) : null,
    h('span', null, plain(element.text.text)),
  );
}

/** The three dots, and the menu behind them. */
export function overflow(element, at) {
  const { app } = at.ctx;
  const open = (event) =>
    app.openMenu(
      event.currentTarget,
      'More actions',
      element.options.map((option) => ({
        label: option.text.text,
        run: () => {
          openLink(option.url);
          app.confirmed(element.confirm, () => app.click(at.ctx, at.block, element, { selected: option.value }));
        },
      })),
    );
  const busy = app.busy.has(idOf(at, element));
  return h(
    'button',
    {
      type: 'button',
      key: idOf(at, element),
      class: 'btn overflow',
      'aria-label': 'More actions',
      'aria-haspopup': 'menu',
      disabled: busy,
      'data-action': element.action_id,
      on: { click: open },
    },
    busy ? h('span', { class: 'spinner', 'aria-hidden': 'true' }) : icon('more'),
  );
}
