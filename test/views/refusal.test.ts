import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/access/refusal.ts';
import { askButton } from '../../src/views/ask-button.ts';
import { actions } from '../../src/views/ids.ts';
import { refusalText } from '../../src/views/refusal.ts';
import { combined, refusalMessage } from '../../src/views/replies/refused.ts';
import { HOSTILE } from './grants.ts';
import { buttonsOf, expectHarmless, expectValid, words } from './slack.ts';

const asset = { kind: 'page', id: '123' } as const;
const email = 'ana@northwind.example';
const MINUTE = 60_000;

/** One of each code; the type makes a new code a compile error here. */
const examples: { [Code in Refusal['code']]: Extract<Refusal, { code: Code }> } = {
  self_approval: { code: 'self_approval' },
  not_approver: { code: 'not_approver' },
  approver_left: { code: 'approver_left' },
  outsider: { code: 'outsider', user: 'U0GUS', who: 'guest' },
  account_gone: { code: 'account_gone' },
  requester_left: { code: 'requester_left', user: 'U0ANA' },
  not_holder: { code: 'not_holder', id: 'EU-12' },
  not_requester: { code: 'not_requester', id: 'EU-12' },
  not_readable: { code: 'not_readable' },
  no_business: { code: 'no_business', channel: 'C0RANDOM' },
  unknown_id: { code: 'unknown_id', id: 'EU-99' },
  asset_unknown: { code: 'asset_unknown', asset },
  asset_not_shared: { code: 'asset_not_shared', asset, name: 'Elm Books' },
  asset_pending: { code: 'asset_pending', asset, name: 'Dune Travel' },
  customer_asked: { code: 'customer_asked', id: 'EU-12', by: 'U0LEA', at: 0 },
  ask_unwarned: { code: 'ask_unwarned', id: 'EU-12', asset, level: 'editor', duration: MINUTE },
  nothing_to_leave: { code: 'nothing_to_leave', id: 'EU-12' },
  in_hand: { code: 'in_hand', id: 'EU-14' },
  leave_in_use: { code: 'leave_in_use', id: 'EU-13' },
  leave_owned: { code: 'leave_owned', asset },
  asks_off: { code: 'asks_off' },
  asks_spent: { code: 'asks_spent', max: 10 },
  group_changed: { code: 'group_changed', id: 'EU-12', contains: { count: 2, names: ['Acme', 'Elm'] } },
  group_empty: { code: 'group_empty', name: HOSTILE },
  group_unknown: { code: 'group_unknown', name: HOSTILE, names: [HOSTILE, 'Acme'] },
  group_ambiguous: { code: 'group_ambiguous', name: HOSTILE, ids: ['6', '7'] },
  no_email: { code: 'no_email', user: 'U0ANA' },
  person_unconfirmed: { code: 'person_unconfirmed', email },
  person_absent: { code: 'person_absent', email },
  person_invited: { code: 'person_invited', email, since: 0, until: 1 },
  person_ambiguous: { code: 'person_ambiguous', email, count: 2 },
  two_factor_missing: { code: 'two_factor_missing' },
  person_shared: { code: 'person_shared', email, other: 'U0BEN' },
  level_unknown: { code: 'level_unknown', level: 'analist', levels: ['analyst', 'editor'], suggestion: 'analyst' },
  above_ceiling: {
    code: 'above_ceiling',
    level: 'editor',
    tasks: ['CREATE_CONTENT'],
    ceiling: ['ANALYZE'],
    ownership: 'client',
    within: ['analyst'],
  },
  too_short: { code: 'too_short', asked: 1000, min: MINUTE },
  too_long: { code: 'too_long', asked: 600 * MINUTE, max: 480 * MINUTE },
  no_time_left: { code: 'no_time_left', max: 480 * MINUTE },
  finding_level: { code: 'finding_level', levels: ['analyst', 'editor'] },
  finding_above: { code: 'finding_above', tasks: ['MANAGE'] },
  finding_over: { code: 'finding_over' },
  already_open: { code: 'already_open', id: 'EU-12', state: 'pending' },
  already_decided: { code: 'already_decided', id: 'EU-12', state: 'denied', by: 'U0LEA', at: 0 },
  not_active: { code: 'not_active', id: 'EU-12', state: 'ended' },
  nothing_asked: { code: 'nothing_asked', id: 'EU-12' },
  extended_already: { code: 'extended_already', id: 'EU-12', until: 0, at: 0 },
  extension_level: { code: 'extension_level', id: 'EU-12', level: 'analyst' },
  extension_open: { code: 'extension_open', id: 'EU-12' },
  credential: { code: 'credential' },
  text_too_long: { code: 'text_too_long', max: 2000 },
  store_away: { code: 'store_away' },
  store_cut: { code: 'store_cut' },
  store_unsure: { code: 'store_unsure' },
  meta_away: { code: 'meta_away', busy: false, traceId: 'Atrace1', retryAfter: 30_000 },
  meta_paused: { code: 'meta_paused', message: 'The token has expired.', traceId: 'Atrace1' },
  meta_refused: { code: 'meta_refused', kind: 'forbidden', message: 'Permissions error', traceId: 'Atrace1' },
  meta_unsure: { code: 'meta_unsure', traceId: 'Atrace1' },
  slack_away: { code: 'slack_away' },
  bug: { code: 'bug', reference: 'ref-1' },
};
const all = Object.values(examples) as Refusal[];
/** Somebody reads what to do: a verb in the imperative, or a command to type. */
const NEXT_STEP =
  /\b(?:Ask|Try|Tell|Send|Check|Use|Choose|Open|Add|Add one|Remind|Shorten|Delete|See|Look|Take|tell|have|give|see|check|ask)\b|`\/access/;

describe('the words of a refusal', () => {
  it.each(all.map((refusal) => [refusal.code, refusal] as const))(
    '%s say what happened and what to do',
    (_, refusal) => {
      const text = refusalText(refusal);

      expect(text.length).toBeGreaterThan(40);
      expect(text).toMatch(NEXT_STEP);
      expect(text.replace(/<!date[^>]*>/g, '')).not.toMatch(/undefined|NaN|\[object|[a-z]_[a-z]/);
      expectValid(refusalMessage(refusal));
    },
  );

  it('carry the facts that matter', () => {
    expect(refusalText(examples.above_ceiling)).toMatch(
      /editor \(CREATE_CONTENT\).*see insights \(ANALYZE\).*\*analyst\*/,
    );
    expect(refusalText(examples.already_decided)).toMatch(/denied.*<@U0LEA>.*<!date\^/);
    expect(refusalText(examples.too_long)).toMatch(/10 h.*8 h/);
    expect(refusalText(examples.meta_refused)).toMatch(/nothing was changed\. Permissions error\. Tell .*Atrace1/);
    expect(refusalText(examples.meta_away)).toMatch(/does not answer as it should.*Try again in 30 s.*Atrace1/);
    expect(refusalText({ code: 'meta_away', busy: true })).toMatch(/asks us to wait.*in a minute/);
    expect(refusalText({ code: 'meta_away', busy: true, retryAfter: 229_000 })).toMatch(
      /asks us to wait.*in about 4 min/,
    );
    expect(refusalText(examples.level_unknown)).toMatch(/Did you mean \*analyst\*/);
    expect(refusalText(examples.asset_not_shared)).toContain('Elm Books (Page 123)');
  });

  it.each(['pending', 'granting', 'active', 'ending', 'ended', 'failed', 'denied', 'cancelled', 'lapsed'] as const)(
    'fit the state %s',
    (state) => {
      expect(refusalText({ code: 'not_active', id: 'EU-12', state })).toMatch(NEXT_STEP);
      expect(refusalText({ code: 'already_decided', id: 'EU-12', state })).toContain('EU-12');
      expect(refusalText({ code: 'already_open', id: 'EU-12', state })).toContain('/access mine');
    },
  );

  it.each(['asset_unknown', 'asset_not_shared', 'asset_pending'] as const)(
    'name asking the customer through Hallpass where that is possible: %s',
    (code) => {
      expect(refusalText(examples[code])).toContain('/access ask');
      expect(refusalText({ ...examples[code], asks: 'never' })).not.toContain('/access ask');
    },
  );

  it('quote Meta only where Meta said something', () => {
    const said = 'Meta refuses this for want of a permission. Meta says: “Ask the owner.”';

    expect(refusalText(examples.meta_refused)).not.toMatch(/Meta's words|Meta says|“/);
    expect(refusalText({ ...examples.meta_refused, message: said })).toContain('Meta says: “Ask the owner.” Tell');
  });

  it('keep hostile words as text', () => {
    const hostile: Refusal[] = [
      { code: 'level_unknown', level: HOSTILE, levels: [HOSTILE], suggestion: HOSTILE },
      { code: 'asset_pending', asset, name: HOSTILE },
      { code: 'person_absent', email: HOSTILE },
      { code: 'meta_refused', kind: 'invalid', message: HOSTILE, traceId: HOSTILE },
      { code: 'meta_paused', message: HOSTILE, traceId: HOSTILE },
      { code: 'bug', reference: HOSTILE },
    ];

    for (const refusal of hostile) expectHarmless(refusalMessage(refusal));
  });

  it('fit together into one answer, however many they are', () => {
    const many = combined(Array.from({ length: 60 }, () => refusalMessage(examples.above_ceiling)));

    expectValid(many);
    expect(words(many)).toMatch(/and \d+ more answers/);
  });
});

describe('an approval that would ask a customer', () => {
  it('says what may come of that, with a button that goes on with the terms of the lead', () => {
    const shown = refusalMessage(examples.ask_unwarned);

    expectValid(shown);
    expect(words(shown)).toMatch(/EU-12.*Page 123.*reported as spam can lock.*Nothing was sent yet/s);
    expect(buttonsOf(shown)).toEqual([actions.askCustomer]);
    expect(askButton.parse(/"value":"([^"]+)"/.exec(JSON.stringify(shown))?.[1] ?? '')).toEqual({
      id: 'EU-12',
      level: 'editor',
      duration: MINUTE,
    });
  });

  it.each([{}, { level: 'page editor' }, { duration: 5_000 }, { level: 'ä "x"', duration: 5_000 }])(
    'reads its button back: %j',
    (terms) => {
      const { value } = askButton.build({ id: 'EU-1042', ...terms });

      expect(askButton.parse(value ?? '')).toEqual({ id: 'EU-1042', ...terms });
    },
  );

  it.each(['', 'EU-', 'EU-1 x', 'EU-1 5', 'eu-1', ' EU-1', 'EU-1 -5 x', 'EU-1 5 x\ny'])(
    'takes no other value: %j',
    (value) => {
      expect(askButton.parse(value)).toBeNull();
    },
  );
});
