import { expect, it } from 'vitest';
import type { Finding } from '../../src/access/ports/watch.ts';
import { foundEvent } from '../../src/access/reconcile/found.ts';
import { createFeed } from '../../src/store/feed.ts';
import { createForgetting } from '../../src/store/forget.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { START } from '../support/grants.ts';
import { testStore } from '../support/store.ts';

const PAGE = { kind: 'page', id: '123' } as const;
const KEY = 'page:123:7';
const ben: Finding = {
  ...{ asset: PAGE, assetName: 'Acme Shoes', principal: '7', name: 'Ben Okafor' },
  ...{ tasks: ['ANALYZE', 'DRAFT'], at: START, state: 'open' },
};
const lead = { at: START, actor: 'U0LEA', origin: 'click-1' };
const stands = { name: 'Ben Okafor', tasks: ['ANALYZE'], by: 'U0LEA', at: START };

it('a finding, what stands and the event that says so come in one step, also when ten are at it', async () => {
  const store = await testStore();
  const { watch } = store.ledger;
  await watch.change(KEY, () => ({ finding: ben, event: foundEvent('found', { at: START }, ben) }));

  const made = await Promise.all(
    Array.from({ length: 10 }, () =>
      watch.change(KEY, (known, standing) =>
        known?.state === 'open' && !standing
          ? {
              finding: { ...known, state: 'standing' },
              standing: stands,
              event: foundEvent('found-standing', lead, ben),
            }
          : null,
      ),
    ),
  );

  expect(made.filter((one) => one !== null)).toHaveLength(1);
  expect([await watch.finding(KEY), (await watch.standing()).get(KEY)]).toMatchObject([{ state: 'standing' }, stands]);
  const [first, second, ...rest] = await createFeed(store).after('0-0', 99);
  expect(first).toMatchObject({ event: { kind: 'found', actor: 'hallpass', state: 'open' }, grant: null });
  expect(second?.event).toEqual({
    ...{ id: expect.any(String), grant: '', kind: 'found-standing', at: START, actor: 'U0LEA', state: 'standing' },
    detail: { asset: 'page:123', asset_name: 'Acme Shoes', principal: '7', name: 'Ben Okafor', tasks: 'ANALYZE,DRAFT' },
    origin: 'click-1',
  });
  expect(rest).toEqual([]);
  expect((await watch.events('page:123', 9)).map(({ kind }) => kind)).toEqual(['found', 'found-standing']);
  expect(await watch.events('page:12', 9)).toEqual([]);
});

it('nothing follows from them, and they hold up nothing that follows from a grant', async () => {
  const store = await testStore();
  const { business, redis, ledger } = store;
  const outbox = createOutbox({ redis, business, consumer: 'one' });
  await outbox.read(1, 9);
  await ledger.watch.change(KEY, () => ({ finding: ben, event: foundEvent('found', { at: START }, ben) }));
  await store.request();

  const delivered = await outbox.read(500, 9);
  expect(delivered.map(({ event }) => event.kind)).toEqual(['requested']);
  await outbox.ack(delivered.map(({ event }) => event.id));
  await outbox.close();
  const other = createOutbox({ redis, business, consumer: 'two', idle: 0 });
  expect(await other.read(1, 9)).toEqual([]);
  await other.close();
});

it('they are forgotten once nothing is left to decide and nothing stands', async () => {
  const { business, redis, ledger } = await testStore();
  const { watch } = ledger;
  const forgetting = createForgetting({ redis, business });
  const later = () => forgetting.forget('0-0', Date.now() + 1_000, 9);
  await watch.change(KEY, () => ({ finding: ben, event: foundEvent('found', { at: START }, ben) }));
  expect(await later()).toMatchObject({ forgotten: 0 });
  await watch.change(KEY, () => ({ finding: null, standing: stands }));
  expect(await later()).toMatchObject({ forgotten: 0 });

  await watch.change(KEY, () => ({ standing: null }));
  expect(await later()).toMatchObject({ forgotten: 1 });

  expect(await watch.events('page:123', 9)).toEqual([]);
});
