import type { PrincipalId } from '../../access/grant.ts';
import { bothSides, oneSet } from '../../access/group-tasks.ts';
import { type Holder, type Lane, MetaError } from '../../access/ports/meta.ts';
import type { Task } from '../../access/tasks.ts';
import type { Graph } from '../client.ts';
import { edges, request } from '../contract.ts';
import * as words from '../error-words.ts';
import { Acknowledged, type AssignedUser, HeldGroup } from '../schemas.ts';
import { AdAccountTask, PageTask } from '../task-names.ts';
import { groupHolders, sidesOf } from './asset-groups.ts';
import { spelledAs } from './assigned-users.ts';
import { listRows } from './list-rows.ts';

/** What somebody on a group holds there; null when Meta doesn't tell. The group's own list tells who is on it, the person's list what they hold. */
async function tasksOf(graph: Graph, group: string, row: AssignedUser, lane: Lane | undefined): Promise<Task[] | null> {
  const edge = /system/i.test(row.user_type ?? '') ? edges.robotsGroups : edges.personsGroups;
  const rows = await listRows(graph, { edge, id: row.id, row: HeldGroup, priority: lane }, ({ id }) => id === group);
  const held = rows.find(({ id }) => id === group);
  // One list is older than the other.
  if (!held) throw new MetaError('transient', words.listsDiffer);
  const { pages, accounts } = sidesOf(held);
  if (!pages && !accounts) return null;
  return oneSet({ pages: pages ?? [], accounts: accounts ?? [] });
}

/** What one person holds on a group, both sides as one set; null when they are not on it. */
export async function heldOnGroup(
  graph: Graph,
  business: string,
  { group, user, lane }: { group: string; user: PrincipalId; lane?: Lane | undefined },
): Promise<Task[] | null> {
  const row = (await groupHolders(graph, business, group, { only: user, lane })).find(({ id }) => id === user);
  const tasks = row && (await tasksOf(graph, group, row, lane));
  if (tasks === null) throw new MetaError('forbidden', words.groupTasksHidden);
  return tasks ?? null;
}

/** Everybody on a group with what they hold there. */
export async function holdersOfGroup(graph: Graph, business: string, group: string, lane?: Lane): Promise<Holder[]> {
  const rows = await groupHolders(graph, business, group, { lane });
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      name: row.name ?? row.id,
      ...(row.user_type ? { type: row.user_type } : {}),
      tasks: await tasksOf(graph, group, row, lane),
    })),
  );
}

/** Asks Meta to make these the person's tasks on the group. */
export async function assignGroup(
  graph: Graph,
  business: string,
  { group, user, tasks, lane = 'grant' }: { group: string; user: PrincipalId; tasks: Task[]; lane?: Lane | undefined },
): Promise<void> {
  const { pages, accounts } = bothSides(tasks);
  const page_tasks = [...new Set(pages.map((task) => spelledAs(PageTask, task)))];
  const sides = {
    ...(page_tasks.length > 0 ? { page_tasks } : {}),
    ...(accounts.length > 0
      ? { adaccount_tasks: [...new Set(accounts.map((task) => spelledAs(AdAccountTask, task)))] }
      : {}),
  };
  const call = request(edges.group.assign, group, { user, business, ...sides });
  await graph.call({ ...call, answer: Acknowledged, priority: lane, since: performance.now() });
}

/** Asks Meta to take the person off the group. */
export async function unassignGroup(
  graph: Graph,
  business: string,
  { group, user }: { group: string; user: PrincipalId },
): Promise<void> {
  const call = request(edges.group.unassign, group, { user, business });
  await graph.call({ ...call, answer: Acknowledged, priority: 'removal' });
}
