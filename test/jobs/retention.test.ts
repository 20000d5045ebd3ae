import { expect, it, onTestFinished } from 'vitest';
import { startRetention } from '../../src/jobs/retention.ts';
import { createFeed } from '../../src/store/feed.ts';
import { createForgetting } from '../../src/store/forget.ts';
import { keysOf } from '../../src/store/keys.ts';
import { eventually } from '../support/eventually.ts';
import { event, next } from '../support/grants.ts';
import { silent } from '../support/silent-log.ts';
import { testStore } from '../support/store.ts';

const DAY = 86_400_000;

/** A store whose clock agrees with Redis', with a retention of 90 days, and its archive's word of how far it is. */
async function office() {
  const store = await testStore();
  const { redis, business, clock, ledger } = store;
  clock.move(Date.now() - clock.now());
  const feed = createFeed(store);
  const archived = async () => {
    const last = (await feed.after('0-0', 100_000)).at(-1)?.event.id ?? '0-0';
    await feed.mark({ seq: 1, head: 'ab', event: last });
  };
  const start = () => {
    const forgetting = createForgetting(store);
    const loop = startRetention({ retention: 90 * DAY, lease: ledger.lease, feed, forgetting, clock, log: silent });
    onTestFinished(() => loop.stop());
  };
  const denied = async (changes = {}) => {
    const grant = next(await store.request(changes), 'denied');
    await ledger.commit(grant, event('denied', clock.now()));
    return grant;
  };
  return { ...store, keys: keysOf(business.id), feed, archived, start, denied, redis };
}

it('forgets what is over and old with all its events and places, and keeps what is not over', async () => {
  const { ledger, denied, archived, start, active, clock, redis, keys } = await office();
  const before = await redis.dbsize();
  const old = await denied();
  const live = await active({ ticket: '2' });
  for (let n = 3; n < 130; n += 1) await denied({ ticket: `${n}`, asset: { kind: 'page', id: '77' } });
  await archived();
  // So that the last of them is older than what the archive has.
  const young = await denied({ ticket: '456', requester: 'U0BEN' });
  await archived();
  clock.move(91 * DAY);

  start();
  await eventually(async () => expect(await redis.xlen(keys.events)).toBeLessThanOrEqual(6));

  expect(await ledger.get(old.id)).toBeNull();
  expect((await ledger.byPerson('U0ANA', 999)).map(({ id }) => id)).toEqual([live.id]);
  expect((await ledger.byTicket('456', 9)).map(({ id }) => id).filter((id) => id !== young.id)).toEqual([]);
  expect(await ledger.byAsset({ kind: 'page', id: '77' }, 9)).toEqual([]);
  expect(await ledger.byTicket('99', 9)).toEqual([]);
  expect(await ledger.timeline(live.id)).toHaveLength(3);
  expect((await ledger.pair(live.asset, live.principal)).grants).toHaveLength(1);
  expect(await redis.dbsize()).toBeLessThan(before + 14);
});

it('forgets nothing that is young, has a younger event, or is not archived yet', async () => {
  const { ledger, denied, business, redis } = await office();
  const forgetting = createForgetting({ redis, business });
  const old = await denied();
  const times = (await ledger.timeline(old.id)).map(({ id }) => Number(id.split('-')[0]));
  const [first = 0, last = 0] = times;

  expect(await forgetting.forget('0-0', first, 100)).toEqual({ next: null, forgotten: 0 });
  expect(await forgetting.forget('0-0', last, 100)).toMatchObject({ forgotten: 0 });
  expect(await forgetting.forget('0-0', last + 1, 100)).toMatchObject({ forgotten: 1 });
});

it('waits for the archive', async () => {
  const { ledger, denied, clock, start, redis, keys } = await office();
  const old = await denied();
  clock.move(91 * DAY);
  start();
  await new Promise((done) => setTimeout(done, 60));

  expect(await ledger.get(old.id)).not.toBeNull();
  expect(await redis.xlen(keys.events)).toBe(2);
});
