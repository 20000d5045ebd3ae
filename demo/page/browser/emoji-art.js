import { h } from './dom.js';
import { EMOJI } from './emoji.js';

const GREEN = '#2bac76';
const RED = '#e01e5a';
const AMBER = '#ecb22e';
const BLUE = '#3f9fd8';
const GREY = '#8d8d91';
const WOOD = '#b9814a';
const PAPER = '#eef1f5';

const path = (d, fill, line) => ({ d, fill: fill ?? 'none', line });
const disc = (fill, r = 8) => path(`M10 ${10 - r}a${r} ${r} 0 1 1 0 ${2 * r}a${r} ${r} 0 1 1 0-${2 * r}z`, fill);
const stroke = (d, color = '#fff', width = 2.2) => path(d, 'none', { color, width });

const check = [
  path('M4 2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z', GREEN),
  stroke('M5.5 10.5 8.8 13.8 14.8 6.5'),
];
const glass = [
  path('M4.5 2h11v2h-1c0 3-3 4.500-3 6s3 3 3 6h1v2h-11v-2h1c0-3 3-4.500 3-6s-3-3-3-6h-1z', WOOD),
  path(
    'M7 5h6c-.4 1.900-2.400 3-3 4.200C9.400 8 7.400 6.900 7 5zM7 15.600c.4-1.700 2-2.600 3-3.800 1 1.200 2.600 2.100 3 3.800z',
    '#f8dfa6',
  ),
];
const clock = [disc(RED, 8), disc('#fff', 6), stroke('M10 6.300V10l2.600 1.700', '#454245', 1.6)];
const lock = (shackle) => [
  stroke(shackle, GREY, 2),
  path('M4 9h12v8.500H4z', AMBER),
  path('M9.200 12h1.600v3H9.200z', '#7a5b12'),
];
const paper = [
  path('M4 1.500h9l3.500 3.500v13.500H4z', PAPER, { color: '#b8bec8', width: 1 }),
  stroke('M6.500 8h7M6.500 11h7M6.500 14h5', '#9aa3b0', 1.2),
];
const person = (x, fill) => [
  path(
    `M${x} 10a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM${x - 6} 18c0-4 2.500-6.500 6-6.500s6 2.500 6 6.500z`,
    fill,
  ),
];
const note = (mark, fill) => [disc(fill), stroke(mark)];
const thumb = [
  path(
    'M3 9h3v8H3zM7 9l3.500-6.500c1.500 0 2 1 1.700 2.500l-.7 3H16c1.500 0 2 1.200 1.500 2.500l-1.700 5c-.3 1-1 1.500-2 1.500H7z',
    '#f5c04a',
  ),
];

