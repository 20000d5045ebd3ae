import { type AssetRef, assetKey } from '../access/asset.ts';
import { isLive, type Ms, type PrincipalId } from '../access/grant.ts';
import type { Before } from '../access/ports/archive.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import type { Standing } from '../access/ports/watch.ts';
import { beyond } from '../access/tasks.ts';
import { decode, joinTasks, splitTasks } from './codec.ts';
import type { Store } from './ledger.ts';
import { loadScript, run } from './scripts.ts';

const pairScript = loadScript('pair');
const noteScript = loadScript('note-write');
const answerScript = loadScript('note-answer');

/**
 * A pair as it is stored: generation, baseline, time of the last write, what was lost, what is being given, since when by the clock of Redis. Its
 * grants' numbers (`l`, `o`) are the scripts' affair.
 */
type PairRecord = { g: number; b?: string; w?: Ms; k?: string; sl?: string; gv?: [string, Ms, string][] };

/** As `PAIR_REST` in part/record.lua: how long a baseline outlives the last grant. */
const REST: Ms = 300_000;

/** The field of a pair in the hash of pairs. */
export const fieldOf = (asset: AssetRef, principal: PrincipalId): string => `${assetKey(asset)}:${principal}`;

/** What a lead lets stand counts as held before, as far as it was not seen to be gone: the end of the last grant leaves it. */
function standing(text: string, { b = '', sl = '' }: PairRecord): string[] {
  if (text === '') return [];
  const lost = splitTasks(sl);
  return beyond((JSON.parse(text) as Standing).tasks, splitTasks(b)).filter((task) => !lost.includes(task));
}

/** What the person held before Hallpass, of a pair as it is stored; null when that was not read yet. */
export function beforeOf(text: string): Before | null {
  const { b, k } = JSON.parse(text) as PairRecord;
  return b === undefined ? null : { baseline: splitTasks(b), ...(k === undefined ? {} : { owed: splitTasks(k) }) };
}

/** What is known of each (asset, principal), and whose each principal is. */
export function pairStore({
  redis,
  keys,
  ids,
}: Store): Pick<Ledger, 'pair' | 'noteWrite' | 'noteAnswer' | 'bindPerson'> {
  return {
    async pair(asset, principal) {
      const reply = await run(redis, pairScript, [keys.grants, keys.pairs, keys.standing], [fieldOf(asset, principal)]);
      const [text, standingText = '', server, ...rest] = reply as string[];
      if (text === undefined) return { generation: 0, baseline: null, writtenAt: null, giving: [], grants: [] };
      const record = JSON.parse(text) as PairRecord;
      const stands = standing(standingText, record);
      const ahead = Date.now() - Number(server);
      const numbers = rest.filter((_, index) => index % 2 === 0).map(Number);
      const grants = numbers.map((number, index) => decode(ids.of(number), rest[index * 2 + 1] ?? ''));
      return {
        generation: record.g,
        baseline: record.b === undefined ? null : [...splitTasks(record.b), ...stands],
        ...(stands.length > 0 ? { stands } : {}),
        writtenAt: record.w ?? null,
        ...(record.k === undefined ? {} : { owed: splitTasks(record.k) }),
        giving: (record.gv ?? []).map(([by, at, tasks]) => ({ by, at: at + ahead, tasks: splitTasks(tasks) })),
        grants: grants.filter(isLive).sort((a, b) => (ids.number(a.id) ?? 0) - (ids.number(b.id) ?? 0)),
      };
    },

    async noteWrite(asset, principal, { generation, baseline, at, lost = [], owed = [], giving }) {
      const tasks = [joinTasks(lost), joinTasks(owed)];
      const args = [fieldOf(asset, principal), generation, joinTasks(baseline), at, at + REST, ...tasks];
      args.push(giving?.by ?? '', joinTasks(giving?.tasks ?? []), Date.now());
      return (await run(redis, noteScript, [keys.pairs, keys.due], args)) as 'ok' | 'conflict';
    },

    async noteAnswer(asset, principal, by) {
      await run(redis, answerScript, [keys.pairs], [fieldOf(asset, principal), by]);
    },

    async bindPerson(principal, user) {
      await redis.hsetnx(keys.bound, principal, user);
      const bound = await redis.hget(keys.bound, principal);
      if (bound === null) throw new Error('A binding is gone that was made just now.');
      return bound;
    },
  };
}
