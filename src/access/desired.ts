import type { Grant, Kept, LiveGrant } from './grant.ts';
import { beyond, common, covers, inAllNames, normal, plain, type Task, union } from './tasks.ts';

/** What one (asset, principal) should hold, and what of it is not so yet. */
export type Aim = {
  /** The task set to hold: the baseline as far as it is still there, and what live grants give. Empty: no assignment at all. */
  target: Task[];
  /** True when Meta's answer is what it should be. */
  reached: boolean;
  /** Tasks that an ending grant gave and that are still held beyond the target. */
  leftover: Task[];
};

/** What `aim` needs to know of a grant. */
export type Claim = Pick<LiveGrant, 'state' | 'tasks'>;

/** What the grants that are not ending give together. */
export const given = (grants: readonly Claim[]): Task[] =>
  union(...grants.filter((grant) => grant.state !== 'ending').map((grant) => grant.tasks));

/**
 * Compares what is held with what should be held.
 *
 * The baseline is what the person held before Hallpass touched the pair, in Meta's own names. It is kept, never given: a part
 * of it that somebody took away meanwhile stays away. Meta may answer with more tasks than were asked for (it expands some,
 * and may add names that nobody knows), so beyond the target only what ending grants gave counts as left over; with an empty
 * target any task at all does. What is `owed` of the baseline counts as still there although it is not held just now.
 */
export function aim(
  baseline: readonly Task[],
  grants: readonly Claim[],
  held: readonly Task[],
  owed: readonly Task[] = [],
): Aim {
  const keep = common(baseline, [...held, ...owed]);
  const target = inMetasNames(union(keep, given(grants)), [...baseline, ...held]);
  const took = normal(grants.filter((grant) => grant.state === 'ending').flatMap((grant) => grant.tasks));
  const suspects = inAllNames(took);
  const excess = beyond(held, target);
  const leftover = target.length === 0 ? normal(held) : excess.filter((task) => suspects.includes(task));
  return { target, reached: covers(held, target) && leftover.length === 0, leftover };
}

/**
 * Which tasks of a grant that ends are held all the same, and through what; undefined when none of them is. `others` are the
 * live grants of the same person on the same asset, as they stood when `held` was read.
 */
export function keptOf(
  grant: Grant,
  { baseline, others, held }: { baseline: readonly Task[]; others: readonly LiveGrant[]; held: readonly Task[] },
): Kept | undefined {
  const tasks = normal(grant.tasks).filter((task) => covers(held, [task]));
  if (tasks.length === 0) return undefined;
  const gives = (some: readonly Task[]) => tasks.filter((task) => covers(some, [task]));
  const live = others.filter((other) => other.id !== grant.id && other.state !== 'ending');
  const through = live.filter((other) => gives(other.tasks).length > 0).map(({ id }) => id);
  const before = gives(common(baseline, held));
  const known = union(before, gives(given(live)));
  return {
    tasks,
    through: [
      ...through,
      ...(before.length > 0 ? (['before'] as const) : []),
      ...(known.length < tasks.length ? (['outside'] as const) : []),
    ],
  };
}

/** Tasks kept from Meta's answer are sent back under the name that Meta used: the short form may not be one it accepts. */
function inMetasNames(tasks: readonly Task[], seen: readonly Task[]): Task[] {
  const names = new Map(seen.map((task) => [plain(task), task]));
  return tasks.map((task) => names.get(task) ?? task);
}