/** Small drawings of the emoji that work bots use most; a missing one falls back to the reader's own font. */
const ART = {
  white_check_mark: check,
  heavy_check_mark: [stroke('M4 10.500 8.500 15 16.500 5', GREEN, 2.8)],
  x: [stroke('M4.500 4.500l11 11M15.500 4.500l-11 11', RED, 3)],
  warning: [path('M10 2 19 17.500H1z', AMBER), stroke('M10 7.500v4.500M10 14.700v.1', '#4d3800', 2)],
  no_entry: [disc(RED), stroke('M5.500 10h9', '#fff', 3)],
  no_entry_sign: [stroke('M10 3a7 7 0 1 1 0 14a7 7 0 1 1 0-14zM5 5l10 10', RED, 2.4)],
  hourglass: glass,
  hourglass_flowing_sand: glass,
  alarm_clock: clock,
  stopwatch: clock,
  timer_clock: clock,
  clock1: clock,
  lock: lock('M6.500 9V6a3.500 3.500 0 0 1 7 0v3'),
  unlock: lock('M6.500 9V5a3.500 3.500 0 0 1 6.800-1'),
  key: [
    stroke('M9 11 17 3M14 6l2.500 2.500', '#c99a2e', 2.2),
    stroke('M6.500 17a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z', '#c99a2e', 2.2),
  ],
  shield: [
    path('M10 1.500 17 4v6c0 4-3 7-7 8.500C6 17 3 14 3 10V4z', BLUE),
    stroke('M6.800 10 9.200 12.400 13.500 7.500'),
  ],
  bell: [
    path('M10 2c3.500 0 5.500 2.500 5.500 6v4l1.500 3H3l1.500-3V8c0-3.500 2-6 5.500-6zM8 16h4a2 2 0 0 1-4 0z', AMBER),
  ],
  rotating_light: [path('M5 14V9a5 5 0 0 1 10 0v5zM3 15h14v3H3z', RED), stroke('M8 9a2 2 0 0 1 2-2', '#fff', 1.5)],
  eyes: [
    path('M6 4a3.500 6 0 1 1 0 12a3.500 6 0 1 1 0-12zM14 4a3.500 6 0 1 1 0 12a3.500 6 0 1 1 0-12z', PAPER, {
      color: '#b8bec8',
      width: 1,
    }),
    path(
      'M5 9a1.600 2.400 0 1 1 0 4.800a1.600 2.400 0 1 1 0-4.800zM13 9a1.600 2.400 0 1 1 0 4.800a1.600 2.400 0 1 1 0-4.800z',
      '#454245',
    ),
  ],
  mag: [stroke('M8.500 14a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM12.500 12.500 17.500 17.500', GREY, 2.2)],
  ticket: [
    path('M2 6h16v2.500a1.500 1.500 0 0 0 0 3V14H2v-2.500a1.500 1.500 0 0 0 0-3z', '#e8912d'),
    stroke('M12.500 7v6', '#fff', 1.2),
  ],
  page_facing_up: paper,
  memo: [...paper, stroke('M9 16l7-7', WOOD, 2.2)],
  scroll: paper,
  clipboard: [path('M3.500 3.500h13V18h-13z', WOOD), path('M5 5.500h10v11H5z', PAPER), path('M7.500 2h5v3h-5z', GREY)],
  link: [
    stroke(
      'M8.500 11.500l3-3M9 6.500l2-2a3.200 3.200 0 0 1 4.500 4.500l-2 2M11 13.500l-2 2A3.200 3.200 0 0 1 4.500 11l2-2',
      GREY,
      1.9,
    ),
  ],
  bar_chart: [
    path('M3 10h3.500v7H3z', GREEN),
    path('M8.200 3h3.500v14H8.200z', BLUE),
    path('M13.500 7H17v10h-3.500z', RED),
  ],
  large_green_circle: [disc(GREEN)],
  large_red_circle: [disc('#dd2e44')],
  red_circle: [disc('#dd2e44')],
  large_yellow_circle: [disc('#fdcb58')],
  large_orange_circle: [disc('#f4900c')],
  large_blue_circle: [disc('#55acee')],
  white_circle: [
    path('M10 2.500a7.500 7.500 0 1 1 0 15a7.500 7.500 0 1 1 0-15z', '#fff', { color: '#c4c4c8', width: 1.4 }),
  ],
  black_circle: [disc('#31373d')],
  tada: [
    path('M2.500 17.500 7 6.500l6.500 6.500z', AMBER),
    stroke('M11 7.500c0-2 1-3 2.500-3.500M12.500 9c2-.5 3.500-.5 5 .5M9.500 4V2.500M16 5.500h.1M15 14h.1', RED, 1.7),
  ],
  wave: thumb,
  '+1': thumb,
  thumbsup: thumb,
  raised_hand: [
    path(
      'M5 9V5.500a1.200 1.200 0 0 1 2.400 0V3.500a1.200 1.200 0 0 1 2.400 0V3a1.200 1.200 0 0 1 2.400 0v1.500a1.200 1.200 0 0 1 2.400 0V12c0 4-2 6-5 6s-4.200-1.500-5-4l-1.500-4c-.4-1.200 1-1.800 1.900-1z',
      '#f5c04a',
    ),
  ],
  bust_in_silhouette: person(10, '#5b6b7f'),
  busts_in_silhouette: [...person(13, '#8fa0b5'), ...person(7, '#5b6b7f')],
  information_source: note('M10 9v5.500M10 6v.1', BLUE),
  question: [stroke('M7 7a3 3 0 1 1 4.500 2.600C10.400 10.300 10 11 10 12.300M10 15.800v.1', RED, 2.4)],
  exclamation: [stroke('M10 3v9M10 16v.1', RED, 3)],
  bulb: [
    path('M10 1.500a5.500 5.500 0 0 1 3 10c-.6.500-1 1.200-1 2H8c0-.8-.4-1.500-1-2a5.500 5.500 0 0 1 3-10z', '#fdcb58'),
    path('M8 14.500h4V17a2 2 0 0 1-4 0z', GREY),
  ],
  arrow_right: [path('M2 2h16v16H2z', BLUE), stroke('M5.500 10h8.500M10.500 6.500 14 10l-3.500 3.500', '#fff', 2)],
  arrows_counterclockwise: [
    disc(BLUE),
    stroke(
      'M14 8.500A4.500 4.500 0 0 0 6 8M6 11.500a4.500 4.500 0 0 0 8 .5M6 5.500V8h2.500M14 14.500V12h-2.500',
      '#fff',
      1.5,
    ),
  ],
  repeat: [
    disc(BLUE),
    stroke(
      'M14 8.500A4.500 4.500 0 0 0 6 8M6 11.500a4.500 4.500 0 0 0 8 .5M6 5.500V8h2.500M14 14.500V12h-2.500',
      '#fff',
      1.5,
    ),
  ],
  leftwards_arrow_with_hook: [
    path('M2 2h16v16H2z', BLUE),
    stroke('M8 6 5 9l3 3M5 9h6.500a2.700 2.700 0 0 1 0 5.400H9', '#fff', 1.8),
  ],
  wastebasket: [path('M4.500 6h11l-1 12h-9zM3.500 3.500h13V5h-13zM8 2h4v1.500H8z', GREY)],
  speech_balloon: [
    path(
      'M10 3c4.600 0 8 2.500 8 6s-3.400 6-8 6c-.8 0-1.600-.1-2.300-.2L4 17l.6-3.500C3 12.400 2 10.800 2 9c0-3.500 3.400-6 8-6z',
      '#d5e4f1',
    ),
  ],
  robot_face: [
    path('M4 6h12v11H4z', '#9fb4c7'),
    path('M6.500 9h2.500v2.500H6.500zM11 9h2.500v2.500H11z', '#fff'),
    stroke('M7 14.500h6M10 6V3', '#5b6b7f', 1.5),
  ],
  chart_with_upwards_trend: [path('M2 2h16v16H2z', PAPER), stroke('M4 14l4-4 3 2.500 5-7', RED, 1.8)],
  briefcase: [
    path('M2 6.500h16V17H2z', WOOD),
    stroke('M7 6.500V4h6v2.500', WOOD, 1.8),
    path('M8.500 10.500h3v2h-3z', '#f8dfa6'),
  ],
  calendar: [path('M3 4h14v14H3z', PAPER, { color: '#b8bec8', width: 1 }), path('M3 3.500h14V8H3z', RED)],
  gear: [
    disc(GREY, 6.5),
    disc('#fff', 2.5),
    stroke(
      'M10 1.800v3M10 15.200v3M1.800 10h3M15.200 10h3M4.200 4.200l2 2M13.800 13.800l2 2M4.200 15.800l2-2M13.800 6.200l2-2',
      GREY,
      2.4,
    ),
  ],
  wrench: [
    stroke('M5 15.500 11.500 9', GREY, 3),
    stroke('M11 9a3.800 3.800 0 0 1 4.500-5M15.800 8.500a3.800 3.800 0 0 1-4.800.6', GREY, 2.4),
  ],
  door: [path('M5 2h10v16H5z', WOOD), path('M12 10a1 1 0 1 1 0 2 1 1 0 0 1 0-2z', '#f8dfa6')],
  zzz: [stroke('M4 10h5l-5 6h5M11 4h4l-4 5h4', BLUE, 1.8)],
};

/** One emoji, named for screen readers and copied as its character. */
export function emojiView(name) {
  const art = ART[name];
  const char = EMOJI[name] ?? `:${name}:`;
  if (!art) return h('span', { class: 'emoji', role: 'img', 'aria-label': name.replaceAll('_', ' ') }, char);
  const shapes = art.map(({ d, fill, line }) =>
    h('path', {
      d,
      fill,
      stroke: line?.color,
      'stroke-width': line?.width,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    }),
  );
  const label = name.replaceAll('_', ' ');
  return h('svg', { class: 'emoji', viewBox: '0 0 20 20', role: 'img', 'aria-label': label }, shapes);
}
