import { createHmac } from 'node:crypto';

export type Params = Record<string, unknown>;

/** Meta reads lists, maps and booleans in forms and queries as JSON text, and everything else as it is. */
export function encode(params: Params): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return form;
}

/** Proves to Meta that the caller knows the app secret, so that a stolen token alone is worth nothing. */
export const proofOf = (token: string, appSecret: string): string =>
  createHmac('sha256', appSecret).update(token).digest('hex');
