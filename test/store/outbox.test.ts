import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Outbox } from '../../src/access/ports/outbox.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { loadScript, run } from '../../src/store/scripts.ts';
import { event, next } from '../support/grants.ts';
import { type TestStore, testStore } from '../support/store.ts';

function outboxOf({ redis, business }: TestStore, consumer = 'one', idle?: number): Outbox {
  const outbox = createOutbox({ redis, business, consumer, ...(idle === undefined ? {} : { idle }) });
  onTestFinished(() => outbox.close());
  return outbox;
}

/** Reads and acknowledges until nothing more comes. */
async function drain(outbox: Outbox): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    const delivered = await outbox.read(300, 10);
    if (delivered.length === 0) return seen;
    seen.push(...delivered.map(({ event: { grant, kind } }) => `${grant} ${kind}`));
    await outbox.ack(delivered.map(({ event: { id } }) => id));
  }
}

test('every event comes in order with the grant as it is now, also from before there was an outbox', async () => {
  const store = await testStore();
  const grant = await store.active();
  const outbox = outboxOf(store);

  const delivered = await outbox.read(1_000, 10);

  expect(delivered.map(({ event: { kind, state } }) => [kind, state])).toEqual([
    ['requested', 'pending'],
    ['approved', 'granting'],
    ['activated', 'active'],
  ]);
  expect(delivered.map((delivery) => delivery.grant)).toEqual([grant, grant, grant]);
  expect(delivered.some(({ redelivered }) => redelivered)).toBe(false);
  expect(delivered.map((delivery) => delivery.event)).toEqual(await store.ledger.timeline(grant.id));
});

test('a read waits for an event and no longer than it was told', async () => {
  const store = await testStore();
  const outbox = outboxOf(store);
  const started = performance.now();
  const empty = await outbox.read(150, 10);
  const waited = performance.now() - started;

  const reading = outbox.read(5_000, 10);
  await pause(50);
  await store.request();

  expect(empty).toEqual([]);
  expect(waited).toBeGreaterThan(140);
  expect(waited).toBeLessThan(1_000);
  expect(await reading).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(3_000);
});

test('a read that is told not to wait answers at once', async () => {
  const outbox = outboxOf(await testStore());
  await outbox.read(100, 10);
  const started = performance.now();

  expect(await outbox.read(0, 10)).toEqual([]);

  expect(performance.now() - started).toBeLessThan(100);
});

test('two relays share the events and none is handed out twice', async () => {
  const store = await testStore();
  await Promise.all(Array.from({ length: 40 }, (_, index) => store.request({ ticket: `t${index}` })));

  const shares = await Promise.all([drain(outboxOf(store, 'one')), drain(outboxOf(store, 'two'))]);

  expect(shares.flat()).toHaveLength(40);
  expect(new Set(shares.flat()).size).toBe(40);
});

test('what a relay that died had taken goes to another one, marked as redelivered', async () => {
  const store = await testStore();
  const grant = await store.granting();
  const dead = outboxOf(store, 'dead');
  await dead.read(1_000, 10);
  await dead.close();
  await store.ledger.commit(next(grant, 'active'), event('activated'));

  await pause(120);
  const outbox = outboxOf(store, 'alive', 100);
  const taken = await outbox.read(1_000, 10);
  await outbox.ack(taken.map((delivery) => delivery.event.id));

  expect(taken.map(({ event: { kind }, redelivered }) => [kind, redelivered])).toEqual([
    ['requested', true],
    ['approved', true],
  ]);
  expect(taken[0]?.grant.state).toBe('active');
  expect(await drain(outbox)).toEqual(['EU-1 activated']);
});

test('a relay that comes back under its name begins with what it had left, page by page', async () => {
  const store = await testStore();
  for (const ticket of ['1', '2', '3', '4', '5']) await store.request({ ticket });
  const before = outboxOf(store);
  const [first] = await before.read(1_000, 5);
  await before.ack([first?.event.id ?? '']);
  await before.close();
  await store.request({ ticket: '6' });

  const after = outboxOf(store);
  const pages = [await after.read(100, 2), await after.read(100, 2), await after.read(100, 2)];

  expect(pages.map((page) => page.map(({ event: { grant }, redelivered }) => [grant, redelivered]))).toEqual([
    [
      ['EU-2', true],
      ['EU-3', true],
    ],
    [
      ['EU-4', true],
      ['EU-5', true],
    ],
    [['EU-6', false]],
  ]);
});

test('what was read and not acknowledged comes again to the same relay', async () => {
  const store = await testStore();
  await store.request();
  const outbox = outboxOf(store, 'one', 100);
  await outbox.read(1_000, 10);

  const again = await outbox.read(1_000, 10);

  expect(again.map(({ event: { grant }, redelivered }) => [grant, redelivered])).toEqual([['EU-1', true]]);
});

test('the outbox goes on after Redis was flushed under it', async () => {
  const store = await testStore();
  const outbox = outboxOf(store);
  const reading = outbox.read(1_500, 10);
  await pause(50);
  await store.redis.flushdb();
  await store.redis.set('hallpass-test', '1');

  await store.request();

  expect([...(await reading), ...(await outbox.read(500, 10))]).toHaveLength(1);
});

test('an event whose grant is not stored any more is acknowledged and not handed out', async () => {
  const store = await testStore();
  await store.request();
  await store.request({ ticket: '457' });
  await store.redis.del(`hallpass:{${store.business.id}}:grant:1`);
  const outbox = outboxOf(store, 'one', 100);

  const delivered = await outbox.read(500, 10);
  await outbox.ack(delivered.map((delivery) => delivery.event.id));
  await pause(120);

  expect(delivered.map((delivery) => delivery.grant.id)).toEqual(['EU-2']);
  expect(await outbox.read(100, 10)).toEqual([]);
});

test('consumers that are gone are forgotten, but not while they have something in hand', async () => {
  const store = await testStore();
  const stream = `hallpass:{${store.business.id}}:events`;
  await store.request();
  await outboxOf(store, 'busy').read(500, 10);
  for (const name of ['gone', 'here']) await store.redis.xgroup('CREATECONSUMER', stream, 'relay', name);
  await pause(900);
  await outboxOf(store, 'here').read(50, 1);

  await run(store.redis, loadScript('sweep-consumers'), [stream], ['relay', 800]);

  const left = (await store.redis.xinfo('CONSUMERS', stream, 'relay')) as unknown[][];
  expect(left.map((facts) => facts[1])).toEqual(['busy', 'here']);
});

test('trouble that does not pass is told', async () => {
  const store = await testStore();
  const outbox = outboxOf(store);
  await store.redis.set(`hallpass:{${store.business.id}}:events`, 'not a stream');

  await expect(outbox.read(500, 10)).rejects.toThrow('WRONGTYPE');
});

test('closing ends a read that waits', async () => {
  const outbox = outboxOf(await testStore());
  const reading = outbox.read(60_000, 10);
  await pause(50);

  await outbox.close();

  expect(await reading).toEqual([]);
  expect(await outbox.read(1_000, 10)).toEqual([]);
});
