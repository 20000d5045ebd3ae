import type { AssetListing, CallLog, LedgerEntry } from '../graph/server.ts';
import type { PageBusiness, PageGraph } from './deps.ts';

const LOG_LINES = 14;
/** A failing Meta is asked again and again; a few lines of that say enough. */
const FAILURE_LINES = 4;
/** Milliseconds that every call takes while the page says that Meta answers slowly. */
export const SLOW_MS = 2_500;

/** One asset as one business sees it; `ceiling` is what its customer allows, `holders` is who holds what now. */
export type MetaAsset = {
  kind: 'page' | 'adaccount';
  id: string;
  name: string;
  ownership: 'owned' | 'client' | 'pending' | 'none';
  ceiling: string[];
  holders: { id: string; name: string; tasks: string[] }[];
};

export type MetaLogLine = { key: string; at: number; by: 'api' | 'outside'; what: string; failed: boolean };

/** Everything that the right pane shows. */
export type MetaState = {
  businesses: (PageBusiness & { people: { id: string; name: string }[]; assets: MetaAsset[] })[];
  log: MetaLogLine[];
  weather: { slow: boolean; failing: boolean };
};

type Deps = { graph: PageGraph; businesses: readonly PageBusiness[] };
/** What the page's own orders add to what Meta says. */
type Orders = { isFailing(): boolean; notes: readonly MetaLogLine[] };

/** Reads the emulated Meta as the page shows it; it remembers where an asset was last, so that a revoked one stays in sight. */
export function createMetaReader({ graph, businesses }: Deps, orders: Orders): () => MetaState {
  const lastSeen = new Map<string, string>();
  const names = new Map<string, string>();

  function read(): MetaState {
    const people = new Map(businesses.map((one) => [one.id, graph.world.people(one.id)]));
    for (const { id, name } of [...people.values()].flat()) names.set(id, name);
    const listings = graph.world.assets();
    for (const { id, businesses: standing } of listings) {
      const at = businesses.find((one) => one.id in standing);
      if (at) lastSeen.set(id, at.id);
    }
    const assetNames = new Map(listings.map((asset) => [asset.id, asset.name]));
    return {
      businesses: businesses.map((one) => ({
        ...one,
        people: (people.get(one.id) ?? []).map(({ id, name }) => ({ id, name })),
        assets: listings.filter((asset) => shows(one.id, asset)).map((asset) => toAsset(one.id, asset, people)),
      })),
      log: logOf(graph, orders.notes, (line) => describe(line, names, assetNames)),
      weather: { slow: graph.switches.latencyMs > 0, failing: orders.isFailing() },
    };
  }

  const shows = (businessId: string, asset: AssetListing) =>
    businessId in asset.businesses || (lastSeen.get(asset.id) ?? businesses[0]?.id) === businessId;

  function toAsset(businessId: string, asset: AssetListing, people: Map<string, { id: string }[]>): MetaAsset {
    const standing = asset.businesses[businessId];
    const elsewhere = new Set(
      [...people].flatMap(([id, list]) => (id === businessId ? [] : list.map((one) => one.id))),
    );
    return {
      kind: asset.kind === 'page' ? 'page' : 'adaccount',
      id: asset.id,
      name: asset.name,
      ownership: standing?.ownership ?? 'none',
      ceiling: standing?.ceiling ?? [],
      holders: graph.world
        .holders(asset.id)
        .filter(({ user, tasks }) => tasks.length > 0 && !elsewhere.has(user))
        .map(({ user, name, tasks }) => ({ id: user, name, tasks })),
    };
  }

  return read;
}

function describe(line: LedgerEntry | CallLog, names: Map<string, string>, assets: Map<string, string>): string {
  if ('path' in line) {
    const asset = assets.get(line.path.split('/').find((part) => assets.has(part)) ?? '');
    const code = line.code === undefined ? `HTTP ${line.status}` : `error ${line.code}`;
    return `${line.method} ${line.edge}${asset ? ` of ${asset}` : ''}: ${line.status === 0 ? 'no answer' : code}`;
  }
  const name = names.get(line.userId) ?? line.userId;
  const asset = assets.get(line.assetId) ?? line.assetId;
  if (line.after.length === 0) return `${name} removed from ${asset}`;
  const tasks = line.after.map((task) => task.toLowerCase()).join(', ');
  return `${name} ${line.before.length === 0 ? 'given' : 'changed to'} ${tasks} on ${asset}`;
}

function logOf(
  graph: PageGraph,
  notes: readonly MetaLogLine[],
  words: (line: LedgerEntry | CallLog) => string,
): MetaLogLine[] {
  const first = Math.max(0, graph.ledger.length - LOG_LINES);
  const moves = graph.ledger
    .slice(first)
    .map((line, at) => ({ key: `move-${first + at}`, at: line.at, by: line.by, what: words(line), failed: false }));
  const failures = graph.calls
    .slice(-200)
    .filter((call) => call.edge !== 'batch' && call.status !== 200)
    .slice(-FAILURE_LINES)
    .map((call, at) => ({
      key: `call-${call.at}-${call.path}-${at}`,
      at: call.at,
      by: 'api' as const,
      what: words(call),
      failed: true,
    }));
  return [...moves.toReversed(), ...notes.toReversed(), ...failures.toReversed()]
    .sort((a, b) => b.at - a.at)
    .slice(0, LOG_LINES);
}
