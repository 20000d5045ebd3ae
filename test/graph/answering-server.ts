import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };
type Reply = (response: ServerResponse, seen: Seen) => void;

/** A server that answers every call in one way, for what the emulator is too well-behaved to do. */
export async function answering(reply: Reply) {
  const seen: Seen[] = [];
  const server = createServer(async (message, response) => {
    let body = '';
    for await (const chunk of message) body += chunk;
    const call = { method: message.method ?? '', url: message.url ?? '', headers: message.headers, body };
    seen.push(call);
    reply(response, call);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function close() {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
  return { url, seen, close };
}

/** Answers with this text, whatever is asked. */
export const text =
  (body: string, status = 200, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/plain', ...headers });
    response.end(body);
  };

/** Answers with this as JSON. */
export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  text(JSON.stringify(body), status, headers);
