/** Something that ends what it has under way. */
export type Stoppable = { stop(): Promise<unknown> };

/** Waits until all have stopped, or failed to, but no longer than `ms`; answers whether that was in time. */
async function stopped(stage: readonly Stoppable[], ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const all = Promise.allSettled(stage.map(async (one) => one.stop())).then(() => true);
  const inTime = await Promise.race([all, late]);
  clearTimeout(timer);
  return inTime;
}

/**
 * Stops in stages: no new work is taken, then what runs may finish, then connections close. Each stage has a deadline, since a
 * worker can't end while Redis is away; what did not finish is taken up again by the next start. Never rejects.
 */
export async function shutdown(stages: readonly (readonly Stoppable[])[], deadline: number): Promise<boolean> {
  let clean = true;
  for (const stage of stages) {
    clean = (await stopped(stage, deadline)) && clean;
  }
  return clean;
}
