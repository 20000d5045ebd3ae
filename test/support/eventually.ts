import { setTimeout as sleep } from 'node:timers/promises';

/** Tries again until it does not throw; after `within` ms the last failure is thrown. */
export async function eventually<T>(look: () => T | Promise<T>, within = 8_000): Promise<T> {
  const until = performance.now() + within;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(20);
    }
  }
}
