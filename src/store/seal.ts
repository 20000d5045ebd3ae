import { createCipheriv, createDecipheriv, hkdfSync, randomFillSync } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/** Keeps text unreadable at Redis. */
export type Sealer = {
  seal(text: string): string;
  /** null when it was sealed with another key, for something else, or was changed. */
  open(sealed: string): string | null;
};

/** AES-256-GCM with a key of 32 bytes, in base64url (nonce, text, tag); what is sealed is bound to `bound` and opens for nothing else. */
export function sealerOf(key: Uint8Array, bound: string): Sealer {
  const aad = Buffer.from(bound);
  const nonces = nonceSource();

  return {
    seal(text) {
      const nonce = nonces();
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return sealed.toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < NONCE + TAG) return null;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
        decipher.setAAD(aad).setAuthTag(bytes.subarray(-TAG));
        return decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },
  };
}

/** For what people did in Slack: a key derived from the signing secret, bound to the business. */
export function inboxSealer(secret: string, business: string): Sealer {
  const { seal, open } = sealerOf(Buffer.from(hkdfSync('sha256', secret, 'hallpass', 'inbox', 32)), business);
  return {
    seal: (text) => `1.${seal(text)}`,
    open: (sealed) => (sealed.startsWith('1.') ? open(sealed.slice(2)) : null),
  };
}

/** Random nonces, drawn from the system many at a time, since each draw costs more than the sealing itself. */
function nonceSource(): () => Buffer {
  const pool = Buffer.allocUnsafe(NONCE * 512);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    next += NONCE;
    return Buffer.from(pool.subarray(next - NONCE, next));
  };
}
