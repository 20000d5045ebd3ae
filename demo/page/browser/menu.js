import { h } from './dom.js';

/** A small menu beside the button that opened it. */
export function menu(app) {
  const { label, items, at } = app.menu;
  const keydown = (event) => {
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const here = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      buttons[(here + step + buttons.length) % buttons.length].focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      app.closeMenu();
    }
  };
  return h('div', { class: 'menu-veil', key: 'menu', on: { click: () => app.closeMenu() } }, [
    h(
      'div',
      {
        class: 'menu',
        role: 'menu',
        'aria-label': label,
        style: at,
        ref: (box) => box.querySelector('button')?.focus(),
        on: { keydown },
      },
      [
        h('div', { class: 'menu-title' }, label),
        items.map((item) =>
          h(
            'button',
            {
              type: 'button',
              role: 'menuitem',
              class: item.danger ? 'danger' : '',
              on: {
                click: () => {
                  app.closeMenu();
                  item.run();
                },
              },
            },
            item.label,
          ),
        ),
      ],
    ),
  ]);
}
