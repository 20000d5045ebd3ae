/**
 * What the composer offers while a person types. Pure: text and caret in, suggestions out.
 * A suggestion is { label, detail, from, to, insert, sure }; `sure` means Enter takes it.
 */

const VERBS = {
  request: 'ask for access for a ticket',
  ask: 'have a customer asked for a Page that is not shared',
  approve: 'say yes to a request',
  deny: 'say no, with a reason',
  extend: 'keep access a little longer',
  release: 'give access back early',
  revoke: 'take access away now',
  cancel: 'take back a request nobody decided yet',
  leave: "take a customer's asset out of the business",
  mine: 'what you hold and wait for',
  pending: 'requests that wait for a decision',
  who: 'who holds an asset now',
  show: 'an asset: owner, ceiling, holders',
  log: 'what happened to an asset, ticket or person',
  why: 'why a request was decided as it was',
  link: 'connect you to your Meta person',
  reconcile: 'what Meta shows that is not known here',
  adopt: 'give found access an end',
  help: 'all verbs, with examples',
};
const TAKES_ID = new Set(['approve', 'deny', 'extend', 'release', 'revoke', 'cancel', 'leave', 'why']);
const TAKES_ASSET = new Set(['who', 'show', 'log', 'reconcile']);
const MOST = 10;

/** Offers for `text` with the caret at `caret`, from what the page knows: commands, people, assets and ids. */
export function complete(text, caret, known) {
  const before = text.slice(0, caret);
  if (text.slice(caret).trim() !== '') return [];
  return person(before, known) ?? command(before, known) ?? access(before, known) ?? [];
}

const offer = (from, to, insert, label, detail, sure) => ({ from, to, insert, label, detail, sure });

function person(before, known) {
  const found = /(?:^|\s)@([\p{L}\d.-]*)$/u.exec(before);
  if (!found) return null;
  const from = before.length - found[1].length - 1;
  const wanted = found[1].toLowerCase();
  return known.people
    .filter(({ name }) =>
      name
        .toLowerCase()
        .split(' ')
        .some((word) => word.startsWith(wanted)),
    )
    .slice(0, MOST)
    .map(({ name, title }) => offer(from, before.length, `@${name} `, `@${name}`, title, true));
}

function command(before, known) {
  if (!/^\/\S*$/.test(before)) return null;
  return known.commands
    .filter(({ command: name }) => name.startsWith(before))
    .map(({ command: name, description, usageHint }) =>
      offer(0, before.length, `${name} `, name, usageHint || description, true),
    );
}

function access(before, known) {
  const found = /^\/access\s+(.*)$/s.exec(before);
  if (!found) return null;
  const words = found[1].split(/\s+/);
  const last = words.at(-1);
  const from = before.length - last.length;
  if (words.length === 1) {
    return Object.entries(VERBS)
      .filter(([verb]) => verb.startsWith(last) && verb !== last)
      .map(([verb, detail]) => offer(from, before.length, `${verb} `, verb, detail, last !== ''));
  }
  const verb = words[0];
  if (TAKES_ID.has(verb)) return words.length === 2 ? ids(last, from, before.length, known) : [];
  const rest = found[1].slice(verb.length + 1);
  if (TAKES_ASSET.has(verb)) return assets(rest, before.length, known);
  return verb === 'request'
    ? [...assets(rest, before.length, known), ...clauses(rest, last, from, before.length)].slice(0, MOST)
    : [];
}

function ids(last, from, to, known) {
  return known.ids
    .filter((id) => id.toLowerCase().startsWith(last.toLowerCase()) && id !== last)
    .slice(0, MOST)
    .map((id) => offer(from, to, `${id} `, id, 'a request in this channel', last !== ''));
}

const spell = ({ kind, id }) =>
  kind === 'page' ? `page ${id}` : kind === 'adaccount' ? `act_${id.replace(/^act_/, '')}` : `${kind} ${id}`;

function assets(rest, to, known) {
  const wanted = rest.toLowerCase();
  return known.assets
    .map((asset) => ({ ...asset, words: spell(asset) }))
    .filter(
      ({ words, name }) =>
        words !== wanted.trim() &&
        (words.startsWith(wanted) || (wanted !== '' && name.toLowerCase().startsWith(wanted))),
    )
    .map(({ words, name, ownership }) =>
      offer(
        to - rest.length,
        to,
        `${words} `,
        words,
        `${name} · ${ownership === 'none' ? 'not shared' : ownership}`,
        rest !== '',
      ),
    );
}

const LEVELS = ['analyst', 'advertiser', 'moderator', 'editor'];

/** What may follow the asset; each is offered until it is there. */
const CLAUSES = [
  ['for ticket 456', 'the ticket that needs it', /\b(ticket|#)\s*\d/],
  ['as analyst', 'the level; never above the customer’s ceiling', /\bas\s+\w/],
  ['for 30m', 'how long; 1h by itself', /\bfor\s+\d/],
  ['because …', 'why, in your words', /\bbecause\b/],
];

function clauses(rest, last, from, to) {
  const level = /\bas\s+([a-z]*)$/.exec(rest);
  if (level) {
    const fitting = LEVELS.filter((name) => name.startsWith(level[1]) && name !== level[1]);
    return fitting.map((name) => offer(from, to, `${name} `, name, 'a level', level[1] !== ''));
  }
  if (!/^\S+(\s+\d\S*)?\s+/.test(rest) || !/\d/.test(rest) || /\bbecause\b/.test(rest)) return [];
  const open = CLAUSES.filter(([, , there]) => !there.test(rest)).map(([words, detail]) => ({
    words,
    detail,
    typed: begun(rest, words),
  }));
  const most = Math.max(0, ...open.map(({ typed }) => typed.length));
  return open
    .filter(({ typed }) => (most === 0 ? last === '' : typed.length === most))
    .map(({ words, detail, typed }) =>
      offer(to - typed.length, to, `${words.replace(' …', '')} `, words, detail, typed !== ''),
    );
}

/** How much of a clause stands at the end already, over as many words as that takes: `for t` of `for ticket 456`. */
function begun(rest, words) {
  const starts = [...rest.matchAll(/(?<=^|\s)\S/g)].map(({ index }) => rest.slice(index));
  return starts.find((tail) => words.startsWith(tail.toLowerCase())) ?? '';
}
