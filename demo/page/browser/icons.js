import { h } from './dom.js';

/** Line icons drawn for this page, on a 20 × 20 grid; a stroke of 1.5 unless the path says otherwise. */
const PATHS = {
  hash: ['M8 3 6.5 17M13.5 3 12 17M3.5 7.5h14M2.5 12.5h14'],
  lock: ['M5.5 9h9v8h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9'],
  home: ['M3 9.5 10 3.5l7 6M5 8.5V16.5h10V8.5M8.5 16.5v-4h3v4'],
  send: ['M3 4l14 6-14 6 2.5-6zM5.5 10H11'],
  close: ['M5 5l10 10M15 5 5 15'],
  more: ['M4.5 10h.01M10 10h.01M15.5 10h.01'],
  reply: ['M17 13.5a2 2 0 0 1-2 2H7l-4 2.5V5.5a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2z'],
  eye: ['M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 12.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z'],
  chevron: ['M6 8l4 4 4-4'],
  right: ['M8 6l4 4-4 4'],
  check: ['M4 10.5 8 14.5 16 5.5'],
  clock: ['M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.5V10l3 2'],
  skip: ['M4 5l6 5-6 5zM11 5l6 5-6 5z'],
  page: ['M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 10h5M7.5 13h5'],
  ads: ['M3 8.5v3l9 4v-11zM12 7.5a2.5 2.5 0 0 1 0 5M5.5 12.5l1 4h2l-1-3'],
  group: ['M3 6.5h6l1.5 2H17v8H3zM3 6.5v-2h5l1.5 2'],
  at: ['M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1.2c0 1.8 3.5 1.8 3.5-1.2a6.5 6.5 0 1 0-2.6 5.2'],
  info: ['M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v4.5M10 6.4v.1'],
  bolt: ['M11 2.5 4.5 11.5H9.5L9 17.5l6.5-9H10.5z'],
  warn: ['M10 3 18 16.5H2zM10 8v4M10 14.2v.1'],
  chat: ['M4 4h12v9H9l-4 3v-3H4z'],
  pen: ['M4 16l.8-3.6L13.5 3.7a1.4 1.4 0 0 1 2 0l.8.8a1.4 1.4 0 0 1 0 2L7.6 15.2z'],
};

/** An icon that is decoration only: what it stands next to carries the name. */
export function icon(name, size = 18) {
  const thick = name === 'more' ? 2.6 : 1.5;
  return h(
    'svg',
    {
      class: `icon icon-${name}`,
      viewBox: '0 0 20 20',
      width: size,
      height: size,
      'aria-hidden': 'true',
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': thick,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
    PATHS[name].map((d) => h('path', { d })),
  );
}
