/** Meta's own word for one permission, such as ANALYZE; on a group with its side before it: `PAGES.ANALYZE`. */
export type Task = string;

const PROFILE_PLUS = 'PROFILE_PLUS_';
/** Tasks that Meta treats as full control: who holds one of them may do all the rest, on the same side of a group. */
export const FULL_CONTROL: readonly Task[] = ['MANAGE', 'FULL_CONTROL'];

/** The two sides of a group, which are given and held apart from each other. */
export const SIDES = { pages: 'PAGES.', accounts: 'ACCOUNTS.' } as const;

/** The side of a group that a task is about; '' for any other asset's. */
export const sideOf = (task: Task): string => Object.values(SIDES).find((side) => task.startsWith(side)) ?? '';

/** One name for the classic and the New Pages Experience form of a task: Meta may answer with either (no official map exists). */
export function plain(task: Task): Task {
  const side = sideOf(task);
  return task.startsWith(PROFILE_PLUS, side.length) ? side + task.slice(side.length + PROFILE_PLUS.length) : task;
}

/** Plain names, each once, sorted: the canonical form of a task set. */
export const normal = (tasks: Iterable<Task>): Task[] => [...new Set([...tasks].map(plain))].sort();

/** The sides on which a set is full control. */
const fullSides = (tasks: readonly Task[]): ReadonlySet<string> => {
  const full = tasks.map(plain).filter((task) => FULL_CONTROL.includes(task.slice(sideOf(task).length)));
  return new Set(full.map(sideOf));
};

/** Whether a set gives full control of anything. */
export const isFull = (tasks: readonly Task[]): boolean => fullSides(tasks).size > 0;

/** The same set with every name for full control where it is full control. */
export const inAllNames = (tasks: readonly Task[]): Task[] =>
  union(
    tasks,
    [...fullSides(tasks)].flatMap((side) => FULL_CONTROL.map((task) => side + task)),
  );

/** True when holding `held` allows everything in `wanted`: a superset after normalising, or full control. */
export const covers = (held: readonly Task[], wanted: readonly Task[]): boolean => beyond(wanted, held).length === 0;

/** The union of several task sets, in canonical form. */
export const union = (...sets: readonly (readonly Task[])[]): Task[] => normal(sets.flat());

/** Tasks of `held` that `allowed` does not cover, in canonical form: what is there beyond what should be. */
export function beyond(held: readonly Task[], allowed: readonly Task[]): Task[] {
  const [full, names] = [fullSides(allowed), new Set(allowed.map(plain))];
  return normal(held).filter((task) => !full.has(sideOf(task)) && !names.has(task));
}

/** Tasks that both sets hold, by their names; full control on one side keeps the other as it is. */
export function common(a: readonly Task[], b: readonly Task[]): Task[] {
  const within = (some: readonly Task[], others: readonly Task[]) => {
    const [full, names] = [fullSides(others), new Set(normal(others))];
    return normal(some).filter((task) => full.has(sideOf(task)) || names.has(task));
  };
  const whole = fullSides(a);
  return union(
    within(b, a),
    within(a, b).filter((task) => !whole.has(sideOf(task))),
  );
}
