import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { inReplica } from '../../src/store/in-replica.ts';
import { eventually } from '../support/eventually.ts';
import { ownRedis } from '../support/own-redis.ts';

const KEY = 'hallpass:{1}:pairs';

test('what is about to leave for Meta is in a replica before, and a replica that hangs holds it up once', async () => {
  const master = await ownRedis(['--repl-diskless-sync-delay', '0']);
  const replica = await ownRedis(['--replicaof', `127.0.0.1 ${master.port}`]);
  onTestFinished(async () => {
    await Promise.all([master.stop(), replica.stop()]);
  });
  await eventually(async () => expect(await replica.client.info('replication')).toMatch(/master_link_status:up/));
  const there = inReplica(master.client, KEY, { within: 5_000 });
  const quick = inReplica(master.client, KEY, { within: 50, rest: 60_000 });
  const took = async (work: Promise<void>) => {
    const started = performance.now();
    await work;
    return performance.now() - started;
  };

  replica.freeze();
  await master.client.set(KEY, 'first');
  const late = await took(quick());
  await master.client.set(KEY, 'second');
  let done = false;
  const waiting = there().then(() => {
    done = true;
  });
  await pause(100);
  const before = done;
  replica.thaw();
  await waiting;

  expect(before).toBe(false);
  expect(await replica.client.get(KEY)).toBe('second');
  expect(late).toBeGreaterThan(45);
  expect(await took(Promise.all([quick(), quick()]).then(() => {}))).toBeLessThan(45);
});
