import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { keysOf } from '../../src/store/keys.ts';
import { testStore } from '../support/store.ts';

test('one holds a lease, the others hear that it is taken, until it is released', async () => {
  const { ledger } = await testStore();

  const race = await Promise.all([
    ledger.lease('pair', 5_000),
    ledger.lease('pair', 5_000),
    ledger.lease('pair', 5_000),
  ]);
  const [winner] = race.filter((lease) => lease !== null);
  const other = await ledger.lease('other', 5_000);
  const whileHeld = winner?.held();
  await winner?.release();
  const after = await ledger.lease('pair', 5_000);
  onTestFinished(() => after?.release());
  onTestFinished(() => other?.release());

  expect(race.filter((lease) => lease === null)).toHaveLength(2);
  expect([other?.held(), other?.held(3_000), other?.held(5_000)]).toEqual([true, true, false]);
  expect(whileHeld).toBe(true);
  expect(winner?.held()).toBe(false);
  expect(after?.held()).toBe(true);
});

test('a lease lives on past its span while its holder does', async () => {
  const { ledger } = await testStore();
  const lease = await ledger.lease('pair', 150);
  onTestFinished(() => lease?.release());

  await pause(400);

  expect(lease?.held()).toBe(true);
  expect(await ledger.lease('pair', 150)).toBeNull();
});

test('who lost a lease sees it, and does not release it for the one who has it now', async () => {
  const { redis, business, ledger } = await testStore();
  const key = keysOf(business.id).lease('pair');
  const lost = await ledger.lease('pair', 150);
  await redis.del(key);
  const taken = await ledger.lease('pair', 5_000);
  onTestFinished(() => taken?.release());

  await pause(200);
  const held = lost?.held();
  await lost?.release();

  expect(held).toBe(false);
  expect(await redis.exists(key)).toBe(1);
  expect(taken?.held()).toBe(true);
});

test('a lease that could not be renewed in time is not held any more', async () => {
  const { redis, ledger } = await testStore();
  const lease = await ledger.lease('pair', 150);

  redis.disconnect();
  await pause(250);

  expect(lease?.held()).toBe(false);
});

test('a lease that Redis has forgotten, as after a failover, is held until it is asked for', async () => {
  const { ledger, redis, business } = await testStore();
  const first = await ledger.lease('pair', 5_000);
  onTestFinished(() => first?.release());
  const before = await first?.confirmed();
  await redis.del(keysOf(business.id).lease('pair'));
  const second = await ledger.lease('pair', 5_000);
  onTestFinished(() => second?.release());

  expect([before, first?.held()]).toEqual([true, true]);
  expect([await first?.confirmed(), first?.held()]).toEqual([false, false]);
  expect([await second?.confirmed(), second?.held()]).toEqual([true, true]);
});
