import { createCipheriv, createDecipheriv, hkdfSync, randomFillSync } from 'node:crypto';

const NONCE = 12;

/** Keeps text unreadable at Redis: AES-256-GCM with a key derived from a secret, bound to the business that it is for. */
export function sealer(secret: string, business: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, 'hallpass', 'inbox', 32));
  const bound = Buffer.from(business);
  const nonces = nonceSource();

  return {
    seal(text: string): string {
      const nonce = nonces();
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `1.${sealed.toString('base64url')}`;
    },

    /** null when it was sealed with another secret, for another business, or was changed. */
    open(sealed: string): string | null {
      const bytes = Buffer.from(sealed.slice(2), 'base64url');
      if (!sealed.startsWith('1.') || bytes.length < 28) return null;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
        decipher.setAAD(bound).setAuthTag(bytes.subarray(-16));
        return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },
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
