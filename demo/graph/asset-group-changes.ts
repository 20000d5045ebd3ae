import { freshId } from './asset-changes.ts';
import type { Engine } from './engine.ts';
import type { Asset, AssetGroup, Assignee, Business, GroupTasks } from './state.ts';

/** Both sides of what somebody holds on a group as one list, for the ledger. */
export const flat = (tasks: GroupTasks | undefined): string[] => [
  ...(tasks?.pages ?? []).map((task) => `PAGES.${task}`),
  ...(tasks?.accounts ?? []).map((task) => `ACCOUNTS.${task}`),
];

/** A group that holds nothing yet. */
export function createGroup(
  engine: Engine,
  business: Business,
  { id, name }: { id?: string; name: string },
): AssetGroup {
  const own = id ?? freshId(engine);
  if (!/^\d+$/.test(own) || engine.state.nodes.has(own)) throw new Error(`group id ${own} is malformed or taken`);
  const group: AssetGroup = { kind: 'asset_group', id: own, name, business, contained: new Set(), assigned: new Map() };
  engine.state.nodes.set(own, group);
  business.groups.set(own, group);
  engine.journal.changed();
  return group;
}

/** Puts assets in, as people do in Business Settings. */
export function fill(engine: Engine, group: AssetGroup, assets: readonly Asset[]): void {
  for (const asset of assets) group.contained.add(asset);
  engine.journal.changed();
}

/** Gives somebody the group, or takes it from them with null; the ledger hears of it. */
export function setGroupTasks(
  engine: Engine,
  group: AssetGroup,
  user: Assignee,
  tasks: GroupTasks | null,
  by: 'api' | 'outside',
): void {
  const before = flat(group.assigned.get(user.id));
  if (tasks) group.assigned.set(user.id, tasks);
  else group.assigned.delete(user.id);
  const after = flat(tasks ?? undefined);
  if (before.join() === after.join()) return;
  engine.journal.moved({ at: engine.clock.now(), assetId: group.id, userId: user.id, before, after, by });
}
