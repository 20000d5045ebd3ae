import { assetKey } from '../access/asset.ts';
import type { NewEvent } from '../access/event.ts';
import type { GrantIn, State } from '../access/grant.ts';
import { lifecycle, mayBecome } from '../access/lifecycle.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import { decode, encode } from './codec.ts';
import type { Store } from './ledger.ts';
import { loadScript, run } from './scripts.ts';

const createScript = loadScript('create');
const commitScript = loadScript('commit');
const tickScript = loadScript('tick');

/** Longer than the inbox hands an item out again; ms. */
const REMEMBERED = 86_400_000;

const states = Object.keys(lifecycle) as State[];

/** Everything that changes a grant's state, one script each. */
export function transitionStore({ redis, keys, ids }: Store): Pick<Ledger, 'create' | 'made' | 'commit' | 'tick'> {
  const shared = [keys.grants, keys.pairs, keys.due, keys.pending, keys.events, keys.open, keys.ending];
  return {
    async create(draft, event, origin) {
      const text = encode({ ...draft, version: 1 });
      const indexes = [keys.person(draft.requester), keys.asset(assetKey(draft.asset)), keys.tickets];
      const reply = await run(
        redis,
        createScript,
        [...shared, keys.number, ...indexes, keys.made(origin ?? '')],
        [text, ids.key, ...eventArgs(event), origin === undefined ? 0 : REMEMBERED],
      );
      const [word, number] = reply as ['ok' | 'open', number | string];
      const id = ids.of(number);
      return word === 'open' ? { kind: 'open', id } : { kind: 'ok', grant: decode(id, text) as GrantIn<'pending'> };
    },

    async made(origin) {
      const number = await redis.get(keys.made(origin));
      const text = number === null ? null : await redis.get(keys.grant(Number(number)));
      return number === null || text === null ? null : decode(ids.of(number), text);
    },

    async commit(next, event) {
      const number = ids.number(next.id);
      if (number === null) return 'missing';
      const from = states.filter((state) => mayBecome(state, next.state));
      const args = [number, next.id, encode(next), `,${from.join(',')},`, ...eventArgs(event)];
      const word = (await run(redis, commitScript, shared, args)) as 'ok' | 'conflict' | 'missing' | 'illegal';
      if (word === 'illegal') throw new Error(`${next.id} can't become ${next.state} from what is stored.`);
      return word;
    },

    async tick(now, batch) {
      const reply = await run(redis, tickScript, shared, [now, batch, ids.key]);
      const [moved, next] = reply as [number, string];
      return { moved, next: next === '' ? null : Number(next) };
    },
  };
}

const eventArgs = (event: NewEvent): (string | number)[] => [
  event.kind,
  event.at,
  event.actor,
  event.detail === undefined ? '' : JSON.stringify(event.detail),
  event.origin ?? '',
];
