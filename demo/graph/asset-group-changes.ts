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
  const empty = { contained: new Set<Asset>(), assigned: new Map(), history: new Map() };
  const group: AssetGroup = { kind: 'asset_group', id: own, name, business, ...empty };
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
  const was = group.assigned.get(user.id);
  const before = flat(was);
  if (engine.switches.readLagMs === 0) group.history.delete(user.id);
  else {
    const changes = group.history.get(user.id) ?? [];
    group.history.set(user.id, [...changes, { at: engine.clock.now(), before: was, after: tasks ?? undefined }]);
  }
  if (tasks) group.assigned.set(user.id, tasks);
  else group.assigned.delete(user.id);
  const after = flat(tasks ?? undefined);
  if (before.join() === after.join()) return;
  engine.journal.moved({ at: engine.clock.now(), assetId: group.id, userId: user.id, before, after, by });
}

/** What a read shows that somebody holds on a group, which is the past while reads lag; undefined: they are not on it. */
export function seenOnGroup(engine: Engine, group: AssetGroup, userId: string): GroupTasks | undefined {
  const lag = engine.switches.readLagMs;
  const changes = lag > 0 ? group.history.get(userId) : undefined;
  if (changes === undefined) return group.assigned.get(userId);
  const at = engine.clock.now() - lag;
  const last = changes.findLast((change) => change.at <= at);
  return last ? last.after : changes[0]?.before;
}

/** The ids of everybody whom a read shows on a group. */
export const seenOn = (engine: Engine, group: AssetGroup): string[] =>
  [...new Set([...group.assigned.keys(), ...group.history.keys()])].filter((id) => seenOnGroup(engine, group, id));
