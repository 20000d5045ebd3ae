import { h } from './dom.js';

const COLORS = ['#1264a3', '#2bac76', '#ecb22e', '#e01e5a', '#7c4dbe', '#5b6b7f'];
const W = 520;
const H = 180;
const LEFT = 36;
const FLOOR = 150;

/** Draws a data_visualization block; the numbers are also in the accessible name. */
export function chartView(block) {
  const { chart } = block;
  const names = chart.type === 'pie' ? chart.segments.map((s) => s.label) : chart.series.map((s) => s.name);
  const spoken = (chart.segments ? [{ data: chart.segments }] : chart.series).flatMap((s) =>
    s.data.map((p) => `${p.label} ${p.value}`),
  );
  return h('figure', { class: 'chart' }, [
    h('figcaption', null, block.title),
    h(
      'svg',
      { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': `${block.title}: ${spoken.join(', ')}` },
      chart.type === 'pie' ? pie(chart.segments) : plot(chart),
    ),
    names.length > 1
      ? h(
          'div',
          { class: 'legend' },
          names.map((name, at) =>
            h('span', null, [h('i', { style: { background: COLORS[at % COLORS.length] } }), name]),
          ),
        )
      : null,
  ]);
}

function plot(chart) {
  const values = chart.series.flatMap((series) => series.data.map((point) => point.value));
  const top = Math.max(1, ...values);
  const { categories } = chart.axis_config;
  const step = (W - LEFT - 8) / categories.length;
  const y = (value) => FLOOR - (Math.max(0, value) / top) * (FLOOR - 14);
  const middle = (at) => LEFT + step * (at + 0.5);
  const every = Math.ceil(categories.length / 10);
  return [
    [0, 0.5, 1].map((part) => [
      h('line', { x1: LEFT, x2: W - 8, y1: y(top * part), y2: y(top * part), class: 'grid' }),
      h('text', { x: LEFT - 6, y: y(top * part) + 4, 'text-anchor': 'end' }, String(Math.round(top * part * 10) / 10)),
    ]),
    categories.map((name, at) =>
      at % every === 0 ? h('text', { x: middle(at), y: FLOOR + 18, 'text-anchor': 'middle' }, name) : null,
    ),
    chart.series.map((series, at) =>
      chart.type === 'bar'
        ? bars(chart, at, step, y)
        : curve(chart.type, series, COLORS[at % COLORS.length], middle, y),
    ),
  ];
}

function bars(chart, at, step, y) {
  const width = Math.min(36, (step * 0.7) / chart.series.length);
  const offset = (step - width * chart.series.length) / 2 + width * at;
  return chart.series[at].data.map((point, index) =>
    h('rect', {
      x: LEFT + step * index + offset,
      y: y(point.value),
      width: width - 2,
      height: FLOOR - y(point.value),
      rx: 2,
      fill: COLORS[at % COLORS.length],
    }),
  );
}

function curve(type, series, color, middle, y) {
  const points = series.data.map((point, at) => `${middle(at)},${y(point.value)}`);
  const area = `${middle(0)},${FLOOR} ${points.join(' ')} ${middle(points.length - 1)},${FLOOR}`;
  return [
    type === 'area' ? h('polygon', { points: area, fill: color, 'fill-opacity': 0.2 }) : null,
    h('polyline', { points: points.join(' '), fill: 'none', stroke: color, 'stroke-width': 2 }),
  ];
}

function pie(segments) {
  const total = segments.reduce((sum, { value }) => sum + value, 0) || 1;
  let turned = 0;
  return segments.map(({ value }, at) => {
    const share = (value / total) * 100;
    const slice = h('circle', {
      cx: W / 2,
      cy: H / 2,
      r: 40,
      fill: 'none',
      stroke: COLORS[at],
      'stroke-width': 76,
      pathLength: 100,
      'stroke-dasharray': `${share} 100`,
      'stroke-dashoffset': -turned,
    });
    turned += share;
    return slice;
  });
}
