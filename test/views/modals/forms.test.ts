import { describe, expect, it } from 'vitest';
import type { AssetInfo } from '../../../src/access/ports/meta.ts';
import { assetOptions } from '../../../src/views/modals/asset-field.ts';
import { changeForm } from '../../../src/views/modals/change-form.ts';
import { extendForm } from '../../../src/views/modals/extend-form.ts';
import type { FieldValue, Submitted } from '../../../src/views/modals/fields.ts';
import { denyForm, revokeForm } from '../../../src/views/modals/reason-forms.ts';
import { requestForm } from '../../../src/views/modals/request-form.ts';
import { grants, HOSTILE, LONGEST } from '../grants.ts';
import { expectHarmless, expectValid, words } from '../slack.ts';

const MINUTE = 60_000;
const durations = { default: 60 * MINUTE, max: 480 * MINUTE };
const channel = 'C0SUPPORT';

type Element = { action_id: string; initial_value?: string; initial_option?: { value: string } };
type Built = { private_metadata?: string; blocks: object[] };

/** What Slack sends when a person submits the form as it was built, but for the given fields (by block id). */
function submit({ private_metadata = '', blocks }: Built, typed: Record<string, string> = {}): Submitted {
  const values: Submitted['state']['values'] = {};
  for (const block of blocks) {
    if (!('element' in block) || !('block_id' in block)) continue;
    const element = block.element as Element;
    const id = String(block.block_id);
    const text = typed[id] ?? element.initial_option?.value ?? element.initial_value ?? null;
    const select = !('type' in element) || !String(element.type).startsWith('plain_text');
    const value: FieldValue = select ? { selected_option: text === null ? null : { value: text } } : { value: text };
    values[id] = { [element.action_id]: value };
  }
  return { private_metadata, state: { values } };
}

describe('the request form', () => {
  const build = (prefill = {}, search = false) =>
    requestForm.build({ channel, levels: ['analyst', 'editor'], defaultLevel: 'analyst', durations, prefill, search });

  it('reads back what it was filled with', () => {
    const prefill = {
      asset: { kind: 'adaccount', id: '123' } as const,
      ticket: '456',
      level: 'editor',
      duration: 90 * MINUTE,
      because: 'ads stopped',
    };

    for (const search of [false, true]) {
      const view = build(prefill, search);
      expectValid(view, 'modal');
      expect(requestForm.parse(submit(view))).toEqual({ ok: true, values: { channel, ...prefill } });
    }
  });

  it.each([
    ['123', { kind: 'page', id: '123' }],
    ['act_123', { kind: 'adaccount', id: '123' }],
    ['https://business.facebook.com/settings/ad-accounts/7?business_id=1', { kind: 'adaccount', id: '7' }],
  ])('takes %s as number or address', (text, asset) => {
    const filled = requestForm.parse(submit(build(), { asset_id: text, ticket: '#abc-1' }));

    expect(filled).toMatchObject({
      ok: true,
      values: { asset, ticket: 'ABC-1', level: 'analyst', duration: 60 * MINUTE },
    });
  });

  it('says under which field something is wrong, all at once', () => {
    const filled = requestForm.parse(
      submit(build(), { asset_id: '0123', ticket: 'soon', duration: '1,5h', because: 'password: hunter2' }),
    );

    expect(filled).toMatchObject({ ok: false });
    expect(Object.keys(filled.ok ? {} : filled.errors).sort()).toEqual(['asset_id', 'because', 'duration', 'ticket']);
  });

  it('asks for an asset when none was chosen in the search', () => {
    const filled = requestForm.parse(submit(build({}, true), { ticket: '4' }));

    expect(filled).toEqual({ ok: false, errors: { asset: 'Choose a Page or ad account.' } });
  });

  it('bears many levels and long words', () => {
    const levels = Array.from({ length: 150 }, (_, i) => `level-${i}`);
    const prefill = {
      because: 'a'.repeat(2000),
      ticket: 'A'.repeat(50),
      asset: { kind: 'page', id: '9'.repeat(30) } as const,
    };

    expectValid(requestForm.build({ channel, levels, durations, prefill }), 'modal');
    expectValid(requestForm.build({ channel, levels: [], durations }), 'modal');
  });
});

