/** Something that ends what it has under way. */
export type Stoppable = { stop(): Promise<unknown> };

/** Waits for `work`, but no longer than `ms`; answers whether it was done in time. Never rejects. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = work.then(
    () => true,
    () => true,
  );
  const result = await Promise.race([done, late]);
  clearTimeout(timer);
  return result;
}

/**
 * Stops in stages: no new work is taken, then what runs may finish, then connections close. Each stage has a deadline, since a
 * worker can't end while Redis is away; what did not finish is taken up again by the next start.
 */
export async function shutdown(stages: readonly (readonly Stoppable[])[], deadline: number): Promise<boolean> {
  let clean = true;
  for (const stage of stages) {
    clean = (await within(deadline, Promise.all(stage.map((one) => one.stop())))) && clean;
  }
  return clean;
}
