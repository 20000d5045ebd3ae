import { dropBusiness, held, setTasks } from './assignments.ts';
import type { Engine } from './engine.ts';
import type { Asset, AssetKind, Business } from './state.ts';
import { firstAbove, ownersTasks } from './tasks.ts';

type NewAsset = { kind: AssetKind; id: string; name: string; owner?: string; newPagesExperience?: boolean };

/** A fresh id in Meta's shape that nothing else has. */
export function freshId(engine: Engine): string {
  let id = engine.random.digits(15);
  while (engine.state.nodes.has(id)) id = engine.random.digits(15);
  return id;
}

/** An asset nobody is assigned to yet; an owner that is no business of this world is some customer's. */
export function createAsset(engine: Engine, { kind, id, name, owner, newPagesExperience = false }: NewAsset): Asset {
  const shape = kind === 'page' ? /^\d+$/ : /^act_\d+$/;
  if (!shape.test(id) || engine.state.nodes.has(id)) throw new Error(`${kind} id ${id} is malformed or taken`);

  const maps = { shares: new Map(), requests: new Map(), assigned: new Map(), history: new Map() };
  const asset: Asset = { kind, id, name, owner, newPagesExperience, ...maps };
  engine.state.nodes.set(id, asset);
  engine.state.assets.set(id, asset);
  if (owner !== undefined) engine.state.businesses.get(owner)?.owned.add(asset);
  engine.journal.changed();
  return asset;
}

/** The customer shares up to a ceiling, or changes the ceiling: what people hold above the new one is gone at once. */
export function giveTo(engine: Engine, asset: Asset, business: Business, tasks: readonly string[]): void {
  asset.shares.set(business.id, { tasks: [...tasks], at: engine.clock.now() });
  asset.requests.delete(business.id);
  business.pending.delete(asset);
  business.client.add(asset);

  for (const id of [...(asset.assigned.get(business.id)?.keys() ?? [])]) {
    const user = engine.state.nodes.get(id);
    if (user?.kind !== 'business_user' && user?.kind !== 'system_user') continue;
    const still = held(asset, user).filter((task) => firstAbove(tasks, [task]) === undefined);
    setTasks(engine, asset, user, still, 'outside');
  }
  engine.journal.changed();
}

/** The customer takes the asset back, and with it everything that was assigned through that business. */
export function takeFrom(engine: Engine, asset: Asset, business: Business): void {
  dropBusiness(engine, asset, business.id);
  asset.shares.delete(business.id);
  asset.requests.delete(business.id);
  business.client.delete(asset);
  business.pending.delete(asset);
  engine.journal.changed();
}

/** The business asked; the customer has not answered. Without named tasks it asked for everything. */
export function askFor(engine: Engine, asset: Asset, business: Business, tasks: readonly string[]): void {
  const asked = tasks.length > 0 ? [...tasks] : ownersTasks(asset);
  const known = asset.requests.get(business.id);
  asset.requests.set(business.id, { id: known?.id ?? freshId(engine), tasks: asked, at: engine.clock.now() });
  business.pending.add(asset);
  engine.journal.changed();
}
