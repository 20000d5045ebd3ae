import type { AssetLook, CanaryState, Decided, Finding, Standing, Watch, WatchState } from '../access/ports/watch.ts';
import type { Store } from './ledger.ts';

/** Fields that one step of a scan hands out. */
const STEP = 1_000;

/** Hashes of JSON, and a stream of what leads decided. */
export function reconcileStore({ redis, keys }: Store): Watch {
  async function all<T>(key: string): Promise<Map<string, T>> {
    const found = Object.entries(await redis.hgetall(key));
    return new Map(found.map(([name, text]) => [name, JSON.parse(text) as T]));
  }

  async function put(key: string, field: string, value: unknown, decided?: Decided): Promise<void> {
    const change = redis.multi();
    if (value === null) change.hdel(key, field);
    else change.hset(key, field, JSON.stringify(value));
    if (decided) change.xadd(keys.decisions, '*', 'decided', JSON.stringify(decided));
    for (const [error] of (await change.exec()) ?? []) if (error) throw error;
  }

  return {
    async liveAssets() {
      const assets = new Set<string>();
      let cursor = '0';
      do {
        const [next, flat] = await redis.hscan(keys.pairs, cursor, 'COUNT', STEP);
        cursor = next;
        for (let index = 0; index < flat.length; index += 2) {
          const [kind, id] = (flat[index] ?? '').split(':');
          assets.add(`${kind}:${id}`);
        }
      } while (cursor !== '0');
      return [...assets];
    },
    looks: () => all<AssetLook>(keys.watched),
    noteLook: (asset, look) => put(keys.watched, asset, look),
    async askLooks(assets) {
      if (assets.length > 0) await redis.sadd(keys.lookAsked, ...assets);
    },
    // A batch at a time; one that a crash cuts off is looked at when its own time comes.
    askedLooks: async () => redis.spop(keys.lookAsked, STEP / 20),
    async state() {
      const text = await redis.get(keys.watch);
      return text === null ? null : (JSON.parse(text) as WatchState);
    },
    async setState(state) {
      await redis.set(keys.watch, JSON.stringify(state));
    },
    async canary() {
      const text = await redis.get(keys.canary);
      return text === null ? null : (JSON.parse(text) as CanaryState);
    },
    async setCanary(state) {
      await redis.set(keys.canary, JSON.stringify(state));
    },
    findings: () => all<Finding>(keys.findings),
    async finding(key) {
      const text = await redis.hget(keys.findings, key);
      return text === null ? null : (JSON.parse(text) as Finding);
    },
    keep: (key, finding, decided) => put(keys.findings, key, finding, decided),
    standing: () => all<Standing>(keys.standing),
    setStanding: (key, standing, decided) => put(keys.standing, key, standing, decided),
    async decisions(limit) {
      const entries = await redis.xrevrange(keys.decisions, '+', '-', 'COUNT', limit);
      return entries.map(([, flat]) => JSON.parse(flat[1] ?? '') as Decided).reverse();
    },
  };
}