describe('the search for assets', () => {
  const assets: AssetInfo[] = [
    { asset: { kind: 'page', id: '123' }, name: 'Acme Shoes', ownership: 'client', permitted: [] },
    { asset: { kind: 'adaccount', id: '123' }, name: 'Acme Shoes Ads', ownership: 'client', permitted: [] },
    { asset: { kind: 'page', id: '1003' }, name: 'Café Lumière', ownership: 'client', permitted: [] },
  ];
  const found = (typed: string) => assetOptions(typed, assets).options.map(({ value }) => value);

  it('finds by name, number and address, and takes a number that is not known', () => {
    expect(found('acme')).toEqual(['page:123', 'adaccount:123']);
    expect(found('lumi')).toEqual(['page:1003']);
    expect(found('123')).toEqual(['page:123', 'adaccount:123']);
    expect(found('act_123')).toContain('adaccount:123');
    expect(found('https://business.facebook.com/settings/pages/1003?business_id=1')).toEqual(['page:1003']);
    expect(found('77')).toEqual(['page:77', 'adaccount:77']);
    expect(found('nothing like it')).toEqual([]);
  });

  it('offers no more than Slack takes', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({
      asset: { kind: 'page', id: String(i + 1) } as const,
      name: '&'.repeat(200),
      ownership: 'owned' as const,
      permitted: null,
    }));

    const { options } = assetOptions('', many);

    expect(options.length).toBeLessThanOrEqual(100);
    expect(options.every(({ text }) => text.text.length <= 75)).toBe(true);
  });
});

describe('the forms about a grant', () => {
  const { pending, active } = grants();

  it('read back the reason, with the grant and the channel', () => {
    for (const form of [denyForm, revokeForm]) {
      const view = form.build({ grant: pending, channel });
      expectValid(view, 'modal');
      expect(form.parse(submit(view, { because: 'wrong customer' }))).toEqual({
        ok: true,
        values: { id: 'EU-12', channel, because: 'wrong customer' },
      });
      expect(form.parse(submit(view))).toEqual({ ok: true, values: { id: 'EU-12', channel } });
      expect(form.parse(submit(view, { because: 'pw: hunter2' }))).toMatchObject({ ok: false });
    }
  });

  it('read back changed terms, which begin as they were asked', () => {
    const view = changeForm.build({ grant: pending, channel, levels: ['analyst', 'editor'] });

    expectValid(view, 'modal');
    expect(changeForm.parse(submit(view))).toEqual({
      ok: true,
      values: { id: 'EU-12', channel, level: 'analyst', duration: 90 * MINUTE, aware: true },
    });
    expect(words(view)).not.toContain('spam');
    const asks = changeForm.build({ grant: { ...pending, ownership: 'none' }, channel, levels: [] });
    expect(words(asks)).toMatch(/asks the customer.*reported as spam can lock/);
    expect(changeForm.parse(submit(view, { level: 'editor', duration: '30m' }))).toMatchObject({
      values: { level: 'editor', duration: 30 * MINUTE },
    });
    expect(changeForm.parse(submit(view, { duration: 'long' }))).toMatchObject({ ok: false });
  });

  it('read back how much longer', () => {
    const view = extendForm.build({ grant: active, channel, suggested: 30 * MINUTE });

    expectValid(view, 'modal');
    expect(extendForm.parse(submit(view))).toEqual({
      ok: true,
      values: { id: 'EU-12', channel, duration: 30 * MINUTE },
    });
    expect(extendForm.parse(submit(view, { duration: '30' }))).toMatchObject({ ok: false });
  });

  it('bear hostile and long words', () => {
    const hostile = grants({ assetName: HOSTILE, ticket: HOSTILE, level: HOSTILE }).pending;
    const long = grants(LONGEST).pending;

    expectHarmless(denyForm.build({ grant: hostile, channel }));
    expectHarmless(changeForm.build({ grant: hostile, channel, levels: [] }));
    expectValid(changeForm.build({ grant: long, channel, levels: ['analyst'] }), 'modal');
  });
});
