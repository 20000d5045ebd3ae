import { visible } from '../../access/plain-line.ts';
import type { Span } from './fault.ts';

/** A mention or link inside a line, at its place in the readable text. */
export type Mark = { at: Span } & ({ kind: 'user'; id: string } | { kind: 'link'; url: string });

/** What a person typed, as they saw it, with the mentions and links that Slack found in it. */
export type Line = { text: string; marks: Mark[] };

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const decode = (text: string): string => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);

/**
 * Turns Slack's encoding into the text that the person typed. Angle brackets that a person typed arrive as entities, so
 * what stands in real ones comes from Slack.
 */
export function readLine(raw: string): Line {
  const marks: Mark[] = [];
  let text = '';
  let end = 0;
  const source = visible(raw);
  for (const match of source.matchAll(/<([^<>\n]+)>/g)) {
    text += decode(source.slice(end, match.index));
    end = match.index + match[0].length;
    const start = text.length;
    const found = special(match[1] ?? '');
    text += found?.shown ?? decode(match[0]);
    if (found?.mark) marks.push({ ...found.mark, at: [start, text.length] });
  }
  return { text: text + decode(source.slice(end)), marks };
}

type Special = { shown: string; mark?: { kind: 'user'; id: string } | { kind: 'link'; url: string } };

function special(inside: string): Special | null {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? '' : decode(inside.slice(bar + 1)).trim();
  const user = /^@([UW][A-Z0-9]+)$/.exec(target)?.[1];
  if (user) return { shown: `@${label.replace(/^@/, '') || user}`, mark: { kind: 'user', id: user } };
  if (/^https?:\/\//i.test(target)) {
    const url = decode(target);
    return { shown: label || url, mark: { kind: 'link', url } };
  }
  if (/^[#!]/.test(target)) return { shown: label || target.replace('!', '@') };
  return /^(?:tel|mailto):/.test(target) ? { shown: label || decode(target.slice(target.indexOf(':') + 1)) } : null;
}
