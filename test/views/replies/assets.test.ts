import { describe, expect, it } from 'vitest';
import { differenceLine } from '../../../src/views/replies/difference.ts';
import { show } from '../../../src/views/replies/show.ts';
import { type AssetFacts, who } from '../../../src/views/replies/who.ts';
import { grants, HOSTILE, LONGEST } from '../grants.ts';
import { expectHarmless, expectValid, words } from '../slack.ts';

const asset = { kind: 'page', id: '123' } as const;
const facts = (changes: Partial<AssetFacts> = {}): AssetFacts => ({
  asset,
  info: { asset, name: 'Acme Shoes', ownership: 'client', permitted: ['ANALYZE', 'ADVERTISE'] },
  grants: [grants().active, grants().ended],
  holders: [{ id: '9', name: 'Ben Okafor', type: 'EMPLOYEE', tasks: ['ANALYZE'] }],
  differences: [],
  ...changes,
});

describe('answers about an asset', () => {
  it('name live grants and what Meta lists', () => {
    const text = words(who(facts()));

    expect(text).toMatch(
      /Through Hallpass\*[\s\S]*EU-12[\s\S]*Meta's list\*[\s\S]*Ben Okafor \(employee\): ANALYZE[\s\S]*agree/,
    );
    expect(text.match(/EU-12/g)).toHaveLength(1);
  });

  it('say so when Meta could not be asked, and do not claim that both agree', () => {
    const text = words(who(facts({ holders: null })));

    expect(text).toContain('Meta could not be asked');
    expect(text).not.toContain('agree');
  });

  it('point out differences both ways', () => {
    const text = differenceLine({ principal: '9', name: 'Olga', expected: ['ANALYZE'], held: ['ADVERTISE'] });

    expect(text).toMatch(
      /Olga: Meta shows ADVERTISE that Hallpass did not give; Hallpass gave ANALYZE that Meta does not show/,
    );
    expect(words(show(facts({ differences: [{ principal: '9', expected: [], held: ['MANAGE'] }] })))).toContain(
      'MANAGE',
    );
  });

  it('show whose the asset is, how far access may go, and how to ask', () => {
    expect(words(show({ ...facts(), levels: ['analyst'] }))).toMatch(
      /client's, shared[\s\S]*see insights[\s\S]*ADVERTISE, ANALYZE[\s\S]*analyst[\s\S]*\/access request page 123/,
    );
    expect(words(show(facts({ info: { asset, name: 'Own', ownership: 'owned', permitted: null } })))).toContain('Ours');
    expect(words(show(facts({ info: { asset, name: 'Elm', ownership: 'none', permitted: [] } })))).toContain(
      'until the customer shares it',
    );
    expect(words(show(facts({ info: null, grants: [] })))).toContain('Meta shows no Page 123');
  });

  it('bear hostile and long lists', () => {
    const holder = { id: '9', name: HOSTILE, type: HOSTILE, tasks: [HOSTILE] };
    const difference = { principal: '9', name: HOSTILE, expected: [HOSTILE], held: ['MANAGE_X'] };
    const long = facts({
      grants: Array.from({ length: 60 }, () => grants(LONGEST).active),
      holders: Array.from({ length: 200 }, () => ({ ...holder, tasks: LONGEST.tasks ?? [] })),
      differences: Array.from({ length: 60 }, () => difference),
    });

    expectHarmless(
      show(facts({ holders: [holder], differences: [difference], grants: [grants({ assetName: HOSTILE }).active] })),
    );
    expectValid(who(long));
    expectValid(show(long));
  });
});
