import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Outcome } from './story.ts';

/** A seed of a long run: what it came to, or why this machine could not play it. `took` (ms) is by the wall. */
export type Result = (Outcome & { took: number; unplayable?: undefined }) | { seed: number; unplayable: string };

/** One result a line, so that a run may stop anywhere and be gone on with. */
export function append(file: string, result: Result): void {
  appendFileSync(file, `${JSON.stringify(result)}\n`);
}

/** What the file has, by seed; of a seed that was played again, the last. A line that was cut off in the middle is none. */
export function resultsIn(file: string): Map<number, Result> {
  const results = new Map<number, Result>();
  if (!existsSync(file)) return results;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    try {
      const result = JSON.parse(line) as Result;
      results.set(result.seed, result);
    } catch {}
  }
  return results;
}

export const isBroken = (one: Result): boolean => one.unplayable === undefined && one.violations.length > 0;
