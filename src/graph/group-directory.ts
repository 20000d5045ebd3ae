import { createHash } from 'node:crypto';
import { type AssetRef, assetKey } from '../access/asset.ts';
import type { Ms } from '../access/grant.ts';
import { groupCeiling, lowest } from '../access/group-tasks.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { AssetInfo } from '../access/ports/meta.ts';
import { type Cache, createCache } from './cache.ts';
import type { Graph } from './client.ts';
import { containedIn, listGroups } from './edges/asset-groups.ts';
import { isRefusal } from './unless-refused.ts';

type Options = { graph: Graph; business: string; clock: Clock; cacheMs: Ms; recent: Ms };
type Contained = Awaited<ReturnType<typeof containedIn>>;

/** As many names as a card has room for. */
const FIRST = 5;

function markOf(inside: Contained): string {
  const keys = inside.map(({ asset }) => assetKey(asset)).sort();
  return createHash('sha256').update(keys.join()).digest('base64url').slice(0, 16);
}

/** The asset groups of the business and what is in them, remembered for a while. */
export function createGroupDirectory({ graph, business, clock, cacheMs, recent }: Options) {
  const groups = createCache(() => listGroups(graph, business), clock);
  const contents = new Map<string, Cache<Contained>>();

  const list = async (age: Ms) => (await groups.get(age)).value;

  async function contained(id: string, age: Ms): Promise<Contained> {
    const known = contents.get(id) ?? createCache(() => containedIn(graph, id), clock);
    contents.set(id, known);
    return (await known.get(age)).value;
  }

  /** `info` tells of each asset in it: the group can be given no further than the lowest of their ceilings. */
  async function find(id: string, info: (asset: AssetRef) => Promise<AssetInfo | null>): Promise<AssetInfo | null> {
    const named = async (age: Ms) => (await list(age)).find((group) => group.id === id);
    const group = (await named(cacheMs)) ?? (await named(recent));
    if (!group) return null;
    const inside = await contained(id, recent);
    const shared = (await Promise.all(inside.map(({ asset }) => info(asset)))).filter((one) => one !== null);
    const ceilings = (kind: 'page' | 'adaccount') =>
      lowest(
        shared
          .filter(({ asset, ownership }) => asset.kind === kind && ownership === 'client')
          .map((one) => one.permitted),
      );
    return {
      asset: { kind: 'group', id },
      name: group.name,
      ownership: shared.some(({ ownership }) => ownership === 'client') ? 'client' : 'owned',
      permitted: groupCeiling(ceilings('page'), ceilings('adaccount')),
      contains: {
        count: inside.length,
        names: inside.slice(0, FIRST).map(({ name }) => name),
        kinds: [...new Set(inside.map(({ asset }) => asset.kind))],
        mark: markOf(inside),
      },
    };
  }

  /** For completion and names; an app that may not read groups has none. */
  async function all(): Promise<AssetInfo[]> {
    try {
      return (await list(cacheMs)).map(({ id, name }) => {
        return { asset: { kind: 'group', id }, name, ownership: 'owned', permitted: null };
      });
    } catch (error) {
      if (isRefusal(error)) return [];
      throw error;
    }
  }

  return { list, contained, find, all, forget: () => groups.forget() };
}
