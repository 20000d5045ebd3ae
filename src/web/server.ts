import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

type Route = { path: string; method: string; handler: (req: IncomingMessage, res: ServerResponse) => void };

/** A server for the health routes alone: for a worker, and beside Socket Mode. */
export async function serveRoutes(routes: readonly Route[], port: number): Promise<Server> {
  const server = createServer((req, res) => {
    const path = (req.url ?? '').split('?')[0];
    const route = routes.find((one) => one.path === path && one.method === req.method);
    if (!route) return void res.writeHead(404).end();
    route.handler(req, res);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, resolve);
  });
  return server;
}
