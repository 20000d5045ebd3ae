import { h } from './dom.js';
import { emojiView } from './emoji-art.js';
import { link, mrkdwnLine } from './mrkdwn-view.js';

/** Draws a rich_text block: sections, lists, quotes and preformatted parts. */
export function richText(block, names) {
  return h(
    'div',
    { class: 'rich' },
    (block.elements ?? []).map((element) => part(element, names)),
  );
}

function part(element, names) {
  const kids = element.elements ?? [];
  if (element.type === 'rich_text_list') {
    const tag = element.style === 'ordered' ? 'ol' : 'ul';
    const style = { 'margin-left': `${(element.indent ?? 0) * 20}px` };
    return h(
      tag,
      { class: 'rich-list', style, start: element.offset ? element.offset + 1 : undefined },
      kids.map((kid) => h('li', null, runs(kid.elements ?? [], names))),
    );
  }
  const tag = { rich_text_quote: 'blockquote', rich_text_preformatted: 'pre' }[element.type] ?? 'div';
  return h(tag, { class: tag === 'pre' ? 'pre' : 'mrk-p' }, runs(kids, names));
}

function runs(elements, names) {
  return elements.map((element) => styled(element.style ?? {}, run(element, names)));
}

function styled(style, view) {
  let out = view;
  if (style.code) out = h('code', { class: 'code' }, out);
  if (style.strike) out = h('s', null, out);
  if (style.italic) out = h('em', null, out);
  return style.bold ? h('strong', null, out) : out;
}

function run(element, names) {
  switch (element.type) {
    case 'text':
      return (element.text ?? '').split('\n').flatMap((line, at) => (at === 0 ? [line] : [h('br'), line]));
    case 'link':
      return link(element.url ?? '', element.text ?? element.url ?? '');
    case 'emoji':
      return emojiView(element.name);
    case 'user':
      return mrkdwnLine(`<@${element.user_id}>`, names);
    case 'channel':
      return mrkdwnLine(`<#${element.channel_id}>`, names);
    case 'usergroup':
      return mrkdwnLine(`<!subteam^${element.usergroup_id}>`, names);
    case 'broadcast':
      return mrkdwnLine(`<!${element.range}>`, names);
    case 'date':
      return mrkdwnLine(`<!date^${element.timestamp}^${element.format}|${element.fallback ?? ''}>`, names);
    default:
      return element.text ?? '';
  }
}
