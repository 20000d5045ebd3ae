import type { AssetRef } from '../access/asset.ts';
import type { Ms } from '../access/grant.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { AssetInfo } from '../access/ports/meta.ts';
import { createCache } from './cache.ts';
import { type Listed, type ListedKind, listAssets, readAsset } from './edges/assets.ts';
import { ceilingOf } from './edges/assigned-users.ts';
import type { createGroupDirectory } from './group-directory.ts';
import { nodeOf } from './node-path.ts';
import type { Door } from './page-token.ts';
import { isRefusal } from './unless-refused.ts';

type Options = {
  groups: ReturnType<typeof createGroupDirectory>;
  graph: Door;
  /** The same in the removals' lane: the end of an access that a customer took back rests on the lists. */
  first: Door;
  business: string;
  clock: Clock;
  cacheMs: Ms;
  recent: Ms;
  gap: Ms;
};

/** Which assets the business has: lists remembered per kind, read anew before bad news is given. */
export function createAssetDirectory({ groups, graph, first, business, clock, cacheMs, recent, gap }: Options) {
  const kinds = {
    page: createCache(() => listAssets(first, business, 'page'), clock, gap),
    adaccount: createCache(() => listAssets(first, business, 'adaccount'), clock, gap),
  };

  /** Without a ceiling on the list, those who are on the asset may show it; else Meta itself is left to refuse. */
  async function withCeiling(listed: Listed): Promise<AssetInfo> {
    const { permitted } = listed;
    return {
      ...listed,
      permitted: permitted === undefined ? await ceilingOf(graph, business, listed.asset) : permitted,
    };
  }

  async function find(asset: AssetRef): Promise<AssetInfo | null> {
    if (asset.kind === 'group') return groups.find(asset.id, find);
    nodeOf(asset);
    const directory = kinds[asset.kind as ListedKind];
    const shared = (listed: Listed | undefined) => listed?.ownership === 'owned' || listed?.ownership === 'client';
    let listed = (await directory.get(cacheMs)).value.get(asset.id);
    if (!shared(listed)) listed = (await directory.get(recent)).value.get(asset.id);
    return listed ? withCeiling(listed) : readAsset(graph, asset);
  }

  /** A token that may not read one kind still serves the other. */
  async function shelf(kind: ListedKind): Promise<AssetInfo[]> {
    try {
      const { value } = await kinds[kind].get(cacheMs);
      return [...value.values()].map((listed) => ({ ...listed, permitted: listed.permitted ?? null }));
    } catch (error) {
      if (isRefusal(error)) return [];
      throw error;
    }
  }

  async function all(): Promise<AssetInfo[]> {
    const shelves = await Promise.all([shelf('page'), shelf('adaccount'), groups.all()]);
    return shelves.flat().filter((info) => info.ownership === 'owned' || info.ownership === 'client');
  }

  /** For an asset that Meta no longer answers about: the next look reads its list anew. */
  function forget({ kind }: AssetRef): void {
    if (kind === 'group') groups.forget();
    else kinds[kind].forget();
  }

  return { find, all, forget };
}
