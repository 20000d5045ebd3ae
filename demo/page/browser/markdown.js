import { h } from './dom.js';
import { splitEmoji } from './emoji.js';
import { emojiView } from './emoji-art.js';
import { link } from './mrkdwn-view.js';

/** Draws a markdown block: headings, lists, quotes, fences, tables, rules and the usual inline marks. */
export function markdown(text) {
  const lines = text.split('\n');
  const out = [];
  while (lines.length > 0) out.push(takeBlock(lines));
  return h('div', { class: 'rich markdown' }, out);
}

function takeWhile(lines, test) {
  const taken = [];
  while (lines.length > 0 && test(lines[0])) taken.push(lines.shift());
  return taken;
}

const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;

function takeBlock(lines) {
  const line = lines[0];
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (line.startsWith('```')) return takeFence(lines);
  if (heading) {
    lines.shift();
    return h(
      'div',
      { class: `md-h md-h${heading[1].length}`, role: 'heading', 'aria-level': heading[1].length + 2 },
      marks(heading[2]),
    );
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
    lines.shift();
    return h('hr', { class: 'divider' });
  }
  if (ITEM.test(line)) {
    const items = takeWhile(lines, (next) => ITEM.test(next));
    return h(
      /^\s*\d/.test(line) ? 'ol' : 'ul',
      { class: 'rich-list' },
      items.map((item) => h('li', null, marks(item.replace(ITEM, '')))),
    );
  }
  if (line.startsWith('>')) {
    const quoted = takeWhile(lines, (next) => next.startsWith('>')).map((next) => next.replace(/^>\s?/, ''));
    return h('blockquote', null, marks(quoted.join('\n')));
  }
  if (line.includes('|') && /^[\s|:-]+$/.test(lines[1] ?? '') && lines[1].includes('-')) return takeTable(lines);
  if (line.trim() === '') {
    lines.shift();
    return null;
  }
  const first = lines.shift();
  const rest = takeWhile(lines, (next) => next.trim() !== '' && !ITEM.test(next) && !/^(#{1,6}\s|>|```)/.test(next));
  return h('div', { class: 'mrk-p md-p' }, marks([first, ...rest].join('\n')));
}

function takeFence(lines) {
  lines.shift();
  const body = takeWhile(lines, (line) => !line.startsWith('```'));
  lines.shift();
  return h('pre', { class: 'pre' }, body.join('\n'));
}

function takeTable(lines) {
  const rows = takeWhile(lines, (line) => line.includes('|')).map((line) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|'),
  );
  rows.splice(1, 1);
  return tableView(rows.map((row) => row.map((cell) => marks(cell.trim()))));
}

/** Draws rows of ready cells; the first row is the heading, as in Slack. */
export function tableView(rows, settings = [], caption) {
  const cell = (tag) => (content, at) =>
    h(
      tag,
      {
        style: {
          'text-align': settings[at]?.align ?? 'left',
          'white-space': settings[at]?.is_wrapped ? 'normal' : 'nowrap',
        },
        scope: tag === 'th' ? 'col' : undefined,
      },
      content,
    );
  const [head = [], ...body] = rows;
  return h('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-label': caption ?? 'Table' }, [
    h('table', { class: 'table' }, [
      h('thead', null, h('tr', null, head.map(cell('th')))),
      h(
        'tbody',
        null,
        body.map((row) => h('tr', null, row.map(cell('td')))),
      ),
    ]),
  ]);
}

const MARK =
  /(`[^`\n]+`)|(\*\*|__)(?=\S)(.+?)\2|([*_])(?=\S)(.+?)\4|~~(.+?)~~|\[([^\]\n]+)\]\(([^)\s]+)\)|(<?https?:\/\/[^\s>)]+>?)|\n/;

function marks(text) {
  const found = MARK.exec(text);
  if (!found) return words(text);
  const [all, code, , bold, , italic, strike, label, url, bare] = found;
  const view = code
    ? h('code', { class: 'code' }, code.slice(1, -1))
    : bold
      ? h('strong', null, marks(bold))
      : italic
        ? h('em', null, marks(italic))
        : strike
          ? h('s', null, marks(strike))
          : label
            ? link(url, label)
            : bare
              ? link(bare.replace(/^<|>$/g, ''), bare.replace(/^<|>$/g, ''))
              : h('br');
  return [words(text.slice(0, found.index)), view, marks(text.slice(found.index + all.length))];
}

function words(text) {
  return splitEmoji(text).map((node) => (node.t === 'emoji' ? emojiView(node.name) : node.text));
}
