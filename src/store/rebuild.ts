import { assetKey } from '../access/asset.ts';
import { type AnyEvent, type AuditEvent, type FoundEvent, HALLPASS } from '../access/event.ts';
import type { Grant, Ms, PrincipalId, SlackUserId } from '../access/grant.ts';
import type { Before, Tail } from '../access/ports/archive.ts';
import type { Standing } from '../access/ports/watch.ts';
import { encode, joinTasks } from './codec.ts';
import type { Redis } from './connection.ts';
import { appendedAt } from './gather.ts';
import { idsOf } from './grant-id.ts';
import { keysOf } from './keys.ts';
import { loadScript, run } from './scripts.ts';

const restoreScript = loadScript('restore');

/** Numbers that may have been given out after the archive's last line are left out; cards in Slack still bear them. */
const UNKNOWN = 1_000;

/** A grant as it comes back. */
export type Restored = { grant: Grant; before?: Before; events: readonly AuditEvent[] };

/** What binds besides grants. */
type Known = {
  highest: number;
  people: ReadonlyMap<PrincipalId, SlackUserId>;
  standing: ReadonlyMap<string, FoundEvent>;
};

/** Builds one business in Redis anew. Every step may be done again, as after a crash in the middle. */
export function createRebuild({ redis, business }: { redis: Redis; business: { key: string; id: string } }) {
  const keys = keysOf(business.id);
  const ids = idsOf(business.key);

  /** What Redis appends from here on comes after this event, whatever its clock says. */
  async function goOnBehind({ event }: Tail): Promise<void> {
    const mark = await append(event, ['kind', 'none']);
    if (mark !== null) await redis.xdel(keys.events, mark);
  }

  const append = (id: string, flat: (string | number)[]) => redis.xadd(keys.events, id, ...flat).catch(unlessThere);

  async function letStand(key: string, { id, at, actor, detail = {} }: FoundEvent): Promise<void> {
    const { name = '', asset_name: assetName = '', tasks = '', asset = '' } = detail;
    const standing: Standing = { name, assetName, tasks: tasks.split(','), by: actor, at };
    await redis.hset(keys.standing, key, JSON.stringify(standing));
    await redis.zadd(keys.foundOn(asset), appendedAt(id), id);
  }

  return {
    /** Whether nothing is known of the business here, or only what an earlier run from this very archive has put there. */
    async isFree({ head }: Tail): Promise<boolean> {
      if ((await redis.get(keys.rebuilding)) === head) return true;
      if ((await redis.exists(keys.number, keys.due, keys.archived)) > 0) return false;
      return (await redis.xlen(keys.events)) === 0;
    },

    /** Before any grant: what must not be given out twice, and the events of what is not over. */
    async begin(tail: Tail, known: Known, past: readonly AnyEvent[]) {
      // A bot that ran on may have made the stream, with a relay that would begin at its first event.
      if ((await redis.set(keys.rebuilding, tail.head, 'NX')) !== null) await redis.del(keys.events);
      await redis.set(keys.number, known.highest + UNKNOWN);
      for (const [principal, user] of known.people) await redis.hsetnx(keys.bound, principal, user);
      for (const event of past) await append(event.id, flatOf(event));
      for (const [key, event] of known.standing) await letStand(key, event);
      if (past.at(-1)?.id !== tail.event) await goOnBehind(tail);
      // What was done for these events is done: nobody is told of it again.
      await redis.xgroup('CREATE', keys.events, 'relay', tail.event, 'MKSTREAM').catch(unlessThere);
    },

    /** One grant; the event `rebuilt` lets converge and the card follow. */
    async restore({ grant, before, events }: Restored, now: Ms): Promise<'ok' | 'there'> {
      const next: Grant = { ...grant, version: grant.version + 1, told: events.length };
      const shared = [keys.grants, keys.pairs, keys.due, keys.pending, keys.events, keys.open, keys.ending];
      const indexes = [keys.person(grant.requester), keys.asset(assetKey(grant.asset)), keys.tickets];
      const known = [before ? 1 : '', joinTasks(before?.baseline ?? []), joinTasks(before?.owed ?? [])];
      const number = ids.number(grant.id);
      if (number === null) throw new Error(`${grant.id} is no grant of ${business.key}.`);
      const past = events.map(({ id }) => id).join(' ');
      const args = [number, grant.id, encode(next), past, 'rebuilt', now, HALLPASS, ...known];
      return (await run(redis, restoreScript, [...shared, ...indexes], args)) as 'ok' | 'there';
    },

    /** From now on archive and Redis belong together. */
    finish: ({ seq, head, event }: Tail) =>
      redis.multi().del(keys.archived, keys.rebuilding).hset(keys.archived, { seq, head, event }).exec(),

    /** As `finish`, where nothing is built anew: what is lost is lost, and archive and Redis go on together. No number up to `highest` is given out again. */
    async acceptLoss({ seq, head, event }: Tail, highest: number): Promise<void> {
      if (Number(await redis.get(keys.number)) < highest) await redis.set(keys.number, highest + UNKNOWN);
      if (seq === 0) return void (await redis.del(keys.archived));
      await goOnBehind({ seq, head, event });
      await redis.multi().del(keys.archived).hset(keys.archived, { seq, head, event }).exec();
    },
  };
}

function flatOf({ at, grant, kind, actor, state, detail, origin }: AnyEvent): (string | number)[] {
  const flat = ['at', at, 'grant', grant, 'kind', kind, 'actor', actor, 'state', state];
  if (detail) flat.push('detail', JSON.stringify(detail));
  if (origin) flat.push('origin', origin);
  return flat;
}

/** An entry that is there, or that others come behind, was put there by an earlier run. */
function unlessThere(error: unknown): null {
  if (error instanceof Error && /BUSYGROUP|equal or smaller/.test(error.message)) return null;
  throw error;
}
