/** Meta's own word for one permission, such as ANALYZE. */
export type Task = string;

const PROFILE_PLUS = 'PROFILE_PLUS_';
/** Tasks that Meta treats as full control: who holds one of them may do all the rest. */
export const FULL_CONTROL: readonly Task[] = ['MANAGE', 'FULL_CONTROL'];

/** One name for the classic and the New Pages Experience form of a task: Meta may answer with either (no official map exists). */
export const plain = (task: Task): Task => (task.startsWith(PROFILE_PLUS) ? task.slice(PROFILE_PLUS.length) : task);

/** Plain names, each once, sorted: the canonical form of a task set. */
export const normal = (tasks: Iterable<Task>): Task[] => [...new Set([...tasks].map(plain))].sort();

const isFull = (tasks: readonly Task[]): boolean => tasks.some((task) => FULL_CONTROL.includes(plain(task)));

/** True when holding `held` allows everything in `wanted`: a superset after normalising, or full control. */
export function covers(held: readonly Task[], wanted: readonly Task[]): boolean {
  if (isFull(held)) return true;
  const has = new Set(held.map(plain));
  return wanted.every((task) => has.has(plain(task)));
}

/** The union of several task sets, in canonical form. */
export const union = (...sets: readonly (readonly Task[])[]): Task[] => normal(sets.flat());

/** Tasks of `held` that `allowed` does not cover, in canonical form: what is there beyond what should be. */
export function beyond(held: readonly Task[], allowed: readonly Task[]): Task[] {
  return isFull(allowed) ? [] : normal(held).filter((task) => !allowed.map(plain).includes(task));
}

/** Tasks that both sets hold, by their names; full control on one side keeps the other as it is. */
export function common(a: readonly Task[], b: readonly Task[]): Task[] {
  if (isFull(a)) return normal(b);
  if (isFull(b)) return normal(a);
  const names = new Set(normal(a));
  return normal(b).filter((task) => names.has(task));
}
