import { expect, test } from 'vitest';
import type { Grant, State } from '../../src/access/grant.ts';
import { lifecycle, mayBecome } from '../../src/access/lifecycle.ts';
import { keysOf } from '../../src/store/keys.ts';
import { event, next } from '../support/grants.ts';
import { type TestStore, testStore } from '../support/store.ts';

const states = Object.keys(lifecycle) as State[];
const everyPair = states.flatMap((from) => states.map((to) => [from, to] as const));

/** One way from a request into each state. */
const ways: Record<State, State[]> = {
  pending: [],
  denied: ['denied'],
  cancelled: ['cancelled'],
  lapsed: ['lapsed'],
  granting: ['granting'],
  failed: ['granting', 'failed'],
  active: ['granting', 'active'],
  ending: ['granting', 'active', 'ending'],
  ended: ['granting', 'active', 'ending', 'ended'],
};

async function bring({ request, ledger }: TestStore, to: State): Promise<Grant> {
  let grant: Grant = await request();
  for (const state of ways[to]) {
    grant = next(grant, state);
    await ledger.commit(grant, event('approved'));
  }
  return grant;
}

test.each(everyPair.filter(([from, to]) => mayBecome(from, to)))('%s may become %s', async (from, to) => {
  const store = await testStore();
  const becomes = next(await bring(store, from), to);

  expect(await store.ledger.commit(becomes, event('extended'))).toBe('ok');

  expect(await store.ledger.get(becomes.id)).toEqual(becomes);
});

test.each(everyPair.filter(([from, to]) => !mayBecome(from, to)))('%s may not become %s', async (from, to) => {
  const store = await testStore();
  const stored = await bring(store, from);
  const events = await store.ledger.timeline(stored.id);

  await expect(store.ledger.commit(next(stored, to), event('extended'))).rejects.toThrow(`EU-1 can't become ${to}`);

  expect(await store.ledger.get(stored.id)).toEqual(stored);
  expect(await store.ledger.timeline(stored.id)).toEqual(events);
});

test('of many decisions at once one counts, and only that one is in the audit stream', async () => {
  const { ledger, request } = await testStore();
  const grant = await request();
  const decisions = ['granting', 'denied', 'cancelled', 'lapsed'] as const;

  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      ledger.commit(next(grant, decisions[index % 4] ?? 'denied'), event('approved', undefined, `U${index}`)),
    ),
  );

  expect(results.filter((result) => result === 'ok')).toHaveLength(1);
  expect(results.filter((result) => result === 'conflict')).toHaveLength(19);
  const timeline = await ledger.timeline(grant.id);
  expect(timeline).toHaveLength(2);
  expect(timeline[1]?.actor).toBe(`U${results.indexOf('ok')}`);
});

test('an older or a newer version than the next one is a conflict', async () => {
  const { ledger, active } = await testStore();
  const grant = await active();

  expect(await ledger.commit(next({ ...grant, version: 2 }, 'ending'), event('ending'))).toBe('conflict');
  expect(await ledger.commit(next({ ...grant, version: 4 }, 'ending'), event('ending'))).toBe('conflict');
});

test('a grant that does not exist, or is of another business, is missing', async () => {
  const { ledger, request } = await testStore();
  const grant = await request();

  expect(await ledger.commit({ ...next(grant, 'granting'), id: 'EU-99' }, event('approved'))).toBe('missing');
  expect(await ledger.commit({ ...next(grant, 'granting'), id: 'US-1' }, event('approved'))).toBe('missing');
  expect(await ledger.get('US-1')).toBeNull();
});

test('who, what and for which ticket never change', async () => {
  const { ledger, request } = await testStore();
  const grant = next(await request(), 'granting');

  for (const changes of [{ principal: '1' }, { requester: 'U0BEN' }, { ticket: '1' }]) {
    await expect(ledger.commit({ ...grant, ...changes }, event('approved'))).rejects.toThrow("can't become");
  }
});

