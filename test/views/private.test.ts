import { describe, expect, it } from 'vitest';
import { HALLPASS } from '../../src/access/event.ts';
import type { Grant } from '../../src/access/grant.ts';
import { actions } from '../../src/views/ids.ts';
import { type PrivateKind, privateMessage } from '../../src/views/private.ts';
import { grants, HOSTILE, LONGEST, NOON } from './grants.ts';
import { buttonsOf, expectHarmless, expectValid, words } from './slack.ts';

const LIVE: PrivateKind[] = ['active', 'reminder', 'extended', 'extension-denied'];
const OVER = ['denied', 'lapsed', 'failed', 'ended'] as const;

describe('a private message to the holder', () => {
  it.each(LIVE)('about %s says until when, and has buttons', (kind) => {
    const shown = privateMessage(kind, grants().active, { now: NOON + 81 * 60_000 });

    expect(words(shown)).toMatch(/Acme Shoes \(Page 123\)[\s\S]*<!date\^/);
    expect(words(shown)).toContain('EU-12');
    expect(buttonsOf(shown)).toEqual([actions.extend, actions.release]);
    expectValid(shown);
  });

  it('reminds of the time that is left', () => {
    const shown = privateMessage('reminder', grants().active, { now: NOON + 81 * 60_000 });

    expect(words(shown)).toContain('in 10 min');
  });

  it.each(LIVE)('about %s loses its buttons when it is closed', (kind) => {
    expect(buttonsOf(privateMessage(kind, grants().active, { closed: true }))).toEqual([]);
  });

  it.each(LIVE)('about %s tells what became of the access once it is over', (kind) => {
    const shown = privateMessage(kind, grants().ended);

    expect(words(shown)).toMatch(/You had[\s\S]*It ended/);
    expect(buttonsOf(shown)).toEqual([]);
  });

  it.each(OVER)('about %s says what happened and has no buttons', (kind) => {
    const shown = privateMessage(kind, grants()[kind]);

    expect(words(shown)).toContain('Acme Shoes');
    expect(buttonsOf(shown)).toEqual([]);
    expectValid(shown);
  });

  it('about an end does not say removed of what the holder kept', () => {
    const text = words(privateMessage('ended', grants().over));

    expect(text).toMatch(/You had analyst.*\n.*Over, confirmed.*still had analyst access then, through EU-13/);
    expect(text).not.toMatch(/removed/i);
  });

  it('says why there is no more time', () => {
    const shown = privateMessage('extension-denied', grants().active, { because: 'the customer said no.' });

    expect(words(shown)).toMatch(/did not agree to more time: the customer said no\. Your/);
    expectHarmless(privateMessage('extension-denied', grants().active, { because: HOSTILE }));
  });

  it.each(['active', 'failed'] as const)('about %s says what was asked for, and what a lead made of it', (kind) => {
    const wished = { level: 'editor', duration: 60 * 60_000 };
    const shown = privateMessage(kind, grants({ wished })[kind]);

    expect(words(shown)).toContain('You asked for editor for 1 h');
    expect(words(shown)).toContain('<@U0LEA> approved analyst for 1 h 30 min.');
    expectHarmless(privateMessage(kind, grants({ wished: { level: HOSTILE, duration: 1 } })[kind]));
    expectValid(privateMessage(kind, grants({ ...LONGEST, wished: { ...wished, level: 'l'.repeat(30) } })[kind]));
  });

  it('says why a request was denied, and by whom', () => {
    expect(words(privateMessage('denied', grants().denied))).toMatch(/Denied by <@U0LEA>.*wrong customer/);
  });

  it('tells a customer’s no from a lead’s', () => {
    const shown = words(privateMessage('denied', { ...grants().denied, deniedBy: HALLPASS } as Grant));

    expect(shown).toMatch(/The customer did not agree[\s\S]*Talk to the customer/);
    expect(shown).not.toMatch(/Denied by|Talk to the lead/);
  });

  it.each([...LIVE, ...OVER])('about %s bears hostile and long words', (kind) => {
    const state = LIVE.includes(kind) ? 'active' : (kind as (typeof OVER)[number]);

    expectHarmless(privateMessage(kind, grants({ assetName: HOSTILE, level: HOSTILE, ticket: HOSTILE })[state]));
    expectValid(privateMessage(kind, grants(LONGEST)[state]));
  });
});
