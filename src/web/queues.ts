import type { ServerResponse } from 'node:http';
import type { Queue } from 'bullmq';
import type { Log } from '../access/log.ts';
import { bringsKey } from './key.ts';
import { pathOf, type Route } from './route.ts';

export const QUEUES = '/queues';

/** A queue of a business, as the page shows it. */
export type Shown = { business: string; queue: Queue };

/** Nothing from outside is asked for or runs, and nobody frames it; the page's own styles are written into it. */
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; form-action 'none'; base-uri 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * The queues in a browser, to be looked at and nothing else, for who has the key. What draws it (bull-board) is loaded when it is first
 * asked for with the key.
 */
export function queuesRoute(key: string, shown: readonly Shown[], log: Log): Route {
  let board: ReturnType<typeof openBoard> | null = null;
  const openBoard = async () => (await import('./board.ts')).createBoard(QUEUES, shown);

  const end = (res: ServerResponse, status: number, headers: Record<string, string> = {}) =>
    void res.writeHead(status, { ...HEADERS, ...headers }).end();

  return {
    path: QUEUES,
    under: true,
    async handler(req, res) {
      if (!bringsKey(req.headers.authorization, key)) {
        if (req.headers.authorization) log.warn({ path: QUEUES }, 'a wrong key was tried');
        return end(res, 401, { 'www-authenticate': 'Basic realm="hallpass queues", charset="UTF-8"' });
      }
      if (req.method !== 'GET' && req.method !== 'HEAD') return end(res, 405, { allow: 'GET, HEAD' });
      try {
        board ??= openBoard();
        const { status, type, body } = await (await board)(pathOf(req).slice(QUEUES.length) || '/', query(req.url));
        res.writeHead(status, { ...HEADERS, 'content-type': type }).end(req.method === 'HEAD' ? undefined : body);
      } catch (error) {
        log.warn({ path: QUEUES, err: error }, 'the queues could not be shown');
        end(res, 503);
      }
    },
  };
}

const query = (url = '/'): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : ''));
