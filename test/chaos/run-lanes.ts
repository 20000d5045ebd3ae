import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Task } from './lane.ts';
import type { Result } from './results.ts';

type Run = {
  seeds: readonly number[];
  /** How many play at a time. */
  jobs: number;
  /** How many seeds are played in one town. */
  each: number;
  task: Omit<Task, 'seed'>;
  /** Asked before each seed. */
  enough(): boolean;
  tell(result: Result): void;
};

const LANE = fileURLToPath(new URL('./lane.ts', import.meta.url));
/** A seed that takes longer by so much hangs; ms on top of its span. */
const TOO_LONG = 240_000;

/** Plays the seeds in processes of their own: what happens to one of them is no end of the run. */
export async function runLanes({ seeds, jobs, each, task, enough, tell }: Run): Promise<void> {
  const waiting = [...seeds];
  const next = () => (enough() ? undefined : waiting.shift());
  async function lane(): Promise<void> {
    while (waiting.length > 0 && !enough()) await playApart(task, each, next, tell);
  }
  await Promise.all(Array.from({ length: jobs }, lane));
}

async function playApart(task: Run['task'], each: number, next: () => number | undefined, tell: Run['tell']) {
  // A group of its own, so that its bots and Redis end with it.
  const child = fork(LANE, { detached: true });
  const end = () => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {}
  };
  process.once('exit', end);
  const hangs = setTimeout(end, TOO_LONG + task.size.span * 2);
  const ended = once(child, 'exit').then(([code, signal]) => `what played it ended with ${signal ?? code}`);
  for (let played = 0; played < each; played += 1) {
    const seed = next();
    if (seed === undefined) break;
    hangs.refresh();
    child.send({ ...task, seed });
    const result = await Promise.race([once(child, 'message'), ended]);
    if (typeof result === 'string') {
      tell({ seed, unplayable: result });
      break;
    }
    tell(result[0] as Result);
  }
  if (child.connected) child.disconnect();
  await ended;
  clearTimeout(hangs);
  process.off('exit', end);
  end();
}
