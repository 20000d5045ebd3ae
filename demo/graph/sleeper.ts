/** Real timers that can all be ended at once, so that stopping never waits for a hanging call. */
export function createSleeper(): { sleep(ms: number): Promise<void>; wakeAll(): void } {
  const sleeping = new Map<NodeJS.Timeout, () => void>();

  function wake(timer: NodeJS.Timeout): void {
    const resolve = sleeping.get(timer);
    clearTimeout(timer);
    sleeping.delete(timer);
    resolve?.();
  }

  return {
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => wake(timer), ms);
        sleeping.set(timer, resolve);
      }),
    wakeAll() {
      for (const timer of [...sleeping.keys()]) wake(timer);
    },
  };
}
