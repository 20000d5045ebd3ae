import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether a request brings this key: as the password of Basic, whoever the user is, or as a Bearer token. How long it takes tells nothing of the key. */
export function bringsKey(authorization: string | undefined, key: string): boolean {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ', 2);
  const given = scheme.toLowerCase() === 'basic' ? passwordOf(value) : scheme.toLowerCase() === 'bearer' ? value : '';
  return timingSafeEqual(digest(given), digest(key));
}

function passwordOf(encoded: string): string {
  const pair = Buffer.from(encoded, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}
