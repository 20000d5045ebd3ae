import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Slack that knows the bot and takes no message for an hour, as one does that hears thousands in a second. */
export async function startSlackAway() {
  const server = createServer((request, response) => {
    request.resume();
    const known = request.url?.endsWith('/auth.test');
    response.writeHead(known ? 200 : 429, { 'content-type': 'application/json', 'retry-after': '3600' });
    const bot = { ok: true, bot_id: 'B0HALLPASS', user_id: 'U0HALLPASS', team_id: 'T0NORTHWIND' };
    response.end(JSON.stringify(known ? bot : { ok: false, error: 'ratelimited' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
