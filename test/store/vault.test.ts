import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { VaultKey } from '../../src/access/vault-key.ts';
import { createVault } from '../../src/store/vault.ts';

const key = (id: string): VaultKey => ({ id, bytes: randomBytes(32) });
const [a, b] = [key('2026a'), key('2026b')];

it('gives back what was sealed, and shows nothing of it', () => {
  const vault = createVault([a], '1');
  fc.assert(
    fc.property(fc.string({ minLength: 8, unit: 'grapheme' }), (text) => {
      const sealed = vault.seal('token', text);

      expect(vault.open('token', sealed)).toEqual({ kind: 'open', text, id: '2026a' });
      expect(sealed).toMatch(/^v1\.2026a\.[\w-]+$/);
      expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').includes(text)).toBe(false);
    }),
  );
});

it('opens for no other business, no other purpose and under no other key or name of a key', () => {
  const sealed = createVault([a], '1').seal('token', 'EAASECRET');
  const renamed = sealed.replace('2026a', 'other');

  const opened = [
    createVault([a], '2').open('token', sealed),
    createVault([a], '1').open('login', sealed),
    createVault([{ ...b, id: a.id }], '1').open('token', sealed),
    createVault([{ ...a, id: 'other' }], '1').open('token', renamed),
  ];

  expect(opened).toEqual(Array(4).fill({ kind: 'damaged' }));
});

it('opens nothing of which one bit was changed, nor what is no sealed text at all', () => {
  const vault = createVault([a], '1');
  const [version, id, body = ''] = vault.seal('token', 'EAASECRET').split('.');
  const bytes = Buffer.from(body, 'base64url');

  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(vault.open('token', `${version}.${id}.${changed.toString('base64url')}`)).toEqual({ kind: 'damaged' });
  }
  for (const text of ['', 'v1', 'v1.2026a.', 'v1.2026a.AAAA', 'v2.2026a.AAAA', 'EAAPLAIN', `v1.2026a.${body}=`]) {
    expect(vault.open('token', text)).toEqual({ kind: 'damaged' });
  }
});

it('seals with the first key, opens with all, and says which one sealed', () => {
  const before = createVault([a], '1').seal('token', 'EAASECRET');
  const rotated = createVault([b, a], '1');

  expect(rotated.open('token', before)).toEqual({ kind: 'open', text: 'EAASECRET', id: '2026a' });
  expect(rotated.seal('token', 'EAASECRET')).toMatch(/^v1\.2026b\./);
  expect(createVault([b], '1').open('token', before)).toEqual({ kind: 'no-key', id: '2026a' });
});
