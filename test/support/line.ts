import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP line to a server that a test can cut and mend: its own port, the server behind it goes on. */
export type Line = { url: string; cut(): Promise<void>; mend(): Promise<void> };

/** Lays a line to the server of a `redis://` URL; it is taken up when the test is finished. */
export async function lineTo(target: string): Promise<Line> {
  const { hostname, port, pathname } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let own = 0;

  async function mend(): Promise<void> {
    server = createServer((near) => {
      const far = connect(Number(port), hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket
          .on('error', () => {})
          .on('close', () => {
            sockets.delete(socket);
            near.destroy();
            far.destroy();
          });
      }
      near.pipe(far).pipe(near);
    });
    server.listen(own, '127.0.0.1');
    await once(server, 'listening');
    own = (server.address() as AddressInfo).port;
  }

  async function cut(): Promise<void> {
    const closing = server;
    server = null;
    for (const socket of sockets) socket.destroy();
    if (closing) await new Promise((resolve) => closing.close(resolve));
  }

  await mend();
  onTestFinished(cut);
  return { url: `redis://127.0.0.1:${own}${pathname}`, cut, mend };
}
