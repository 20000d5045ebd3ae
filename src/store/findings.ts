import { foundStates, type NewFoundEvent } from '../access/event.ts';
import type { Finding, FoundChange, Standing, Watch } from '../access/ports/watch.ts';
import { type Entry, foundEvent } from './audit-event.ts';
import type { Store } from './ledger.ts';
import { loadScript, run } from './scripts.ts';

const changeScript = loadScript('change-finding');
const turnScript = loadScript('turn-watch');

/** So often somebody else may be faster in a row. */
const TRIES = 20;

/** What was found that nobody granted, what leads let stand of it, and the events of both. */
export function findingStore({
  redis,
  keys,
}: Store): Pick<Watch, 'findings' | 'finding' | 'standing' | 'change' | 'turn' | 'events'> {
  async function all<T>(key: string): Promise<Map<string, T>> {
    const found = Object.entries(await redis.hgetall(key));
    return new Map(found.map(([name, text]) => [name, JSON.parse(text) as T]));
  }

  async function swap(key: string, change: Parameters<Watch['change']>[1]): Promise<FoundChange | null | 'conflict'> {
    const [finding, standing] = await Promise.all([redis.hget(keys.findings, key), redis.hget(keys.standing, key)]);
    const next = change(parsed<Finding>(finding), parsed<Standing>(standing));
    if (!next) return null;
    const places = [keys.findings, keys.standing, keys.events, keys.foundOn(assetOf(key)), keys.pairs];
    const texts = [finding ?? '', textOf(next.finding, finding), standing ?? '', textOf(next.standing, standing)];
    const { kind = '', at = 0, actor = '', detail = {}, origin = '' } = next.event ?? {};
    const state = kind === '' ? '' : foundStates[kind];
    const args = [key, ...texts, kind, at, actor, state, JSON.stringify(detail), origin];
    return (await run(redis, changeScript, places, args)) === 'ok' ? next : 'conflict';
  }

  return {
    findings: () => all<Finding>(keys.findings),
    finding: async (key) => parsed<Finding>(await redis.hget(keys.findings, key)),
    standing: () => all<Standing>(keys.standing),
    async change(key, change) {
      for (let tried = 0; tried < TRIES; tried += 1) {
        const changed = await swap(key, change);
        if (changed !== 'conflict') return changed;
      }
      throw new Error(`The finding ${key} changes all the time.`);
    },
    async turn(state, { kind, at, actor, origin = '' }: NewFoundEvent) {
      const args = [JSON.stringify(state), kind, at, actor, foundStates[kind], origin];
      return (await run(redis, turnScript, [keys.watch, keys.events], args)) as 'ok' | 'conflict';
    },
    async events(assetKey, limit) {
      const ids = limit < 1 ? [] : await redis.zrange(keys.foundOn(assetKey), `${-limit}`, '-1');
      const entries = await Promise.all(ids.map((id) => redis.xrange(keys.events, id, id)));
      return entries.flatMap(([entry]) => (entry ? [foundEvent(entry as Entry)] : []));
    },
  };
}

/** `page:123` of `page:123:<principal>`. */
const assetOf = (key: string): string => key.split(':').slice(0, 2).join(':');

const parsed = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T));

const textOf = (next: object | null | undefined, before: string | null): string =>
  next === undefined ? (before ?? '') : next === null ? '' : JSON.stringify(next);
