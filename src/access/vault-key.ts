/** A key that secrets are sealed with at rest: 32 bytes, and the id by which what it sealed names it. */
export type VaultKey = { id: string; bytes: Uint8Array };

const ID = /^[\w-]{1,32}$/;
const BYTES = 32;
const MAKE = 'make a key with: openssl rand -base64 32';

/**
 * Reads `id:base64[,older-id:base64…]`. What is wrong is told by its place in the list and how to write it, never by what stands there, which
 * may be a key.
 */
export function readVaultKeys(text: string): { ok: true; keys: VaultKey[] } | { ok: false; problem: string } {
  const keys: VaultKey[] = [];
  for (const [index, entry] of text.split(',').entries()) {
    const place = `entry ${index + 1}`;
    const wrong = (what: string) => ({ ok: false as const, problem: `${place} ${what}` });
    const [, id = '', key = ''] = /^([^:]*):(.*)$/.exec(entry.trim()) ?? [];
    if (!ID.test(id))
      return wrong(`has no id; write id:key, such as 2026a:…, with an id of letters and digits, and ${MAKE}`);
    const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(key) ? Buffer.from(key, 'base64') : Buffer.alloc(0);
    if (bytes.length === 0) return wrong(`holds no key in base64; ${MAKE}`);
    if (bytes.length !== BYTES) return wrong(`has a key of ${bytes.length} bytes instead of ${BYTES}; ${MAKE}`);
    const twin = keys.findIndex((one) => one.id === id);
    if (twin >= 0) return wrong(`has the id of entry ${twin + 1}; each key needs an id of its own`);
    keys.push({ id, bytes });
  }
  return { ok: true, keys };
}
