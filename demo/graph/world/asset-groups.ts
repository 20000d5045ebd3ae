import { createGroup, fill, flat, setGroupTasks } from '../asset-group-changes.ts';
import { held } from '../assignments.ts';
import type { Engine } from '../engine.ts';
import type { AssetGroup, GroupTasks } from '../state.ts';
import type { Find } from './find.ts';

/** Business asset groups: what people do with them in Business Settings, and what is true of them now. */
export function groupVerbs(engine: Engine, find: Find) {
  function group(id: string): AssetGroup {
    const found = engine.state.nodes.get(id);
    if (found?.kind !== 'asset_group') throw new Error(`no asset group ${id}`);
    return found;
  }

  return {
    addGroup(facts: { id?: string; name: string; business: string; assets: readonly string[] }): string {
      const made = createGroup(engine, find.business(facts.business), facts);
      fill(engine, made, facts.assets.map(find.asset));
      return made.id;
    },
    /** One more asset in the group. */
    putInGroup(id: string, asset: string): void {
      fill(engine, group(id), [find.asset(asset)]);
    },
    assignGroup({ group: id, user, ...tasks }: { group: string; user: string } & GroupTasks): void {
      setGroupTasks(engine, group(id), find.assignee(user), tasks, 'outside');
    },
    unassignGroup({ group: id, user }: { group: string; user: string }): void {
      setGroupTasks(engine, group(id), find.assignee(user), null, 'outside');
    },
    /** The ids of a business' system users. */
    systemUsers: (business: string): string[] => [...find.business(business).systemUsers.keys()],
    /** The true tasks on a group, `PAGES.ANALYZE` and so on, sorted. */
    holdsGroup: (id: string, user: string): string[] => flat(group(id).assigned.get(user)).sort(),
    /** Everything through which somebody reaches an asset, whatever any single edge says. */
    waysTo(assetId: string, user: string): string[] {
      const asset = find.asset(assetId);
      const who = engine.state.nodes.get(user);
      if (who?.kind !== 'business_user') return [];
      const groups = [...who.business.groups.values()].filter(
        ({ contained, assigned }) => contained.has(asset) && assigned.has(user),
      );
      return [
        ...(held(asset, who).length > 0 ? ['direct'] : []),
        ...(who.role === 'ADMIN' ? ['role'] : []),
        ...groups.map(({ id }) => `group ${id}`),
      ];
    },
  };
}
