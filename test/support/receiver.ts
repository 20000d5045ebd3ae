import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer };
type Answer = { status: number; headers?: Record<string, string>; text?: string } | 'cut';

/** A server that keeps what it takes; `answer` says what becomes of a request: a cut one was carried out, and its answer is lost. */
export async function receiver(answer: (request: Received, nth: number) => Answer) {
  const taken: Received[] = [];
  const all: Received[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => void chunks.push(chunk));
    req.on('end', () => {
      const request = {
        method: req.method ?? '',
        path: req.url ?? '',
        headers: req.headers,
        body: Buffer.concat(chunks),
      };
      all.push(request);
      const given = answer(request, all.length);
      if (given === 'cut' || given.status < 300) taken.push(request);
      if (given === 'cut') req.socket.destroy();
      else res.writeHead(given.status, given.headers).end(given.text);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => new Promise<void>((done) => void server.close(() => done())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken, all };
}
