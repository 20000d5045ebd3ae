import type { ServerResponse } from 'node:http';

/** Changes this close together become one event, in milliseconds. */
const DEBOUNCE_MS = 50;
/** How often the clock is told, in milliseconds; it moves by itself. */
const TICK_MS = 1_000;

type Deps = {
  state(): Promise<unknown>;
  clock(): Promise<unknown>;
};

/** Tells every open page of each change, over server-sent events; costs nothing while nobody looks. */
export function createFeed({ state, clock }: Deps) {
  const readers = new Set<ServerResponse>();
  let pending: NodeJS.Timeout | undefined;
  let ticking: NodeJS.Timeout | undefined;

  async function send(name: 'state' | 'clock', read: () => Promise<unknown>): Promise<void> {
    if (readers.size === 0) return;
    const event = `event: ${name}\ndata: ${JSON.stringify(await read())}\n\n`;
    for (const reader of readers) reader.write(event);
  }

  /** A read that fails (the bot's store is restarting, say) must not end the page: the next change tries again. */
  const quietly = (sending: Promise<void>) => void sending.catch(() => {});

  function changed(): void {
    pending ??= setTimeout(() => {
      pending = undefined;
      quietly(send('state', state));
    }, DEBOUNCE_MS);
  }

  async function open(response: ServerResponse): Promise<void> {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      connection: 'keep-alive',
    });
    response.write(`retry: 800\nevent: state\ndata: ${JSON.stringify(await state())}\n\n`);
    readers.add(response);
    ticking ??= setInterval(() => quietly(send('clock', clock)), TICK_MS);
    response.on('close', () => leave(response));
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
