import { expect, test } from 'vitest';
import type { State } from '../../src/access/grant.ts';
import { draft, event, next } from '../support/grants.ts';
import { testStore } from '../support/store.ts';

const { asset } = draft();
const LEAVE = { leave: 'ask' } as const;

test('what is not over on an asset is known however long its history is, and the end that is not the last offers nothing', async () => {
  const { ledger, active, ending, request } = await testStore();
  const oldest = await active({ principal: '1', requester: 'U0BEN' });
  const requests = await Promise.all(Array.from({ length: 250 }, (_, index) => request({ ticket: `t${index}` })));
  await Promise.all(requests.map((grant) => ledger.commit(next(grant, 'denied'), event('denied'))));
  const last = await ending({ ticket: 'last' });

  expect((await ledger.openOn(asset, 10)).map(({ id }) => id)).toEqual([oldest.id, last.id]);
  await ledger.commit(next(last, 'ended', LEAVE), event('ended'));

  expect(await ledger.get(last.id)).not.toHaveProperty('leave');
  expect((await ledger.openOn(asset, 10)).map(({ id }) => id)).toEqual([oldest.id]);
});

test.each<State>(['denied', 'cancelled', 'lapsed'])('a request that was %s is over', async (state) => {
  const { ledger, request } = await testStore();
  const grant = await request();
  expect(await ledger.openOn(asset, 10)).toEqual([grant]);

  await ledger.commit(next(grant, state), event('denied'));

  expect(await ledger.openOn(asset, 10)).toEqual([]);
});

test('a lapse by the clock and a failure are over too, and another asset is another one', async () => {
  const { ledger, request, granting } = await testStore();
  const { lapsesAt } = await request();
  await ledger.commit(next(await granting({ ticket: '2' }), 'failed'), event('failed'));
  const other = await request({ asset: { kind: 'page', id: '9' }, lapsesAt: lapsesAt + 1 });
  await ledger.tick(lapsesAt, 10);

  expect(await ledger.openOn(asset, 10)).toEqual([]);
  expect(await ledger.openOn(other.asset, 10)).toEqual([other]);
});

test('of ends that are committed in one instant, exactly the last offers to leave', async () => {
  const { ledger, ending } = await testStore();
  const grants = await Promise.all(Array.from({ length: 8 }, (_, n) => ending({ principal: `${n}`, ticket: `${n}` })));

  await Promise.all(grants.map((grant) => ledger.commit(next(grant, 'ended', LEAVE), event('ended'))));

  const stored = await Promise.all(grants.map(({ id }) => ledger.get(id)));
  expect(stored.filter((grant) => grant && 'leave' in grant)).toHaveLength(1);
});

test('an end that is committed again as left keeps what it was', async () => {
  const { ledger, ending, request } = await testStore();
  const ended = next(await ending(), 'ended', LEAVE);
  await ledger.commit(ended, event('ended'));
  await request({ ticket: 'new' });

  await ledger.commit(next(ended, 'ended', LEAVE), event('left'));

  expect(await ledger.get(ended.id)).toHaveProperty('leave');
});
