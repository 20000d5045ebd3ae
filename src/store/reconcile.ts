import type { AssetLook, CanaryState, Watch, WatchState } from '../access/ports/watch.ts';
import { findingStore } from './findings.ts';
import type { Store } from './ledger.ts';

/** Fields that one step of a scan hands out. */
const STEP = 1_000;

/** How far reconciling is, when it looked at what, and what it found. */
export function reconcileStore(store: Store): Watch {
  const { redis, keys } = store;

  /** A hash, piece by piece, so that others come in between; a field may come twice. */
  async function* fieldsOf(key: string): AsyncGenerator<[field: string, value: string]> {
    let cursor = '0';
    do {
      const [next, flat] = await redis.hscan(key, cursor, 'COUNT', STEP);
      cursor = next;
      for (let index = 0; index < flat.length; index += 2) yield [flat[index] ?? '', flat[index + 1] ?? ''];
    } while (cursor !== '0');
  }

  return {
    ...findingStore(store),
    async liveAssets() {
      const assets = new Set<string>();
      for await (const [pair] of fieldsOf(keys.pairs)) assets.add(pair.split(':', 2).join(':'));
      return [...assets];
    },
    async looks() {
      const looks = new Map<string, AssetLook>();
      for await (const [asset, text] of fieldsOf(keys.watched)) looks.set(asset, JSON.parse(text));
      return looks;
    },
    async look(asset) {
      const text = await redis.hget(keys.watched, asset);
      return text === null ? null : (JSON.parse(text) as AssetLook);
    },
    async noteLook(asset, look) {
      if (look) await redis.hset(keys.watched, asset, JSON.stringify(look));
      else await redis.hdel(keys.watched, asset);
    },
    async askLooks(assets) {
      for (let from = 0; from < assets.length; from += STEP) {
        await redis.sadd(keys.lookAsked, ...assets.slice(from, from + STEP));
      }
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
  };
}
