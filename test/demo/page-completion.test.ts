import { describe, expect, test } from 'vitest';
import { complete, type Known } from '../../demo/page/browser/completion.js';
import { VERBS } from '../../src/commands/grammar/command.ts';

const known: Known = {
  commands: [{ command: '/access', description: 'Ask for access', usageHint: 'request page 123' }],
  people: [
    { name: 'Ana Ruiz', title: 'Support agent' },
    { name: 'Lea Brandt', title: 'Team lead' },
  ],
  assets: [
    { kind: 'page', id: '123', name: 'Acme Shoes', ownership: 'client' },
    { kind: 'page', id: '1003', name: 'Café Lumière', ownership: 'client' },
    { kind: 'adaccount', id: 'act_123', name: 'Acme Shoes Ads', ownership: 'client' },
  ],
  ids: ['EU-1042', 'EU-1041'],
};
const offers = (text: string) => complete(text, text.length, known);
const labels = (text: string) => offers(text).map(({ label }) => label);

/** The text after the first offer is taken. */
function taken(text: string): string {
  const [first] = offers(text);
  if (!first) throw new Error('nothing is offered');
  return text.slice(0, first.from) + first.insert + text.slice(first.to);
}

describe('what the composer offers', () => {
  test('a slash offers the command', () => {
    expect(taken('/')).toBe('/access ');
  });

  test('the command offers its verbs, narrowed by what is typed', () => {
    expect(labels('/access ').toSorted()).toEqual([...VERBS].toSorted());
    expect(labels('/access re')).toEqual(['request', 'release', 'revoke', 'reconcile']);
    expect(taken('/access req')).toBe('/access request ');
  });

  test('request offers assets by kind, id and name', () => {
    expect(labels('/access request ')).toEqual(['page 123', 'page 1003', 'act_123']);
    expect(taken('/access request page 10')).toBe('/access request page 1003 ');
    expect(taken('/access request caf')).toBe('/access request page 1003 ');
  });

  test('after the asset come the ticket, level, time and reason, each once', () => {
    expect(labels('/access request page 123 ')).toEqual(['for ticket 456', 'as analyst', 'for 30m', 'because …']);
    expect(labels('/access request page 123 for ticket 9 ')).toEqual(['as analyst', 'for 30m', 'because …']);
    expect(labels('/access request page 123 for ticket 9 because ads stopped ')).toEqual([]);
  });

  test('a clause that was begun is completed, over more than one word', () => {
    expect(labels('/access request page 123 for ')).toEqual(['for ticket 456', 'for 30m']);
    expect(taken('/access request page 123 for t')).toBe('/access request page 123 for ticket 456 ');
    expect(labels('/access request page 123 for x')).toEqual([]);
  });

  test('a level is offered by name', () => {
    expect(labels('/access request page 123 as ')).toEqual(['analyst', 'advertiser', 'moderator', 'editor']);
    expect(taken('/access request page 123 as mod')).toBe('/access request page 123 as moderator ');
  });

  test('a decision offers the ids in sight, newest first', () => {
    expect(labels('/access approve ')).toEqual(['EU-1042', 'EU-1041']);
    expect(labels('/access approve eu-1042 ')).toEqual([]);
  });

  test('an at sign offers people by any of their names', () => {
    expect(taken('thanks @bra')).toBe('thanks @Lea Brandt ');
  });
});

describe('when Enter sends', () => {
  test('a finished line has no sure offer', () => {
    expect(offers('/access request page 123 for ticket 456').filter(({ sure }) => sure)).toEqual([]);
    expect(offers('/access mine').filter(({ sure }) => sure)).toEqual([]);
    expect(offers('/access request page 123 ').filter(({ sure }) => sure)).toEqual([]);
  });

  test('plain words, or a caret in the middle, offer nothing', () => {
    expect(offers('see you at 10')).toEqual([]);
    expect(complete('/access request', 3, known)).toEqual([]);
  });
});
