import type { ServerResponse } from 'node:http';

/** Changes this close together become one event, in milliseconds. */
const DEBOUNCE_MS = 50;
/** How often the clock is told, in milliseconds; it moves by itself. */
const TICK_MS = 1_000;

type Deps = { state(): Promise<unknown>; clock(): Promise<unknown> };
type Name = 'state' | 'clock';

/** Tells every open page of each change, over server-sent events; costs nothing while nobody looks. */
export function createFeed(read: Deps) {
  const readers = new Set<ServerResponse>();
  let pending: NodeJS.Timeout | undefined;
  let ticking: NodeJS.Timeout | undefined;
  let line: Promise<void> = Promise.resolve();

  /** One after the other, so that an older state never arrives after a newer one. */
  function tell(name: Name, to: () => Iterable<ServerResponse>): void {
    line = line
      .then(() => write(name, to))
      .catch(() => {
        // The bot's store may be restarting; the next change or tick tells again.
      });
  }

  async function write(name: Name, to: () => Iterable<ServerResponse>): Promise<void> {
    if (readers.size === 0) return;
    const event = `event: ${name}\ndata: ${JSON.stringify(await read[name]())}\n\n`;
    for (const reader of to()) reader.write(event);
  }

  function changed(): void {
    pending ??= setTimeout(() => {
      pending = undefined;
      tell('state', () => readers);
    }, DEBOUNCE_MS);
  }

  function open(response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      connection: 'keep-alive',
    });
    response.write('retry: 800\n\n');
    readers.add(response);
    response.on('close', () => leave(response));
    ticking ??= setInterval(() => tell('clock', () => readers), TICK_MS);
    tell('state', () => [response]);
  }

  function leave(response: ServerResponse): void {
    readers.delete(response);
    if (readers.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  }

  function stop(): void {
    clearTimeout(pending);
    for (const reader of [...readers]) {
      reader.end();
      leave(reader);
    }
  }

  return { changed, open, stop };
}
