import { expect } from 'vitest';
import { type AuditEvent, isFound } from '../../src/access/event.ts';
import type { Grant } from '../../src/access/grant.ts';
import { queuePrefix } from '../../src/jobs/queue.ts';
import { anyEvent, type Entry } from '../../src/store/audit-event.ts';
import { keysOf } from '../../src/store/keys.ts';
import { card } from '../../src/views/card.ts';
import { timelineLine } from '../../src/views/timeline.ts';
import { eventually } from './eventually.ts';
import { EU, type Street } from './street.ts';

/** The store, as the tests look into it. */
type Store = { redis: Pick<Street['redis'], 'client'>; ledger: Street['ledger'] };

const keys = keysOf(EU);
const OVER = new Set(['ended', 'denied', 'cancelled', 'lapsed', 'failed']);
const PEOPLE = ['U0ANA', 'U0BEN', 'U0LEA', 'U0LOU'];

const LISTS = ['wait', 'active'] as const;
const SETS = ['delayed', 'prioritized'] as const;
const QUEUES = ['converge', 'notify'] as const;

/**
 * Everything that waits or is in hand: interactions, events, jobs. Empty when the bot has caught up. All is read in one transaction:
 * read one after another, work that moves from a queue to the stream and back could be seen nowhere.
 */
export async function inHand({ redis }: Pick<Store, 'redis'>): Promise<Record<string, number>> {
  const look = redis.client
    .multi()
    .xinfo('GROUPS', keys.events)
    .xrevrange(keys.events, '+', '-', 'COUNT', 1)
    .xlen(keys.inbox);
  for (const name of QUEUES) {
    const queue = `${queuePrefix(EU)}:${name}`;
    for (const list of LISTS) look.llen(`${queue}:${list}`);
    for (const set of SETS) look.zcard(`${queue}:${set}`);
  }
  const [groups, newest, inbox, ...counts] = ((await look.exec()) ?? []).map(([error, value]) => {
    if (error) throw error;
    return value;
  });
  const relay = Object.fromEntries(pairs((groups as unknown[][])[0] ?? []));
  const [last] = (newest as [string][])[0] ?? [relay['last-delivered-id']];
  const hand: Record<string, number> = {
    inbox: Number(inbox),
    unacknowledged: Number(relay.pending),
    // What Redis calls the lag of a group is wrong after a failover: a replica is not told how many were read.
    unread: relay['last-delivered-id'] === last ? 0 : 1,
  };
  const each = LISTS.length + SETS.length;
  for (const [index, name] of QUEUES.entries()) {
    hand[name] = counts.slice(index * each, (index + 1) * each).reduce<number>((sum, count) => sum + Number(count), 0);
  }
  return Object.fromEntries(Object.entries(hand).filter(([, count]) => count > 0));
}

/** Waits until nothing is in hand; answers how long that was after `since`, by `performance.now()`; ms. */
export async function caughtUp(town: Street, since: number): Promise<number> {
  await eventually(async () => expect(await inHand(town)).toEqual({}), 20_000);
  return performance.now() - since;
}

const pairs = (flat: unknown[]): [string, unknown][] =>
  flat.flatMap((key, index) => (index % 2 === 0 ? [[String(key), flat[index + 1]] as [string, unknown]] : []));

/** How many events of grants stand in the stream. */
export async function eventsOfGrants({ redis }: Pick<Store, 'redis'>): Promise<number> {
  const entries = (await redis.client.xrange(keys.events, '-', '+')) as Entry[];
  return entries.filter((entry) => !isFound(anyEvent(entry))).length;
}

/** Every grant of the business with its events as they stand in the stream. */
export async function everything({ redis, ledger }: Store): Promise<{ grant: Grant; events: AuditEvent[] }[]> {
  const total = Number((await redis.client.get(keys.number)) ?? 0);
  const ids = Array.from({ length: total }, (_, index) => `EU-${index + 1}`);
  return Promise.all(
    ids.map(async (id) => {
      const [grant, events] = await Promise.all([ledger.get(id), ledger.timeline(id)]);
      if (!grant) throw new Error(`${id} is not there`);
      return { grant, events };
    }),
  );
}

/**
 * What must hold when all is over, whatever happened in between: each grant has ended, each transition stands in the audit once,
 * Slack shows each card, line and message once and the newest state, and Meta holds what it held at the beginning.
 */
export async function expectWhole(town: Street): Promise<void> {
  const all = await everything(town);
  expect(all.filter(({ grant }) => !OVER.has(grant.state)).map(({ grant }) => `${grant.id} ${grant.state}`)).toEqual(
    [],
  );
  expect(await inHand(town)).toEqual({});
  expect(town.held()).toBe(town.baseline);
  expect(await eventsOfGrants(town)).toBe(all.reduce((sum, { events }) => sum + events.length, 0));

  const posted = [town.workspace.messages('C0SUPPORT'), ...PEOPLE.map((user) => town.workspace.dm(user))].flat();
  const shown = posted.map(({ metadata }) => String((metadata?.event_payload as { key?: string } | undefined)?.key));
  expect(shown.filter((key, index) => shown.indexOf(key) !== index)).toEqual([]);
  for (const { grant, events } of all) {
    const kinds = events.map(({ kind }) => kind);
    expect(grant.version, `${grant.id}: ${kinds}`).toBe(events.length);
    expect(new Set(kinds).size, `${grant.id}: ${kinds}`).toBe(kinds.length);
    const lines = events.filter((event) => timelineLine(event, grant) !== null).map(({ id }) => `line-${id}`);
    expect(shown).toEqual(expect.arrayContaining([`card-${grant.id}`, ...lines]));
    expect(posted.find(({ ts }) => ts === grant.card)?.text).toBe(card(grant).text);
    if (kinds.includes('ended')) expect(shown).toContain(`holder-${events.find(({ kind }) => kind === 'ended')?.id}`);
  }
}
