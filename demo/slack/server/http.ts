import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Reply, Request } from './exchange.ts';

type Handlers = {
  api(method: string, request: Request): Promise<Reply>;
  responseUrl(id: string, request: Request): Promise<Reply>;
  link(req: IncomingMessage, socket: Duplex, ticket: string): void;
  now(): number;
};

async function readRequest(req: IncomingMessage, url: URL): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return {
    authorization: req.headers.authorization,
    contentType: req.headers['content-type'] ?? '',
    query: url.searchParams,
    body: Buffer.concat(chunks).toString(),
  };
}

function write(req: IncomingMessage, res: ServerResponse, reply: Reply, now: number): void {
  if (reply === 'cut') {
    req.socket.destroy();
    return;
  }
  const type = reply.json === undefined ? 'text/plain' : 'application/json; charset=utf-8';
  res.writeHead(reply.status, { 'content-type': type, date: new Date(now).toUTCString(), ...reply.headers });
  res.end(reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json));
}

/** Slack's own server: `/api/METHOD`, `/response/ID`, and the WebSocket at `/link`. */
export function createHttpServer(handlers: Handlers) {
  async function route(req: IncomingMessage): Promise<Reply> {
    const url = new URL(req.url ?? '/', 'http://slack');
    const [, family, ...rest] = url.pathname.split('/');
    const name = rest.join('/');
    const request = await readRequest(req, url);
    if (family === 'api' && name !== '') return handlers.api(name, request);
    if (family === 'response' && req.method === 'POST') return handlers.responseUrl(name, request);
    return { status: 404, text: 'not found' };
  }

  const server = createServer((req, res) => {
    route(req).then(
      (reply) => write(req, res, reply, handlers.now()),
      // A bug of the emulator's own, shown as Slack shows its own.
      (error: unknown) => write(req, res, { status: 500, text: `internal_error: ${String(error)}` }, handlers.now()),
    );
  });
  server.on('upgrade', (req, socket) => {
    const url = new URL(req.url ?? '/', 'http://slack');
    if (url.pathname === '/link') handlers.link(req, socket, url.searchParams.get('ticket') ?? '');
    else socket.destroy();
  });

  return {
    async listen(port: number): Promise<string> {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}
