import type { Engine } from './engine.ts';
import type { Asset, AssetKind, Assignee, Change } from './state.ts';

/** The true tasks of a pair, now. */
export function held(asset: Asset, user: Assignee): readonly string[] {
  return asset.assigned.get(user.business.id)?.get(user.id) ?? [];
}

/** The one place where an assignment changes, so that indexes, history and ledger can't disagree. */
export function setTasks(
  engine: Engine,
  asset: Asset,
  user: Assignee,
  tasks: readonly string[],
  by: 'api' | 'outside',
): void {
  const before = held(asset, user);
  const holders = asset.assigned.get(user.business.id) ?? new Map<string, readonly string[]>();

  if (tasks.length > 0) {
    holders.set(user.id, tasks);
    asset.assigned.set(user.business.id, holders);
    user.assets.add(asset);
  } else {
    holders.delete(user.id);
    user.assets.delete(asset);
  }
  if (engine.switches.readLagMs === 0) asset.history.delete(user.id);
  else remember(engine, asset, user, { at: engine.clock.now(), before, after: tasks });
  if (before.length === tasks.length && before.every((task) => tasks.includes(task))) return;
  engine.journal.moved({
    at: engine.clock.now(),
    assetId: asset.id,
    userId: user.id,
    before: [...before],
    after: [...tasks],
    by,
  });
}

function remember(engine: Engine, asset: Asset, user: Assignee, change: Change): void {
  const changes = asset.history.get(user.id) ?? [];
  const oldestSeen = change.at - engine.switches.readLagMs;
  while (changes[1] !== undefined && changes[1].at <= oldestSeen) changes.shift();
  changes.push(change);
  asset.history.set(user.id, changes);
  user.recent.add(asset);
}

/** The tasks of a pair as a read sees them, which is the past while reads lag. */
export function seen(engine: Engine, asset: Asset, user: Assignee): readonly string[] {
  const lag = engine.switches.readLagMs;
  const changes = lag > 0 ? asset.history.get(user.id) : undefined;
  if (changes === undefined) return held(asset, user);

  const at = engine.clock.now() - lag;
  return changes.findLast((change) => change.at <= at)?.after ?? changes[0]?.before ?? [];
}

/** Everybody of one business whom a read shows on the asset. */
export function seenHolders(engine: Engine, asset: Asset, businessId: string): Assignee[] {
  const ids = new Set(asset.assigned.get(businessId)?.keys());
  if (engine.switches.readLagMs > 0) for (const id of asset.history.keys()) ids.add(id);

  const holders: Assignee[] = [];
  for (const id of ids) {
    const user = engine.state.nodes.get(id);
    if (user?.kind !== 'business_user' && user?.kind !== 'system_user') continue;
    if (user.business.id === businessId && seen(engine, asset, user).length > 0) holders.push(user);
  }
  return holders;
}

/** Everything of one kind that a read shows as assigned to the person. */
export function seenAssets(engine: Engine, user: Assignee, kind: AssetKind): Asset[] {
  const assets = new Set(user.assets);
  if (engine.switches.readLagMs > 0) for (const asset of user.recent) assets.add(asset);
  return [...assets].filter((asset) => asset.kind === kind && seen(engine, asset, user).length > 0);
}

/** Takes away everything a business gave on the asset, as losing the asset does. */
export function dropBusiness(engine: Engine, asset: Asset, businessId: string): void {
  for (const id of [...(asset.assigned.get(businessId)?.keys() ?? [])]) {
    const user = engine.state.nodes.get(id);
    if (user?.kind === 'business_user' || user?.kind === 'system_user') setTasks(engine, asset, user, [], 'outside');
  }
}
