import { describe, expect, it, test } from 'vitest';
import type { Rules } from '../../src/access/policy-rules.ts';
import type { AssetInfo } from '../../src/access/ports/meta.ts';
import { levelsWithin, termsFor } from '../../src/access/terms.ts';
import { defaults } from '../../src/policy-file/defaults.ts';
import { HOUR, MINUTE } from '../support/grants.ts';

const page = (changes: Partial<AssetInfo> = {}): AssetInfo => ({
  asset: { kind: 'page', id: '123' },
  name: 'Acme Shoes',
  ownership: 'client',
  permitted: ['ADVERTISE', 'ANALYZE'],
  ...changes,
});
const owned = page({ ownership: 'owned', permitted: null });
const rules: Rules = defaults;

describe('the levels within a ceiling', () => {
  test.each([
    { story: 'a client that permits ads', info: page(), levels: ['analyst', 'advertiser'] },
    { story: 'a client that permits reading', info: page({ permitted: ['ANALYZE'] }), levels: ['analyst'] },
    { story: 'the New Pages names', info: page({ permitted: ['PROFILE_PLUS_ANALYZE'] }), levels: ['analyst'] },
    { story: 'a client that permits nothing', info: page({ permitted: [] }), levels: [] },
    {
      story: 'a client that permits full control',
      info: page({ permitted: ['PROFILE_PLUS_FULL_CONTROL'] }),
      levels: ['analyst', 'advertiser', 'moderator', 'editor', 'manager'],
    },
    { story: 'an owned Page', info: owned, levels: ['analyst', 'advertiser', 'moderator', 'editor', 'manager'] },
    {
      story: 'an ad account',
      info: page({ asset: { kind: 'adaccount', id: '1' } }),
      levels: ['analyst', 'advertiser'],
    },
  ])('$story', ({ info, levels }) => {
    expect(levelsWithin(rules, info)).toEqual(levels);
  });
});

describe('a project of ad accounts alone', () => {
  const ads = page({
    asset: { kind: 'group', id: '6' },
    ownership: 'owned',
    permitted: null,
    contains: { count: 1, names: ['Ads'], kinds: ['adaccount'] },
  });
  const group = { poster: ['PAGES.CREATE_CONTENT'], analyst: ['PAGES.ANALYZE', 'ACCOUNTS.ANALYZE'] };
  const own: Rules = { ...rules, levels: { ...rules.levels, group } };

  it('is given what there is to give on them, and no more', () => {
    expect(levelsWithin(own, ads)).toEqual(['analyst']);
    expect(termsFor(own, ads, { level: 'analyst' })).toMatchObject({ value: { tasks: ['ACCOUNTS.ANALYZE'] } });
    expect(termsFor(own, ads, { level: 'poster' })).toMatchObject({
      refusal: { code: 'above_ceiling', within: ['analyst'] },
    });
  });
});

describe('the terms', () => {
  it('are the default level and duration when nothing is said', () => {
    const outcome = termsFor(rules, page(), {});

    expect(outcome).toEqual({ ok: true, value: { level: 'analyst', tasks: ['ANALYZE'], duration: HOUR } });
  });

  it('are what was asked for, however the level was typed', () => {
    const outcome = termsFor(rules, page(), { level: 'Advertiser', duration: 8 * HOUR });

    const value = { level: 'advertiser', tasks: ['ADVERTISE', 'ANALYZE'], duration: 8 * HOUR };
    expect(outcome).toEqual({ ok: true, value });
  });

  test.each([
    {
      story: 'asked for, not shared yet',
      info: page({ ownership: 'pending', permitted: [] }),
      refusal: { code: 'asset_pending', asset: { kind: 'page', id: '123' }, name: 'Acme Shoes' },
    },
    {
      story: 'visible, but not shared',
      info: page({ ownership: 'none', permitted: [] }),
      refusal: { code: 'asset_not_shared', asset: { kind: 'page', id: '123' }, name: 'Acme Shoes' },
    },
    {
      story: 'no such level',
      wish: { level: 'root' },
      refusal: { code: 'level_unknown', level: 'root', levels: Object.keys(rules.levels.page) },
    },
    {
      story: 'a level that only JavaScript knows',
      wish: { level: 'constructor' },
      refusal: { code: 'level_unknown', level: 'constructor', levels: Object.keys(rules.levels.page) },
    },
    {
      story: 'shorter than the least',
      wish: { duration: MINUTE - 1 },
      refusal: { code: 'too_short', asked: MINUTE - 1, min: MINUTE },
    },
    {
      story: 'longer than the most',
      wish: { duration: 8 * HOUR + 1 },
      refusal: { code: 'too_long', asked: 8 * HOUR + 1, max: 8 * HOUR },
    },
    {
      story: 'above what the customer permits',
      wish: { level: 'moderator' },
      refusal: {
        code: 'above_ceiling',
        level: 'moderator',
        tasks: ['MODERATE', 'ADVERTISE', 'ANALYZE'],
        ceiling: ['ADVERTISE', 'ANALYZE'],
        ownership: 'client',
        within: ['analyst', 'advertiser'],
      },
    },
  ])('are refused: $story', ({ info = page(), wish = {}, refusal }) => {
    expect(termsFor(rules, info, wish)).toEqual({ ok: false, refusal });
  });

  it('have no ceiling on what the business owns', () => {
    expect(termsFor(rules, owned, { level: 'manager' }).ok).toBe(true);
  });

  it('may be as short and as long as the limits themselves', () => {
    expect(termsFor(rules, page(), { duration: MINUTE }).ok).toBe(true);
    expect(termsFor(rules, page(), { duration: 8 * HOUR }).ok).toBe(true);
  });
});
