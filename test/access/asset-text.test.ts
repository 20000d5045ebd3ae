import { describe, expect, it } from 'vitest';
import { assetInAddress, readId, readKind } from '../../src/access/asset-text.ts';
import { plainLine, visible } from '../../src/access/plain-line.ts';
import { readTicket } from '../../src/access/ticket-text.ts';

describe('an asset in an address', () => {
  it.each([
    ['https://www.facebook.com/123456', 'page', '123456'],
    ['facebook.com/123/', 'page', '123'],
    ['https://www.facebook.com/profile.php?id=61550000000000', 'page', '61550000000000'],
    ['https://www.facebook.com/p/Acme-Shoes-61550000000000/', 'page', '61550000000000'],
    ['https://www.facebook.com/pages/Acme/123', 'page', '123'],
    ['https://business.facebook.com/settings/pages/123?business_id=9', 'page', '123'],
    ['https://business.facebook.com/settings/ad-accounts/77?business_id=9', 'adaccount', '77'],
    ['https://business.facebook.com/settings/business-asset-groups/5?business_id=9', 'group', '5'],
    [
      'https://business.facebook.com/latest/settings/ad_accounts?business_id=9&selected_asset_id=77&selected_asset_type=ad-account',
      'adaccount',
      '77',
    ],
    ['https://business.facebook.com/latest/settings/pages?business_id=9&selected_asset_id=12', 'page', '12'],
    ['https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=77&business_id=9', 'adaccount', '77'],
    ['https://business.facebook.com/latest/home?business_id=9&asset_id=12', 'page', '12'],
  ])('%s', (address, kind, id) => {
    expect(assetInAddress(address)).toEqual({ kind, id });
  });

  it.each([
    'https://www.facebook.com/acmeshoes',
    'https://facebook.com.evil.example/123',
    'https://evil.example/settings/pages/123',
    'https://www.facebook.com/profile.php?id=0123',
    'https://business.facebook.com/settings/people/123?business_id=9',
    'https://[bad',
  ])('%s names none', (address) => {
    expect(assetInAddress(address)).toBeNull();
  });
});

describe('words of people', () => {
  it('are read as a kind of asset in every common form', () => {
    expect(readKind('Ad Accounts')).toEqual({ kind: 'adaccount', plural: true });
    expect(readKind('page')).toEqual({ kind: 'page', plural: false });
    expect(readKind('business asset group')).toEqual({ kind: 'group', plural: false });
    expect(readKind('pager')).toBeNull();
  });

  it('are read as an id of up to 30 digits, and told apart when they are none', () => {
    expect(readId('9'.repeat(30)).ok).toBe(true);
    expect(readId('9'.repeat(31))).toEqual({ ok: false, problem: 'too_long' });
    expect(readId('012')).toEqual({ ok: false, problem: 'leading_zero' });
    expect(readId('12a')).toEqual({ ok: false, problem: 'not_a_number' });
  });

  it('are read as a ticket in one form', () => {
    expect(readTicket('#456')).toBe('456');
    expect(readTicket('abc-12')).toBe('ABC-12');
    expect(readTicket('soon')).toBeNull();
    expect(readTicket('4*5')).toBeNull();
  });

  it('lose what nobody can see, but an emoji stays whole', () => {
    expect(visible('12\u202E3\u200B\u00004')).toBe('1234');
    expect(visible('👩‍💻 ok')).toBe('👩‍💻 ok');
    expect(plainLine(' a\n\n  b\u200D ')).toBe('a b');
  });
});
