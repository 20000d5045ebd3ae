import { setTimeout as sleep } from 'node:timers/promises';
import type { Ms } from './access/grant.ts';
import type { Log } from './access/log.ts';

/** A body that runs again and again until it is stopped; a throw is logged, and the next turn comes after a short wait. */
export type Loop = { stop(): Promise<void> };

/** `body` answers how many ms to wait before the next turn. */
export function startLoop(name: string, log: Log, body: () => Promise<Ms>): Loop {
  const stopping = new AbortController();
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});

  const run = async () => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        const wait = await body();
        failures = 0;
        if (wait > 0) await pause(wait);
      } catch (error) {
        failures += 1;
        const message = error instanceof Error ? error.message : String(error);
        if (failures === 1) log.warn({ loop: name, error: message }, 'loop interrupted, it goes on');
        await pause(Math.min(100 * failures, 1_000));
      }
    }
  };
  const finished = run();
  return {
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}
