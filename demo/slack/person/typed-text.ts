import type { State } from '../state.ts';

const escapeHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

type Names = Map<string, (withName: boolean) => string>;

/** Every name that a person may type, longest first, with how Slack then writes it. */
function names(state: State): Names {
  const all: [string, (withName: boolean) => string][] = [];
  for (const { id, name, realName } of state.users.values()) {
    const mention = (withName: boolean) => (withName ? `<@${id}|${name}>` : `<@${id}>`);
    all.push([`@${name}`, mention], [`@${realName}`, mention]);
  }
  for (const { id, name } of state.channels.values()) if (name !== '') all.push([`#${name}`, () => `<#${id}|${name}>`]);
  for (const { id, handle } of state.usergroups.values()) {
    all.push([`@${handle}`, () => `<!subteam^${id}|@${handle}>`]);
  }
  const longestFirst = all.sort(([a], [b]) => b.length - a.length);
  return new Map(longestFirst.map(([typed, written]) => [typed.toLowerCase(), written]));
}

// Each may begin only where a word does, so that a very long word costs no more than its length.
const link = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)]/.source;
const domain = /(?<![\w.-])(?:[a-z0-9-]{1,63}\.)+(?:com|net|org|example)(?:\/(?:[^\s<>|]*[^\s<>|.,;:!?)])?)?/.source;
const email = /(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,}/.source;
const ready = /<(?:[@#!]|https?:|mailto:)[^<>]+>/.source;

/** Text as Slack sends it on: names become ids, addresses become links, and `&`, `<`, `>` are escaped. */
export function formatTyped(state: State, typed: string, withNames: boolean): string {
  const known = names(state);
  const name = [...known.keys()].map((key) => `${escapePattern(key)}(?![\\w-])`).join('|');
  const token = new RegExp(`(${ready})|(${link})|(${email})|(${domain})${name === '' ? '' : `|(${name})`}`, 'gi');
  let result = '';
  let end = 0;
  for (const match of typed.matchAll(token)) {
    const [whole, already, url, mail, bare] = match;
    result += escapeHtml(typed.slice(end, match.index));
    end = match.index + whole.length;
    if (already !== undefined) result += already;
    else if (url !== undefined) result += `<${escapeHtml(url)}>`;
    else if (mail !== undefined) result += `<mailto:${mail}|${mail}>`;
    else if (bare !== undefined) result += `<http://${escapeHtml(bare)}|${escapeHtml(bare)}>`;
    else result += known.get(whole.toLowerCase())?.(withNames) ?? escapeHtml(whole);
  }
  return result + escapeHtml(typed.slice(end));
}
