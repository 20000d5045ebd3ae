import { expect, it } from 'vitest';
import { createCounts } from '../../src/store/counts.ts';
import { keysOf } from '../../src/store/keys.ts';
import { event, next } from '../support/grants.ts';
import { testStore } from '../support/store.ts';

const MINUTE = 60_000;

it('counts what waits, lives, ends and is late, and no pair that rests', async () => {
  const store = await testStore();
  const { clock, ledger } = store;
  const counts = createCounts(store);
  await store.request({ ticket: '1', principal: '11' });
  await store.active({ ticket: '2', principal: '12' });
  await store.granting({ ticket: '3', principal: '13' });
  const gone = await store.ending({ ticket: '4', principal: '14' });
  const ending = await store.ending({ ticket: '5', principal: '15' });
  const before = await counts();

  await ledger.commit(next(gone, 'ended'), event('ended', clock.now(), 'hallpass'));
  const after = await counts();
  clock.move(ending.endsAt + 3 * MINUTE - clock.now());
  const later = await counts();

  expect(before).toEqual({ pending: 1, live: 4, ending: 2, overdue: 0, late: 0 });
  expect(after).toEqual({ pending: 1, live: 3, ending: 1, overdue: 0, late: 0 });
  expect(later).toMatchObject({ ending: 1, overdue: 1, late: 3 * MINUTE });
});

it('counts in again what the script that ends by deadline moved, and forgets what an older version ended unseen', async () => {
  const store = await testStore();
  const { clock, ledger, redis, business } = store;
  const counts = createCounts(store);
  const grant = await store.active();
  clock.move(grant.expiresAt + 2 * MINUTE - clock.now());
  await ledger.tick(clock.now(), 10);
  const late = await counts();

  const ending = await ledger.get(grant.id);
  if (ending?.state !== 'ending') throw new Error('it did not end');
  await ledger.commit(next(ending, 'ended'), event('ended', clock.now(), 'hallpass'));
  await redis.zadd(keysOf(business.id).ending, grant.expiresAt, '1');

  expect(late).toMatchObject({ overdue: 1, late: 2 * MINUTE });
  expect(await counts()).toMatchObject({ live: 0, ending: 0, overdue: 0 });
});
