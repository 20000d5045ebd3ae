import type { Versions } from './fleet.ts';
import { type Plan, plan, type Size } from './plan.ts';
import type { Result } from './results.ts';
import { playStory } from './story.ts';
import { type ChaosTown, chaosTown } from './town.ts';
import { unplayable } from './unplayable.ts';

/** What a process of its own plays next. */
export type Task = { seed: number; size: Size } & Versions;

let town: ChaosTown | null = null;

/** Plays it in the town of the one before, unless that broke something or could not be played. */
async function playNext({ seed, size, ...versions }: Task): Promise<Result> {
  const result = await attempt(plan(seed, size), versions).catch(
    (error: unknown): Result => ({ seed, unplayable: error instanceof Error ? error.message : String(error) }),
  );
  if (result.unplayable !== undefined || result.violations.length > 0) await close();
  return result;
}

async function attempt(story: Plan, versions: Versions): Promise<Result> {
  const began = performance.now();
  town ??= await chaosTown({ bots: story.bots, ...versions });
  const outcome = await playStory(town, story);
  const excuse = unplayable(outcome, town.fleet.crashes);
  return excuse === null ? { ...outcome, took: performance.now() - began } : { seed: story.seed, unplayable: excuse };
}

async function close(): Promise<void> {
  await town?.stop();
  town = null;
}

process.on('message', (task: Task) => void playNext(task).then((result) => process.send?.(result)));
process.on('disconnect', () => void close().finally(() => process.exit()));
