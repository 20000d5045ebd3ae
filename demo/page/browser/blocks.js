import { chartView } from './chart.js';
import { h } from './dom.js';
import { elementView } from './elements.js';
import { icon } from './icons.js';
import { markdown, tableView } from './markdown.js';
import { isSafeUrl } from './mrkdwn.js';
import { mrkdwnLine, plain, textObject } from './mrkdwn-view.js';
import { richText } from './rich-text.js';

/** Draws a list of blocks; see elements.js for `ctx`. */
export function blocksView(blocks, ctx) {
  return h(
    'div',
    { class: 'blocks' },
    blocks.map((block, at) => blockView(block, ctx, at)),
  );
}

function blockView(block, ctx, at) {
  const draw = DRAW[block.type];
  const key = block.block_id ?? `${block.type}${at}`;
  const inside = draw
    ? draw(block, ctx)
    : h('div', { class: 'unknown' }, `This page can't draw a “${block.type}” block.`);
  return h('div', { class: `block block-${block.type}`, key, 'data-block': block.block_id }, inside);
}

function section(block, ctx) {
  const at = { ctx, block, input: false };
  return [
    h('div', { class: 'section-text' }, [
      textObject(block.text, ctx.names),
      block.fields
        ? h(
            'div',
            { class: 'fields' },
            block.fields.map((field) => h('div', { class: 'field' }, textObject(field, ctx.names))),
          )
        : null,
    ]),
    block.accessory ? h('div', { class: 'accessory' }, elementView(block.accessory, at)) : null,
  ];
}

function context(block, ctx) {
  return block.elements.map((element) =>
    element.type === 'image'
      ? h('img', { class: 'context-image', src: element.image_url, alt: element.alt_text ?? '' })
      : h(
          'span',
          { class: 'context-text' },
          element.type === 'mrkdwn' ? mrkdwnLine(element.text, ctx.names) : plain(element.text),
        ),
  );
}

/** An input block: label, element, hint, and what the last submit found wrong with it. */
function input(block, ctx) {
  const error = ctx.errors?.[block.block_id];
  const label = block.label.text;
  const choice = ['radio_buttons', 'checkboxes', 'multi_static_select', 'multi_users_select'].includes(
    block.element.type,
  );
  return h(
    'div',
    {
      class: error ? 'input-row invalid' : 'input-row',
      role: choice ? undefined : 'group',
      'aria-label': choice ? undefined : label,
    },
    [
      h('div', { class: 'input-label' }, [
        plain(label),
        block.optional ? h('span', { class: 'optional' }, ' (optional)') : null,
      ]),
      elementView(block.element, { ctx, block, input: true, label, error }),
      error ? h('div', { class: 'input-error', role: 'alert' }, [icon('warn', 15), error]) : null,
      block.hint ? h('div', { class: 'input-hint' }, plain(block.hint.text)) : null,
    ],
  );
}

function image(block) {
  const shown = isSafeUrl(block.image_url ?? '') || /^data:image\/(png|jpeg|gif|webp);/.test(block.image_url ?? '');
  return h('figure', null, [
    block.title ? h('figcaption', null, plain(block.title.text)) : null,
    shown
      ? h('img', { src: block.image_url, alt: block.alt_text ?? '' })
      : h('span', { class: 'unknown' }, block.alt_text ?? 'image'),
  ]);
}

function cell(content, names) {
  if (content.type === 'rich_text') return richText(content, names);
  return content.type === 'raw_number'
    ? String(content.value ?? content.number ?? content.text)
    : plain(content.text ?? '');
}

function table(block, ctx) {
  const rows = block.rows.map((row) => row.map((content) => cell(content, ctx.names)));
  return tableView(rows, block.column_settings ?? [], block.caption);
}

function alert(block, ctx) {
  const level = block.level ?? 'default';
  const mark = { warning: 'warn', error: 'warn', success: 'check' }[level] ?? 'info';
  return h('div', { class: `alert ${level}`, role: 'note' }, [
    icon(mark),
    h('div', null, textObject(block.text, ctx.names)),
  ]);
}

function card(block, ctx) {
  const at = { ctx, block, input: false };
  return h('div', { class: 'card' }, [
    block.title ? h('div', { class: 'card-title' }, textObject(block.title, ctx.names)) : null,
    block.subtitle ? h('div', { class: 'card-sub' }, textObject(block.subtitle, ctx.names)) : null,
    block.body ? textObject(block.body, ctx.names) : null,
    block.actions
      ? h(
          'div',
          { class: 'block-actions' },
          block.actions.map((element) => elementView(element, at)),
        )
      : null,
  ]);
}

function container(block, ctx) {
  const title = block.rich_text_title ? richText(block.rich_text_title, ctx.names) : plain(block.title?.text ?? '');
  const inside = [
    h('div', { class: 'card-sub' }, textObject(block.subtitle, ctx.names)),
    blocksView(block.child_blocks ?? [], ctx),
  ];
  if (!block.is_collapsible) return h('div', { class: 'card' }, [h('div', { class: 'card-title' }, title), inside]);
  return h('details', { class: 'card', initial: { open: !block.default_collapsed } }, [
    h('summary', { class: 'card-title' }, title),
    inside,
  ]);
}

const DRAW = {
  section,
  context,
  input,
  image,
  table,
  data_table: table,
  alert,
  card,
  container,
  header: (block) => h('div', { class: 'header-text', role: 'heading', 'aria-level': 3 }, plain(block.text.text)),
  divider: () => h('hr', { class: 'divider' }),
  actions: (block, ctx) => block.elements.map((element) => elementView(element, { ctx, block, input: false })),
  context_actions: (block, ctx) => block.elements.map((element) => elementView(element, { ctx, block, input: false })),
  rich_text: (block, ctx) => richText(block, ctx.names),
  markdown: (block) => markdown(block.text),
  carousel: (block, ctx) =>
    h(
      'div',
      { class: 'carousel' },
      block.elements.map((inner) => card(inner, ctx)),
    ),
  data_visualization: (block) => chartView(block),
};
