import { EMOJI, splitEmoji } from './emoji.js';

/**
 * Slack's mrkdwn as a tree of plain data. Pure: it makes no markup, so whatever a message holds stays text.
 * @typedef {import('./mrkdwn.d.ts').Inline} Inline
 */

const WORD = /[\p{L}\p{N}]/u;
const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' };
const SAFE_URL = /^(https?:\/\/|mailto:|tel:)/i;

/** Undoes Slack's three escapes, once, so that `&amp;lt;` shows as `&lt;`. */
export function unescapeText(text) {
  return text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: '<', gt: '>', amp: '&' })[name]);
}

/** Only addresses that can't run anything become links. */
export function isSafeUrl(url) {
  return SAFE_URL.test(url.trim());
}

/** A whole mrkdwn text as blocks: paragraphs, quotes and preformatted parts. */
export function parseMrkdwn(text) {
  const blocks = [];
  const parts = text.split(/```\n?([\s\S]+?)```\n?/);
  parts.forEach((part, at) => {
    if (at % 2 === 1) blocks.push({ t: 'pre', text: unescapeText(part.replace(/\n$/, '')) });
    else if (part !== '') blocks.push(...paragraphs(part));
  });
  return blocks;
}

function paragraphs(text) {
  const blocks = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    const t = quoted ? 'quote' : 'p';
    const last = blocks.at(-1);
    if (last?.t === t) last.lines.push(quoted ? quoted[1] : line);
    else blocks.push({ t, lines: [quoted ? quoted[1] : line] });
  }
  return blocks.map(({ t, lines }) => ({ t, kids: parseInline(lines.join('\n')) }));
}

/** The inside of a paragraph. */
export function parseInline(text) {
  const out = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') out.push(...splitEmoji(unescapeText(plain)));
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const found = tokenAt(text, at);
    if (found) {
      flush();
      out.push(found.node);
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return out;
}

function tokenAt(text, at) {
  const char = text[at];
  if (char === '\n') return { node: { t: 'br' }, end: at + 1 };
  if (char === '`') return codeAt(text, at);
  if (char === '<') return angleAt(text, at);
  if (char === ':') return emojiAt(text, at);
  return char in STYLES ? styleAt(text, at, char) : null;
}

function codeAt(text, at) {
  const end = text.indexOf('`', at + 1);
  const inside = end < 0 ? '' : text.slice(at + 1, end);
  if (inside === '' || inside.includes('\n')) return null;
  return {
    node: { t: 'code', text: unescapeText(inside.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, a, b) => b ?? a)) },
    end: end + 1,
  };
}

function emojiAt(text, at) {
  const found = /^:([a-z0-9_+'-]+):(?::skin-tone-\d:)?/.exec(text.slice(at, at + 60));
  return found?.[1] && found[1] in EMOJI ? { node: { t: 'emoji', name: found[1] }, end: at + found[0].length } : null;
}

function styleAt(text, at, char) {
  const before = text[at - 1] ?? ' ';
  const next = text[at + 1] ?? ' ';
  if (WORD.test(before) || /\s/.test(next) || next === char) return null;
  for (let end = at + 2; end < text.length; end += 1) {
    if (text[end] === '\n') return null;
    if (text[end] === '<') end = skip(text, end, '>');
    else if (text[end] === '`') end = skip(text, end, '`');
    else if (text[end] === char && !/\s/.test(text[end - 1]) && !WORD.test(text[end + 1] ?? ' '))
      return { node: { t: STYLES[char], kids: parseInline(text.slice(at + 1, end)) }, end: end + 1 };
  }
  return null;
}

function skip(text, at, closing) {
  const end = text.indexOf(closing, at + 1);
  return end < 0 ? at : end;
}

function angleAt(text, at) {
  const end = text.indexOf('>', at);
  const inside = end < 0 ? '' : text.slice(at + 1, end);
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : unescapeText(inside.slice(bar + 1));
  const node = angle(target, label);
  return node ? { node, end: end + 1 } : null;
}

function angle(target, label) {
  if (/^@[UW]\w+$/.test(target)) return { t: 'user', id: target.slice(1), label };
  if (/^#[CG]\w+$/.test(target)) return { t: 'channel', id: target.slice(1), label };
  if (/^!(here|channel|everyone)$/.test(target)) return { t: 'special', name: target.slice(1) };
  const group = /^!subteam\^(\w+)$/.exec(target);
  if (group) return { t: 'group', id: group[1], label };
  const date = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date)
    return { t: 'date', at: Number(date[1]) * 1000, format: date[2], url: date[3] ?? null, fallback: label ?? '' };
  return isSafeUrl(target) ? { t: 'link', url: unescapeText(target), label } : null;
}
