import { createServer, type Server } from 'node:http';
import { type Route, routeOf } from './route.ts';

/** A server for the health routes alone: for a worker, and beside Socket Mode. */
export async function serveRoutes(routes: readonly Route[], port: number): Promise<Server> {
  const server = createServer((req, res) => {
    const route = routeOf(routes, req);
    if (!route) return void res.writeHead(404).end();
    route.handler(req, res);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, resolve);
  });
  return server;
}
