import { describe, expect, it } from 'vitest';
import type { Difference, Seen } from '../../../src/access/compare.ts';
import type { Explained } from '../../../src/access/explain.ts';
import type { LiveGrant } from '../../../src/access/grant.ts';
import type { AssetView, Sight } from '../../../src/access/look-at.ts';
import type { AssetInfo } from '../../../src/access/ports/meta.ts';
import { done } from '../../../src/access/refusal.ts';
import { differenceLine } from '../../../src/views/replies/difference.ts';
import { show } from '../../../src/views/replies/show.ts';
import { who } from '../../../src/views/replies/who.ts';
import { grants, HOSTILE, LONGEST } from '../grants.ts';
import { expectHarmless, expectValid, words } from '../slack.ts';

const asset = { kind: 'page', id: '123' } as const;
const info = { asset, name: 'Acme Shoes', ownership: 'client', permitted: ['ANALYZE', 'ADVERTISE'] } as const;
const acme = { ...info, permitted: [...info.permitted] };
const ben: Seen = { id: '9', name: 'Ben Okafor', type: 'EMPLOYEE', tasks: ['ANALYZE'], outside: false };
const active = (changes = {}) => grants(changes).active as LiveGrant;
const shared = (changes: Partial<Extract<Sight, { kind: 'shared' }>> = {}): Sight => ({
  kind: 'shared',
  info: acme,
  holders: [ben],
  differences: [],
  reach: { admins: [], groups: [] },
  ...changes,
});
const view = (sight: Sight = shared(), live = [active()]): AssetView => ({ asset, grants: live, sight });
const difference = (changes: Partial<Difference>): Difference => ({
  principal: '9',
  missing: [],
  leaving: [],
  extra: [],
  ...changes,
});

