import type { IncomingMessage } from 'node:http';

const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a request was addressed to this machine by name, so that no foreign domain can point here (DNS rebinding). */
export function isLocalHost(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  return LOCAL_NAMES.has(host.replace(/:\d+$/, ''));
}

/** Whether a request comes from this very page, or from no page at all; browsers always say where a POST comes from. */
export function isSameOrigin(request: IncomingMessage): boolean {
  if (!isLocalHost(request)) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin, host } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}
