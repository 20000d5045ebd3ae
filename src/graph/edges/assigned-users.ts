import type { AssetRef } from '../../access/asset.ts';
import type { PrincipalId } from '../../access/grant.ts';
import { MetaError } from '../../access/ports/meta.ts';
import type { Task } from '../../access/tasks.ts';
import type { Priority } from '../client.ts';
import { request } from '../contract.ts';
import { nodeOf } from '../node-path.ts';
import { type Door, doorFor } from '../page-token.ts';
import { Acknowledged, AssignedUser } from '../schemas.ts';
import { AdAccountTask, PageTask } from '../task-names.ts';
import { listRows } from './list-rows.ts';

/** Everybody on the asset by direct assignment in this business, or up to `only`. */
export function listAssigned(
  graph: Door,
  business: string,
  asset: AssetRef,
  { only, lane }: { only?: PrincipalId; lane?: Priority | undefined } = {},
): Promise<AssignedUser[]> {
  const { of, id } = nodeOf(asset);
  const list = { edge: of.assigned, id, params: { business }, row: AssignedUser, priority: lane };
  return listRows(doorFor(graph, asset), list, (row) => row.id === only);
}

/** What may be assigned on the asset, read off whoever is assigned; null when nobody is or Meta doesn't tell. */
export async function ceilingOf(graph: Door, business: string, asset: AssetRef): Promise<Task[] | null> {
  const { of, id } = nodeOf(asset);
  const list = { edge: of.ceilings, id, params: { business }, row: AssignedUser };
  const rows = await listRows(doorFor(graph, asset), list, (row) => Boolean(row.permitted_tasks));
  return rows.find((row) => row.permitted_tasks)?.permitted_tasks ?? null;
}

type Names = typeof PageTask | typeof AdAccountTask;

const namesOf = ({ kind }: AssetRef): Names => (kind === 'page' ? PageTask : AdAccountTask);
const isKnown = (names: Names, task: Task): boolean => names.safeParse(task).success;

/** The spelling that Meta takes: some tasks exist only in the New Pages Experience form. */
export function spelledAs(names: Names, task: Task): Task {
  const twin = `PROFILE_PLUS_${task}`;
  return !isKnown(names, task) && isKnown(names, twin) ? twin : task;
}

/** Asks Meta to make these the person's tasks on the asset. */
export async function assign(
  graph: Door,
  business: string,
  pair: { asset: AssetRef; user: PrincipalId; tasks: Task[]; lane?: Priority | undefined },
): Promise<void> {
  const { of, id } = nodeOf(pair.asset);
  const door = doorFor(graph, pair.asset);
  // However often it is sent, with a Page's token or without what Meta refuses, nothing of it arrives after one call's time.
  const since = performance.now();
  const post = (tasks: Task[]) =>
    door.call({
      ...request(of.assign, id, { user: pair.user, tasks, business }),
      answer: Acknowledged,
      priority: pair.lane ?? 'grant',
      since,
    });

  const names = namesOf(pair.asset);
  const all = [...new Set(pair.tasks.map((task) => spelledAs(names, task)))];
  const known = all.filter((task) => isKnown(names, task));
  try {
    await post(all);
  } catch (error) {
    // A task read from Meta may be one that Meta refuses to take back; the others must not fail with it.
    const refused = error instanceof MetaError && error.kind === 'invalid' && !error.ambiguous;
    if (!refused || known.length === 0 || known.length === all.length) throw error;
    await post(known);
  }
}

/** Asks Meta to take the person off the asset. */
export async function unassign(
  graph: Door,
  business: string,
  pair: { asset: AssetRef; user: PrincipalId },
): Promise<void> {
  const { of, id } = nodeOf(pair.asset);
  const call = request(of.unassign, id, { user: pair.user, business });
  await doorFor(graph, pair.asset).call({ ...call, answer: Acknowledged, priority: 'removal' });
}