describe('answers about an asset', () => {
  it('name live grants and what Meta lists', () => {
    const text = words(who(view()));

    expect(text).toMatch(
      /Through Hallpass\*[\s\S]*EU-12[\s\S]*Meta's list\*[\s\S]*Ben Okafor \(employee\): ANALYZE\n[\s\S]*Both sides agree/,
    );
  });

  it.each<[string, Sight, RegExp]>([
    ['Meta is away', { kind: 'away', info: null }, /Meta could not be asked\. Try again in a minute/],
    [
      'Meta refuses',
      { kind: 'away', info: acme, trouble: 'The token has expired.' },
      /asked: The token has expired\.$/m,
    ],
    ['there is none', { kind: 'unknown' }, /Meta shows no Page 123 to this business, so there is no list/],
    [
      'it is not shared any more',
      { kind: 'unshared', info: { ...acme, ownership: 'none' } },
      /Page 123 is no longer shared with this business, so there is no list.*ends at its time/,
    ],
    [
      'it is only asked for',
      { kind: 'unshared', info: { ...acme, ownership: 'pending' } },
      /asked for and is not shared with this business yet, so there is no list/,
    ],
  ])('say so when no list was read since %s, and claim nothing of it', (_, sight, expected) => {
    for (const shown of [who(view(sight)), show(view(sight))]) {
      expect(words(shown)).toMatch(expected);
      expect(words(shown)).toMatch(/EU-12/);
      expect(words(shown)).not.toMatch(/agree|Nobody of this business|Not the same/);
      expectValid(shown);
    }
  });

  it('do not say that Meta shows none when it could not be asked', () => {
    expect(words(show(view({ kind: 'away', info: null }, [])))).not.toMatch(/Meta shows no|share it/);
    expect(words(show(view({ kind: 'unknown' }, [])))).toMatch(/Meta shows no Page 123.*Check the number/);
    expect(words(who(view({ kind: 'unshared', info: { ...acme, ownership: 'none' } }, [])))).toContain('is not shared');
  });

  it('mark who was given access outside Hallpass', () => {
    const lou: Seen = { id: '4', name: 'Lou Martin', tasks: ['ANALYZE'], outside: true };
    const differences = [difference({ principal: '4', name: 'Lou Martin', extra: ['ANALYZE'] })];
    const text = words(who(view(shared({ holders: [ben, lou], differences }))));

    expect(text).toMatch(/Lou Martin: ANALYZE · given outside Hallpass/);
    expect(text).toMatch(/⚪ Lou Martin: ANALYZE at Meta, not by Hallpass\./);
    expect(text).not.toMatch(/Okafor.*outside|agree/);
  });

  it.each<[Partial<Difference>, string]>([
    [
      { name: 'Ana Ruiz', user: 'U0ANA', missing: ['ADVERTISE'] },
      '🔴 Ana Ruiz: Hallpass gave ADVERTISE that Meta does not show.',
    ],
    [{ user: 'U0BEN', missing: ['ANALYZE'] }, '🔴 <@U0BEN>: Hallpass gave ANALYZE that Meta does not show.'],
    [
      { name: 'Ana Ruiz', user: 'U0ANA', leaving: ['ANALYZE'] },
      '🔵 Ana Ruiz: ANALYZE is being taken away and still there.',
    ],
    [
      { name: 'Ana Ruiz', user: 'U0ANA', extra: ['MODERATE'] },
      '⚪ Ana Ruiz: MODERATE at Meta beyond what Hallpass gave.',
    ],
    [
      { name: 'Ana Ruiz', user: 'U0ANA', missing: ['ADVERTISE'], extra: ['MODERATE'] },
      '🔴 Ana Ruiz: Hallpass gave ADVERTISE that Meta does not show; MODERATE at Meta beyond what Hallpass gave.',
    ],
  ])('point out a difference: %j', (changes, line) => {
    expect(differenceLine(difference(changes))).toBe(line);
    expect(words(show(view(shared({ differences: [difference(changes)] }))))).toContain(line);
  });

  it('show whose the asset is, how far access may go, and how to ask', () => {
    expect(words(show(view(), { levels: ['analyst'] }))).toMatch(
      /client's, shared[\s\S]*see insights[\s\S]*ADVERTISE, ANALYZE[\s\S]*analyst[\s\S]*\/access request page 123/,
    );
    const own = shared({ info: { asset, name: 'Own', ownership: 'owned', permitted: null } });
    expect(words(show(view(own)))).toContain('Ours');
    const elm: Sight = { kind: 'unshared', info: { asset, name: 'Elm', ownership: 'none', permitted: [] } };
    expect(words(show(view(elm)))).toContain('until the customer shares it');
    expect(words(show(view(elm)))).not.toContain('/access ask');
    expect(words(show(view(elm), { asks: true }))).toContain('/access ask page 123');
    expect(words(show(view({ kind: 'unknown' }, []), { asks: true }))).toContain('/access ask page 123');
  });

  it('claim no limit, and no freedom from one, that Meta did not tell', () => {
    const told = (info: Partial<AssetInfo>) => words(show(view(shared({ info: { ...acme, ...info } }))));

    expect(told({ ownership: 'owned', permitted: null })).toContain('No limit of a customer');
    expect(told({ ownership: 'client', permitted: null })).toContain('does not tell how far the customer allows');
    expect(told({ ownership: 'pending', permitted: [] })).not.toContain('The customer allows');
  });

  it('name whoever needs no assignment, so that nobody takes the list for everybody', () => {
    const reach = {
      admins: [{ id: '3', name: 'Lea Brandt' }],
      groups: [{ id: '6', name: HOSTILE, holders: [{ id: '1', name: 'Ana Ruiz' }] }],
    };
    const text = words(who(view(shared({ reach }))));

    expect(text).toMatch(/As admins of the business, assigned or not: Lea Brandt/);
    expect(text).toMatch(/Through the asset group “.*”: Ana Ruiz/);
    expectHarmless(who(view(shared({ reach }))));
    expect(words(who(view(shared({ reach: null }))))).toContain('did not tell who has access in other ways');
  });

  it.each<[Partial<Explained>, RegExp]>([
    [{ direct: ['ANALYZE'] }, /you have see insights \(ANALYZE\) by assignment/],
    [{ elsewhere: [{ kind: 'role' }] }, /you have everything as an admin of the business/],
    [{ elsewhere: [{ kind: 'group', id: '6', name: 'Acme' }] }, /you have access through the asset group “Acme”/],
    [{}, /you have no access to it\./],
    [{ elsewhere: null }, /you are not assigned to it\. Meta did not tell whether you have access in another way/],
    [{ obstacle: { code: 'two_factor_missing' } }, /no access to it\. .*two-factor/],
  ])('show what the asker holds: %j', (changes, expected) => {
    const own = {
      info: acme,
      name: 'Ana Ruiz',
      principal: '1',
      direct: null,
      elsewhere: [],
      obstacle: null,
      ...changes,
    };

    expect(words(show(view(), { own: done(own) }))).toMatch(expected);
  });

  it('bear hostile and long lists', () => {
    const holder: Seen = { id: '9', name: HOSTILE, type: HOSTILE, tasks: [HOSTILE], outside: true };
    const odd = difference({ name: HOSTILE, missing: [HOSTILE], leaving: [HOSTILE], extra: ['MANAGE_X'] });
    const long = view(
      shared({
        holders: Array.from({ length: 200 }, () => ({ ...holder, tasks: LONGEST.tasks ?? [] })),
        differences: Array.from({ length: 60 }, () => odd),
      }),
      Array.from({ length: 60 }, () => active(LONGEST)),
    );

    expectHarmless(show(view(shared({ holders: [holder], differences: [odd] }), [active({ assetName: HOSTILE })])));
    expectHarmless(who(view({ kind: 'away', info: null, trouble: HOSTILE }, [])));
    expectValid(who(long));
    expectValid(show(long));
  });
});