test('when the event cannot be appended nothing is changed', async () => {
  const { redis, business, ledger, request } = await testStore();
  const grant = await request();
  const before = await everything();
  await redis.set(keysOf(business.id).events, 'not a stream');

  await expect(ledger.commit(next(grant, 'granting'), event('approved'))).rejects.toThrow('WRONGTYPE');
  await expect(request({ ticket: '457' })).rejects.toThrow('WRONGTYPE');
  await expect(ledger.tick(grant.lapsesAt, 10)).rejects.toThrow('WRONGTYPE');

  expect(await everything()).toEqual(before);

  async function everything() {
    const { grant: record, pairs, due, pending, person, tickets } = keysOf(business.id);
    return Promise.all([
      redis.get(record(1)),
      redis.hgetall(pairs),
      redis.zrange(due, 0, '-1', 'WITHSCORES'),
      redis.zrange(pending, 0, '-1'),
      redis.lrange(person('U0ANA'), 0, -1),
      redis.hgetall(tickets),
    ]);
  }
});

test('the detail of an event is kept with its numbers and words', async () => {
  const { ledger, request } = await testStore();
  const grant = await request();
  const detail = { reason: 'wrong "customer" 🙈', minutes: 30 };

  await ledger.commit(next(grant, 'denied'), { ...event('denied'), detail });

  expect((await ledger.timeline(grant.id)).at(-1)).toMatchObject({ kind: 'denied', state: 'denied', detail });
});

test('a card that was posted meanwhile is not forgotten by a commit that did not know it', async () => {
  const { ledger, request } = await testStore();
  const grant = await request();

  await ledger.setCard(grant.id, '1700000000.000100', 1);
  const result = await ledger.commit(next(grant, 'granting'), event('approved'));

  expect(result).toBe('ok');
  expect(await ledger.get(grant.id)).toMatchObject({ version: 2, card: '1700000000.000100', cardVersion: 1 });
});

test('a card shows the newest version that it was drawn from, whoever reports last', async () => {
  const { ledger, active } = await testStore();
  const { id } = await active();

  await ledger.setCard(id, '1700000000.000100', 3);
  await ledger.setCard(id, '1700000000.000100', 2);

  expect(await ledger.get(id)).toMatchObject({ version: 3, cardVersion: 3 });
  expect(await ledger.timeline(id)).toHaveLength(3);
});

test('a card that shows what a failover has forgotten counts as one that shows nothing', async () => {
  const { ledger, active } = await testStore();
  const { id } = await active();

  await ledger.setCard(id, '1700000000.000100', 4);

  expect(await ledger.get(id)).toMatchObject({ version: 3, card: '1700000000.000100', cardVersion: 0 });
});

test('what was told of a grant is counted by its events, and an event that a failover has forgotten counts for none', async () => {
  const { ledger, active } = await testStore();
  const { id } = await active();
  const [first, second] = await ledger.timeline(id);

  await ledger.setTold(id, second?.id ?? '');
  await ledger.setTold(id, first?.id ?? '');
  await ledger.setTold(id, '1700000000000-0');

  expect(await ledger.get(id)).toMatchObject({ told: 2 });
});

test('a grant finds its own events, however close or far apart, and also when its record has their ids in full', async () => {
  const store = await testStore();
  const { ledger, redis, business } = store;
  const many = await Promise.all([1, 2, 3].map((number) => store.request({ ticket: `${number}` })));
  await Promise.all(many.map((grant) => ledger.commit(next(grant, 'granting'), event('approved'))));
  await new Promise((done) => setTimeout(done, 30));
  for (const grant of many) await ledger.commit(next(next(grant, 'granting'), 'active'), event('activated'));

  const keys = keysOf(business.id);
  for (const { id } of many) {
    const own = (await ledger.timeline(id)).map(({ id: entry, grant, kind }) => ({ entry, grant, kind }));
    expect(own.map(({ grant, kind }) => `${grant} ${kind}`)).toEqual([
      `${id} requested`,
      `${id} approved`,
      `${id} activated`,
    ]);
    const number = Number(id.split('-')[1]);
    const record = JSON.parse((await redis.get(keys.grant(number))) ?? '');
    await redis.set(keys.grant(number), JSON.stringify({ ...record, e: own.map(({ entry }) => entry).join(' ') }));
    expect((await ledger.timeline(id)).map(({ id: entry }) => entry)).toEqual(own.map(({ entry }) => entry));
    const active = await ledger.get(id);
    if (active) await ledger.commit(next(active, 'ending'), event('ending'));
    expect((await ledger.timeline(id)).map(({ kind }) => kind)).toEqual([
      'requested',
      'approved',
      'activated',
      'ending',
    ]);
  }
});
