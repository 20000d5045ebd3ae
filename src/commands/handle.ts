import type { Desk } from '../access/desk.ts';
import type { Inbox } from '../access/ports/inbox.ts';
import { Moved } from '../access/steady.ts';
import { type Loop, startLoop } from '../loop.ts';
import { under } from '../trail.ts';
import { handleOne } from './handle-one.ts';
import type { Scene } from './scene.ts';

const AT_ONCE = 32;
const WAIT = 1_000;
/** How often the inbox hears what is still being handled; ms. */
const KEEP = 1_000;

/**
 * Handles what people did, from the inbox of one business: each item runs one verb and is answered privately. Items are handled
 * side by side, since one person's slow answer from Meta must not hold up the others; an item that a crash cut off comes again,
 * and finds done what was done.
 */
export function startHandling(deps: Scene & { desk: Desk; inbox: Inbox }): Loop {
  const running = new Map<string, Promise<void>>();
  const loop = startLoop('inbox', deps.log, async () => {
    const free = AT_ONCE - running.size;
    if (free === 0) {
      await Promise.race(running.values());
      return 0;
    }
    for (const entry of await deps.inbox.read(WAIT, free)) {
      const { id, item } = entry;
      // What takes long is handed out again, to us too.
      if (running.has(id)) continue;
      const work = under({ request: item.request ?? id }, () =>
        handleSafely(deps, entry)
          .then(() => deps.inbox.done([id]))
          .catch((error: unknown) => deps.log.error({ kind: item.kind, err: error }, 'interaction comes again'))
          .finally(() => running.delete(id)),
      );
      running.set(id, work);
    }
    return 0;
  });
  const keeping = setInterval(() => {
    // Redis is away: the next time may still be early enough, else the item is handled twice.
    deps.inbox.keep([...running.keys()]).catch(() => {});
  }, KEEP);
  return {
    async stop() {
      await loop.stop();
      await Promise.allSettled(running.values());
      clearInterval(keeping);
    },
  };
}

/** Where one Redis gave way to another meanwhile, what was done may be forgotten: it comes again, and finds done what was done. */
async function handleSafely(deps: Scene & { desk: Desk }, entry: Parameters<typeof handleOne>[1]): Promise<void> {
  const unbroken = deps.desk.ledger.unbroken();
  await handleOne(deps, entry);
  if (!unbroken()) throw new Moved();
}
