import type { VaultKey } from '../access/vault-key.ts';
import { sealerOf } from './seal.ts';

/** What opening came to; `id` is the key that it was sealed with. */
export type Opened = { kind: 'open'; text: string; id: string } | { kind: 'no-key'; id: string } | { kind: 'damaged' };

/** Secrets of one business that have to outlive the process. */
export type Vault = {
  /** The ids of the keys, the one that seals first; without any nothing can be sealed. */
  ids: readonly string[];
  seal(purpose: string, text: string): string;
  open(purpose: string, sealed: string): Opened;
};

const VERSION = 'v1';
const FORM = /^v1\.([\w-]{1,32})\.([\w-]+)$/;

/**
 * Seals with the first of HALLPASS_KEY's keys and opens with any: `v1.<key id>.<base64url of nonce, text, tag>`, AES-256-GCM. What is sealed is bound
 * to the key's id, the business and the purpose, so that it opens nowhere else.
 */
export function createVault(keys: readonly VaultKey[], business: string): Vault {
  const sealer = ({ id, bytes }: VaultKey, purpose: string) =>
    sealerOf(bytes, JSON.stringify([VERSION, id, business, purpose]));

  return {
    ids: keys.map(({ id }) => id),
    seal(purpose, text) {
      const [first] = keys;
      if (!first) throw new Error('Without HALLPASS_KEY nothing can be sealed.');
      return `${VERSION}.${first.id}.${sealer(first, purpose).seal(text)}`;
    },
    open(purpose, sealed) {
      const [, id, body] = FORM.exec(sealed) ?? [];
      if (id === undefined || body === undefined) return { kind: 'damaged' };
      const key = keys.find((one) => one.id === id);
      if (!key) return { kind: 'no-key', id };
      const text = sealer(key, purpose).open(body);
      return text === null ? { kind: 'damaged' } : { kind: 'open', text, id };
    },
  };
}
