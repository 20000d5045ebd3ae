import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/access/grant.ts';
import { card } from '../../src/views/card.ts';
import { actions } from '../../src/views/ids.ts';
import { grants, HOSTILE, LONGEST } from './grants.ts';
import { buttonsOf, expectHarmless, expectValid, words } from './slack.ts';

const all = Object.entries(grants()) as [keyof ReturnType<typeof grants>, Grant][];

describe('the card', () => {
  it.each(all)('in state %s tells who wants what, for which ticket, at which level and why', (_, grant) => {
    const shown = card(grant);

    const text = words(shown);
    for (const fact of [
      '<@U0BEN>',
      'Acme Shoes',
      'Page 123',
      '456',
      'analyst',
      'ANALYZE',
      '1 h 30 min',
      'ads stopped',
    ]) {
      expect(text).toContain(fact);
    }
    expect(text).toContain("A client's, shared with us");
    expect(shown.text).toContain('EU-12');
    expect(shown.blocks.length).toBeLessThanOrEqual(6);
    expectValid(shown);
  });

  it.each([
    ['pending', [actions.approve, actions.deny, actions.change]],
    ['active', [actions.extend, actions.release, actions.revoke]],
    ['asked', [actions.approveExtension, actions.denyExtension, actions.release, actions.revoke]],
    ['granting', []],
    ['ending', []],
    ['late', []],
    ['ended', []],
    ['over', []],
    ['part', []],
    ['never', []],
    ['failed', []],
    ['denied', []],
    ['cancelled', []],
    ['lapsed', []],
  ] as const)('in state %s has the buttons %j', (state, buttons) => {
    expect(buttonsOf(card(grants()[state]))).toEqual(buttons);
  });

  it.each(all)('in state %s claims nothing that was not proved', (state, grant) => {
    const text = words(card(grant));

    if (state !== 'active' && state !== 'asked') expect(text).not.toMatch(/Active until|has access/);
    if (state !== 'ended' && state !== 'part') expect(text).not.toMatch(/Removed|is gone/);
    if (state === 'part') expect(text).not.toMatch(/Removed, |is gone/);
  });

  it.each([
    ['pending', /Waiting for a lead.*<!date\^/],
    ['granting', /Approved by <@U0LEA>.*waiting to see it at Meta/],
    ['active', /Active until <!date\^.*Approved by <@U0LEA>/],
    ['asked', /<@U0BEN> asks for 30 min more/],
    ['ending', /Taking the access away.*Not confirmed yet.*time was up/],
    ['late', /not confirmed as taken away yet.*revoked by <@U0LOU>.*goes on trying/],
    ['ended', /Removed, confirmed 1\.4 s after the end.*time was up/],
    ['over', /Over, confirmed at once\.\* Released.*<@U0BEN> still had analyst access then, through EU-13 and EU-14\./],
    [
      'part',
      /Removed in part, confirmed 1\.4 s after.*time was up.*<@U0BEN> still had ANALYZE then, as before the grant\./,
    ],
    ['never', /Ended before the access was seen.*nothing of it is left/],
    ['failed', /Meta did not take it\.\* Permissions error\. Tell whoever runs Hallpass\..*Atrace1/],
    ['denied', /Denied by <@U0LEA>.*wrong customer/],
    ['cancelled', /Cancelled by <@U0BEN>/],
    ['lapsed', /Lapsed.*No lead decided/],
  ] as const)('in state %s says so', (state, headline) => {
    expect(words(card(grants()[state]))).toMatch(headline);
  });

  it.each(['denied', 'cancelled', 'lapsed'] as const)('says that a customer who was asked still is: %s', (state) => {
    const asked = { ...grants()[state], share: { by: 'U0LEA', at: 0 } } as Grant;

    expect(words(card(asked))).toMatch(/Our request may still wait with them/);
    expect(words(card(grants()[state]))).not.toContain('may still wait');
  });

  it.each([
    ['expired', {}, 'The time was up DATE.'],
    ['released', { endedBy: 'U0BEN' }, 'Released by <@U0BEN> DATE.'],
    ['revoked', { endedBy: 'U0LEA', note: 'wrong customer.' }, 'Revoked by <@U0LEA> DATE: wrong customer.'],
    ['ticket-closed', {}, 'The ticket was closed DATE.'],
    ['offboarded', {}, 'It ended DATE, since the person left.'],
    ['customer-revoked', {}, 'It ended DATE, since the customer took the access back.'],
    ['policy', { note: 'no leads' }, 'It ended DATE, since the rules no longer allow it: no leads.'],
  ] as const)('of an access that ended (%s) says when and why in a sentence', (endReason, facts, sentence) => {
    const [headline = ''] = words(card({ ...grants().ended, endReason, ...facts } as Grant)).split('\n');

    expect(headline.replace(/<!date[^>]*>/, 'DATE')).toContain(`Removed, confirmed 1.4 s after the end.* ${sentence}`);
  });

  it('of an access that ended before it was seen does not say that nothing is left when something is', () => {
    const kept = { tasks: ['ANALYZE'], through: ['before', 'outside'] as ('before' | 'outside')[] };
    const text = words(card({ ...grants().never, kept } as Grant));

    expect(text).toMatch(
      /before the access was seen.*analyst access then, as before the grant and given outside Hallpass/,
    );
    expect(text).not.toMatch(/nothing of it is left|Removed/);
  });

  it.each(['granting', 'active', 'ending', 'ended', 'failed'] as const)(
    'in state %s names who approved, once',
    (state) => {
      expect(words(card(grants()[state])).match(/[Aa]pproved by <@U0LEA>/g)).toHaveLength(1);
    },
  );

  it('tells what was asked for where a lead approved something else', () => {
    const shown = card(grants({ wished: { level: 'editor', duration: 20_000 } }).granting);

    expect(words(shown)).toMatch(/asked <!date[^>]*> for editor for 20 s/);
    expect(words(shown)).toContain('analyst access to');
    expect(shown.text).toContain('asks for editor access');
  });

  it('carries nothing but the id in its buttons', () => {
    const row = card(grants().pending).blocks.find(({ type }) => type === 'actions');

    expect(row).toMatchObject({ elements: [{ value: 'EU-12' }, { value: 'EU-12' }, { value: 'EU-12' }] });
  });

  it.each(all)('in state %s keeps hostile words as text', (state) => {
    const hostile = { assetName: HOSTILE, because: HOSTILE, ticket: HOSTILE, level: HOSTILE, tasks: [HOSTILE] };
    const shown = card({ ...grants(hostile)[state], ...deep(state) } as Grant);

    expectHarmless(shown);
    expectValid(shown);
  });

  it.each(all)("in state %s keeps to Slack's limits with the longest words", (state) => {
    expectValid(card(grants(LONGEST)[state]));
  });
});

const deep = (state: string): object => {
  if (state === 'denied') return { denial: HOSTILE };
  if (state === 'late') return { note: HOSTILE };
  return state === 'failed' ? { failure: { kind: 'invalid', message: HOSTILE, traceId: HOSTILE } } : {};
};
