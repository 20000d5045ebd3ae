import { expect, test } from 'vitest';
import { createLedger } from '../../src/store/ledger.ts';
import { draft, event, handClock, next, START } from '../support/grants.ts';
import { testRedis } from '../support/redis.ts';
import { testStore } from '../support/store.ts';

test('a request gets the business key and a running number, version 1, and its first event', async () => {
  const { ledger, request } = await testStore();

  const first = await request();
  const second = await request({ ticket: '457' });

  expect([first.id, second.id]).toEqual(['EU-1', 'EU-2']);
  expect(first).toEqual({ ...draft(), id: 'EU-1', version: 1 });
  expect(await ledger.get('EU-1')).toEqual(first);
  expect(await ledger.timeline('EU-1')).toEqual([
    {
      id: expect.stringMatching(/^\d+-\d+$/),
      at: START,
      grant: 'EU-1',
      kind: 'requested',
      actor: 'U0ANA',
      state: 'pending',
    },
  ]);
});

test('fifty equal requests at once make one grant; the others hear its id', async () => {
  const { redis, business } = await testRedis();
  const ledger = createLedger({ redis, business, clock: handClock() });

  const made = await Promise.all(Array.from({ length: 50 }, () => ledger.create(draft(), event('requested'))));

  expect(made.filter((result) => result.kind === 'ok')).toHaveLength(1);
  expect(made.filter((result) => result.kind === 'open' && result.id === 'EU-1')).toHaveLength(49);
  expect(await ledger.byTicket('456', 100)).toHaveLength(1);
});

test.each([
  ['another ticket', { ticket: '457' }],
  ['another asset', { asset: { kind: 'page' as const, id: '1003' } }],
  ['an ad account with the same number', { asset: { kind: 'adaccount' as const, id: '123' } }],
  ['another person', { requester: 'U0BEN', principal: '900000000000002' }],
  ['a task more', { tasks: ['ANALYZE', 'ADVERTISE'] }],
])('an open request does not stand in the way of %s', async (_, changes) => {
  const { ledger, request } = await testStore();
  await request();

  expect(await ledger.create(draft(changes), event('requested'))).toMatchObject({ kind: 'ok', grant: { id: 'EU-2' } });
});

test.each([
  ['the same tasks in another order', ['ADVERTISE', 'ANALYZE'], ['ANALYZE', 'ADVERTISE']],
  ['a part of the tasks', ['ADVERTISE', 'ANALYZE'], ['ANALYZE']],
  ['the same task by its name on the New Pages Experience', ['ANALYZE'], ['PROFILE_PLUS_ANALYZE']],
  ['anything below full control', ['PROFILE_PLUS_FULL_CONTROL'], ['ANALYZE', 'MODERATE']],
])('an open request covers %s', async (_, open, wanted) => {
  const { ledger, request } = await testStore();
  await request({ tasks: open });

  expect(await ledger.create(draft({ tasks: wanted }), event('requested'))).toEqual({ kind: 'open', id: 'EU-1' });
});

test('what is granting or active covers too, and what is ending or over does not', async () => {
  const { ledger, active } = await testStore();
  const again = () => ledger.create(draft(), event('requested'));
  const grant = await active();

  const whileActive = await again();
  const ending = next(grant, 'ending');
  await ledger.commit(ending, event('ending'));
  const whileEnding = await again();
  await ledger.commit(next(ending, 'ended'), event('ended'));
  const second = await again();

  expect(whileActive).toEqual({ kind: 'open', id: 'EU-1' });
  expect(whileEnding).toMatchObject({ kind: 'ok', grant: { id: 'EU-2' } });
  expect(second).toEqual({ kind: 'open', id: 'EU-2' });
});

test('a request after a denied one is a new one', async () => {
  const { ledger, request } = await testStore();
  await ledger.commit(next(await request(), 'denied'), event('denied'));

  expect(await ledger.create(draft(), event('requested'))).toMatchObject({ kind: 'ok', grant: { id: 'EU-2' } });
});

test('a wish that comes again is answered with the request that it made, even when that is over', async () => {
  const { ledger } = await testStore();
  const made = await ledger.create(draft(), event('requested'), '17-0:page:123');
  const cancelled = next({ ...draft(), id: 'EU-1', version: 1 }, 'cancelled');
  await ledger.commit(cancelled, event('cancelled'));

  const again = await ledger.create(draft(), event('requested'), '17-0:page:123');
  const another = await ledger.create(draft(), event('requested'), '18-0:page:123');

  expect([made, again, another]).toMatchObject([
    { grant: { id: 'EU-1' } },
    { grant: { id: 'EU-1' } },
    { grant: { id: 'EU-2' } },
  ]);
  expect((await ledger.timeline('EU-1')).map(({ kind }) => kind)).toEqual(['requested', 'cancelled']);
});
