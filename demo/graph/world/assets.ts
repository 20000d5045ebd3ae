import { ownership } from '../access.ts';
import { askFor, createAsset, giveTo, takeFrom } from '../asset-changes.ts';
import type { Engine } from '../engine.ts';
import { permittedTasks } from '../fields/asset-fields.ts';
import type { Asset, AssetKind } from '../state.ts';
import type { Find } from './find.ts';

type Shared = { asset: string; business: string; tasks: readonly string[] };
type Standing = 'owned' | 'client' | 'pending' | 'none';
/** One asset and how each business stands to it; a business without any standing is not named. */
export type AssetListing = {
  id: string;
  kind: AssetKind;
  name: string;
  newPagesExperience: boolean;
  businesses: Record<string, { ownership: Standing; ceiling: string[] }>;
};

/** Assets, and what their owners do with them. */
export function assetVerbs(engine: Engine, find: Find) {
  function listing(of: Asset): AssetListing {
    const businesses: AssetListing['businesses'] = {};
    for (const { id } of engine.state.businesses.values()) {
      const standing = ownership(of, id);
      if (standing !== 'none') businesses[id] = { ownership: standing, ceiling: [...permittedTasks(of, id)] };
    }
    const { id, kind, name, newPagesExperience } = of;
    return { id, kind, name, newPagesExperience, businesses };
  }

  return {
    addPage(facts: { id: string; name: string; owner?: string; newPagesExperience?: boolean }): void {
      createAsset(engine, { kind: 'page', ...facts });
    },
    addAdAccount(facts: { id: string; name: string; owner?: string }): void {
      createAsset(engine, { kind: 'ad_account', ...facts });
    },
    /** The customer shares up to these tasks; sharing again changes the ceiling. */
    share({ asset, business, tasks }: Shared): void {
      giveTo(engine, find.asset(asset), find.business(business), tasks);
    },
    /** The customer revokes. */
    unshare({ asset, business }: Omit<Shared, 'tasks'>): void {
      takeFrom(engine, find.asset(asset), find.business(business));
    },
    /** The business comes to own it. */
    claim({ asset, business }: Omit<Shared, 'tasks'>): void {
      const [claimed, owner] = [find.asset(asset), find.business(business)];
      takeFrom(engine, claimed, owner);
      claimed.owner = business;
      owner.owned.add(claimed);
    },
    pend({ asset, business, tasks }: Shared): void {
      askFor(engine, find.asset(asset), find.business(business), tasks);
    },
    assets: (): AssetListing[] => [...engine.state.assets.values()].map(listing),
  };
}
