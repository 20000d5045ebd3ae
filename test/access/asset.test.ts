import { expect, test } from 'vitest';
import { assetKey, parseAssetKey } from '../../src/access/asset.ts';

test.each([
  { asset: { kind: 'page', id: '123' } as const, key: 'page:123' },
  { asset: { kind: 'adaccount', id: '900719925474099312345' } as const, key: 'adaccount:900719925474099312345' },
  { asset: { kind: 'group', id: '7' } as const, key: 'group:7' },
])('$key is read back as it was written', ({ asset, key }) => {
  expect(assetKey(asset)).toBe(key);
  expect(parseAssetKey(key)).toEqual(asset);
});

test.each(['', 'page', 'page:', 'page:0123', 'page:12a', 'pages:123', `page:${'1'.repeat(31)}`, 'page:-1'])(
  '%s is no asset',
  (key) => {
    expect(parseAssetKey(key)).toBeNull();
  },
);
