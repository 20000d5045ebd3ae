import { MUTANTS } from './mutants.ts';
import type { Size } from './plan.ts';
import { plant } from './plant.ts';
import { isBroken, type Result } from './results.ts';
import { runLanes } from './run-lanes.ts';

type Hunt = { word: string; seeds: readonly number[]; jobs: number; size: Size };

/** Plays seeds with each mutant whose name has the word until one shows what is wrong; answers how many stayed unseen. */
export async function hunt({ word, seeds, jobs, size }: Hunt): Promise<number> {
  const waiting = MUTANTS.filter(({ name }) => word === 'all' || name.includes(word));
  let unseen = 0;
  async function lane(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { main, remove } = plant(next);
      const results: Result[] = [];
      await runLanes({
        ...{ seeds, jobs: 1, each: 1, task: { size, main } },
        enough: () => results.some(isBroken),
        tell: (result) => void results.push(result),
      });
      remove();
      const seen = results.findIndex(isBroken) + 1;
      if (seen === 0) unseen += 1;
      const { violations = [] } = (results[seen - 1] ?? {}) as { violations?: string[] };
      console.log(
        `${next.name}: ${seen > 0 ? `seen in seed ${seen} of them: ${violations.slice(0, 2).join('; ')}` : `UNSEEN in ${results.length}`}`,
      );
    }
  }
  await Promise.all(Array.from({ length: jobs }, lane));
  return unseen;
}
