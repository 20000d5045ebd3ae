import type { Contents } from './ports/meta.ts';
import { common, SIDES, type Task } from './tasks.ts';

/** What there is to be given on an ad account; everything else is a Page's. */
const ON_ACCOUNTS = new Set<Task>(['AA_ANALYZE', 'ADVERTISE', 'ANALYZE', 'DRAFT', 'MANAGE']);
const ON_ACCOUNTS_ONLY = new Set<Task>(['AA_ANALYZE', 'DRAFT']);

/** Both sides of a group, each with its tasks in Meta's names. */
export type Sides = { pages: readonly Task[]; accounts: readonly Task[] };

/** Both sides as one set, as it is kept and compared. */
export const oneSet = ({ pages, accounts }: Sides): Task[] => [
  ...pages.map((task) => SIDES.pages + task),
  ...accounts.map((task) => SIDES.accounts + task),
];

/** The two sides of such a set, for Meta. */
export function bothSides(tasks: readonly Task[]): { pages: Task[]; accounts: Task[] } {
  const of = (side: string) => tasks.filter((task) => task.startsWith(side)).map((task) => task.slice(side.length));
  return { pages: of(SIDES.pages), accounts: of(SIDES.accounts) };
}

/** Of a level's tasks those for which there is something in the group: nothing is given on what may come into it. */
export const onWhatIsIn = (tasks: readonly Task[], { kinds }: Pick<Contents, 'kinds'>): Task[] =>
  tasks.filter((task) => !kinds || kinds.includes(task.startsWith(SIDES.pages) ? 'page' : 'adaccount'));

/** A level of a group as it is written in hallpass.yml, one list: each task counts for the side or sides that know it. */
export const asGroupLevel = (tasks: readonly Task[]): Task[] =>
  oneSet({
    pages: tasks.filter((task) => !ON_ACCOUNTS_ONLY.has(task)),
    accounts: tasks.filter((task) => ON_ACCOUNTS.has(task)),
  });

/** Levels of a group where hallpass.yml names none: a Page's level on its Pages, and the ad accounts' level of that name on those. */
export const groupLevels = ({ page, adaccount }: Levels): Record<string, Task[]> =>
  Object.fromEntries(
    Object.entries(page).map(([name, pages]) => {
      return [name, oneSet({ pages, accounts: adaccount[name] ?? pages.filter((task) => ON_ACCOUNTS.has(task)) })];
    }),
  );
type Levels = { page: Record<string, Task[]>; adaccount: Record<string, Task[]> };

/** The lowest ceiling among the assets of one side; null when none of them has any. */
export function lowest(ceilings: readonly (readonly Task[] | null)[]): Task[] | null {
  const set = ceilings.filter((ceiling) => ceiling !== null);
  return set.length === 0 ? null : set.reduce<Task[]>((least, one) => common(least, one), [...(set[0] ?? [])]);
}

/** How far a group may be given: on each side no further than the lowest ceiling of a customer's asset in it; null without any. */
export function groupCeiling(pages: Task[] | null, accounts: Task[] | null): Task[] | null {
  if (!pages && !accounts) return null;
  return oneSet({ pages: pages ?? ['MANAGE'], accounts: accounts ?? ['MANAGE'] });
}
