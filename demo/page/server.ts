import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { Act, performAct } from './acts.ts';
import type { PageDeps } from './deps.ts';
import { createFeed } from './feed.ts';
import { sendFile } from './files.ts';
import { createMetaOrders, MetaOrder } from './meta-orders.ts';
import { createMetaReader } from './meta-state.ts';
import { isLocalHost, isSameOrigin } from './origin.ts';
import { readJson } from './request-body.ts';

export type { PageBusiness, PageDeps } from './deps.ts';

/** A jump to a deadline lands just behind it, so that whatever asks "is it due?" hears yes. */
const PAST_DEADLINE_MS = 1_000;
const Jump = z.object({
  advance: z.union([
    z
      .number()
      .int()
      .min(1)
      .max(31 * 86_400_000),
    z.literal('next'),
  ]),
});

/** The demo's page: a small Slack, what the emulated Meta says beside it, and a clock that can be moved. */
export function createPageServer(deps: PageDeps): { start(port?: number): Promise<string>; stop(): Promise<void> } {
  const { workspace, graph, clock } = deps;
  const orders = createMetaOrders(deps);
  const readMeta = createMetaReader(deps, orders);
  const time = async () => ({ now: clock.now(), next: await deps.nextDeadline() });
  const state = async () => ({ slack: workspace.snapshot(), meta: readMeta(), clock: await time() });
  const feed = createFeed({ state, clock: time });

  const posts: Record<string, (body: unknown) => Promise<unknown>> = {
    '/api/act': (body) => performAct(workspace, Act.parse(body)),
    '/api/clock': (body) => jump(Jump.parse(body).advance),
    '/api/meta': async (body) => {
      orders.apply(MetaOrder.parse(body));
      feed.changed();
      return { ok: true };
    },
  };

  async function jump(by: number | 'next'): Promise<unknown> {
    const next = by === 'next' ? await deps.nextDeadline() : null;
    if (by === 'next' && next === null) return { ok: false, error: 'no deadline is set' };
    clock.advance(by === 'next' ? Math.max(0, (next ?? 0) - clock.now()) + PAST_DEADLINE_MS : by);
    feed.changed();
    return { ok: true, ...(await time()) };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    if (!isLocalHost(request)) return reply(response, 403, { ok: false, error: 'foreign host' });
    if (request.method === 'GET' && path === '/api/events') return feed.open(response);
    if (request.method === 'GET' && path === '/api/state') return reply(response, 200, await state());
    if (request.method === 'GET' && (await sendFile(response, path))) return;
    const post = request.method === 'POST' ? posts[path] : undefined;
    if (!post) return reply(response, 404, { ok: false, error: 'not found' });
    if (!isSameOrigin(request)) return reply(response, 403, { ok: false, error: 'foreign origin' });
    reply(response, 200, await post(await readJson(request)));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.end();
      reply(response, 400, { ok: false, error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
    });
  });
  const leave: (() => void)[] = [];

  return {
    async start(port = 0) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      leave.push(workspace.onChange(feed.changed), graph.onChange(feed.changed));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    async stop() {
      for (const done of leave.splice(0)) done();
      feed.stop();
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
