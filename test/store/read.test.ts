import { expect, test } from 'vitest';
import { event, next } from '../support/grants.ts';
import { testStore } from '../support/store.ts';

const ids = (grants: { id: string }[]): string[] => grants.map(({ id }) => id);

test('grants are found by person, asset and ticket, the newest first, whatever became of them', async () => {
  const { ledger, request } = await testStore();
  const first = await request();
  await request({ ticket: '457' });
  await request({ requester: 'U0BEN', principal: '900000000000002' });
  await request({ asset: { kind: 'adaccount', id: '123' }, ticket: '457' });
  await ledger.commit(next(first, 'denied'), event('denied'));

  expect(ids(await ledger.byPerson('U0ANA', 10))).toEqual(['EU-4', 'EU-2', 'EU-1']);
  expect(ids(await ledger.byPerson('U0ANA', 2))).toEqual(['EU-4', 'EU-2']);
  expect(ids(await ledger.byAsset({ kind: 'page', id: '123' }, 10))).toEqual(['EU-3', 'EU-2', 'EU-1']);
  expect(ids(await ledger.byTicket('457', 10))).toEqual(['EU-4', 'EU-2']);
  expect(ids(await ledger.byTicket('457', 1))).toEqual(['EU-4']);
  expect((await ledger.byTicket('456', 10)).map(({ state }) => state)).toEqual(['pending', 'denied']);
});

test('nobody, nothing and no limit give an empty list', async () => {
  const { ledger, request } = await testStore();
  await request();

  expect(await ledger.byPerson('U0LEA', 10)).toEqual([]);
  expect(await ledger.byAsset({ kind: 'group', id: '1' }, 10)).toEqual([]);
  expect(await ledger.byTicket('', 10)).toEqual([]);
  expect(await ledger.byPerson('U0ANA', 0)).toEqual([]);
  expect(await ledger.byTicket('456', 0)).toEqual([]);
  expect(await ledger.pending(0)).toEqual([]);
});

test('pending requests come oldest first, past ten too, without those that were decided', async () => {
  const { ledger, request } = await testStore();
  const made = [];
  for (let ticket = 0; ticket < 12; ticket += 1) made.push(await request({ ticket: `t${ticket}` }));
  const [first, second] = made;
  if (!first || !second) throw new Error('none');

  await ledger.commit(next(first, 'cancelled'), event('cancelled'));
  await ledger.commit(next(second, 'granting'), event('approved'));

  expect(ids(await ledger.pending(100))).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((number) => `EU-${number}`));
  expect(ids(await ledger.pending(2))).toEqual(['EU-3', 'EU-4']);
});

test.each(['EU-', 'EU-0', 'EU-01', 'EU-1x', 'eu-1', 'EU1', 'EU-999', 'EU-1 ', 'EU-1e0', 'constructor', ''])(
  '%j is the id of no grant',
  async (id) => {
    const { ledger, request } = await testStore();
    await request();

    expect(await ledger.get(id)).toBeNull();
    expect(await ledger.timeline(id)).toEqual([]);
  },
);

test.each([
  'a ticket of many words, longer than a key should be, '.repeat(5),
  'ENG-4711',
  '*',
  '}{',
  'a\nb',
  'tíquet 🎫',
  '__proto__',
])('a grant is found by the ticket %j and by no other', async (ticket) => {
  const { ledger, request } = await testStore();
  await request({ ticket });
  await request({ ticket: 'x' });

  expect(ids(await ledger.byTicket(ticket, 10))).toEqual(['EU-1']);
});
