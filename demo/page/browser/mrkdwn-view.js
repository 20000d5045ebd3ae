import { clockTime, dateToken, dayKey } from './dates.js';
import { h } from './dom.js';
import { splitEmoji } from './emoji.js';
import { emojiView } from './emoji-art.js';
import { isSafeUrl, parseInline, parseMrkdwn, unescapeText } from './mrkdwn.js';

/** Draws a mrkdwn text; `names` looks people, channels and groups up and knows the time. */
export function mrkdwn(text, names) {
  return parseMrkdwn(text).map((block) => {
    if (block.t === 'pre') return h('pre', { class: 'pre' }, block.text);
    return h(block.t === 'quote' ? 'blockquote' : 'div', { class: `mrk-${block.t}` }, inline(block.kids, names));
  });
}

/** Draws one line of mrkdwn, for places that hold no paragraphs. */
export function mrkdwnLine(text, names) {
  return inline(parseInline(text), names);
}

/** Draws a plain_text object's text: emoji are known, nothing else is. */
export function plain(text) {
  const pieces = unescapeText(text).split(/(:[a-z0-9_+'-]+:)/);
  return pieces.map((piece, at) => inline(at % 2 === 1 ? parseInline(piece) : splitEmoji(piece)));
}

/** Draws a text object of either kind. */
export function textObject(object, names) {
  if (!object) return null;
  return object.type === 'mrkdwn' ? mrkdwn(object.text, names) : h('div', { class: 'mrk-p plain' }, plain(object.text));
}

const DRAW = {
  text: (node) => node.text,
  br: () => h('br'),
  bold: (node, names) => h('strong', null, inline(node.kids, names)),
  italic: (node, names) => h('em', null, inline(node.kids, names)),
  strike: (node, names) => h('s', null, inline(node.kids, names)),
  code: (node) => h('code', { class: 'code' }, node.text),
  emoji: (node) => emojiView(node.name),
  user: (node, names) => mention(names?.user(node.id) ?? node.label ?? node.id, node.id === names?.me),
  channel: (node, names) => h('span', { class: 'mention' }, `#${names?.channel(node.id) ?? node.label ?? node.id}`),
  group: (node, names) => mention(names?.group(node.id) ?? node.label?.replace(/^@/, '') ?? node.id, false),
  special: (node) => mention(node.name, true),
  date: (node, names) => dateView(node, names?.now() ?? Date.now()),
  link: (node) => link(node.url, node.label ?? node.url),
};

function inline(nodes, names) {
  return nodes.map((node) => DRAW[node.t](node, names));
}

function mention(name, mine) {
  return h('span', { class: mine ? 'mention mine' : 'mention' }, `@${name}`);
}

/** A link that opens beside the page and tells the other site nothing. */
export function link(url, label) {
  if (!isSafeUrl(url)) return label;
  return h('a', { class: 'link', href: url, target: '_blank', rel: 'noopener noreferrer' }, label);
}

function dateView(node, now) {
  const words = dateToken(node.format, node.at, now, node.fallback);
  const title = `${dayKey(node.at)} ${clockTime(node.at)}`;
  const time = h('time', { datetime: new Date(node.at).toISOString(), title }, words);
  return node.url && isSafeUrl(node.url) ? link(node.url, time) : time;
}
