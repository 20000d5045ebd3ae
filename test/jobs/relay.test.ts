import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Delivery, Outbox } from '../../src/access/ports/outbox.ts';
import type { Queues } from '../../src/jobs/queue.ts';
import { startRelay } from '../../src/jobs/relay.ts';
import { eventually } from '../support/eventually.ts';
import { silent } from '../support/silent-log.ts';
import { testStore } from '../support/store.ts';

it.each([
  ['at once', 0, false],
  ['after it was held up for so long that another one may have followed them', 2_100, true],
])('follows events %s', async (_, held, redelivered) => {
  const { ledger, request } = await testStore();
  const grant = await request();
  const [event] = await ledger.timeline(grant.id);
  const one = { event, grant, redelivered: false } as Delivery;
  const reads = [[one]];
  const outbox = {
    async read() {
      await sleep(reads.length > 0 ? held : 20);
      return reads.shift() ?? [];
    },
    ack: async () => {},
  } as unknown as Outbox;
  const followed: Delivery[] = [];
  const queues = { follow: async (all: Delivery[]) => void followed.push(...all) } as unknown as Queues;

  const relay = startRelay({ outbox, ledger, queues, log: silent, after: Promise.resolve() }, () => {});
  onTestFinished(() => relay.stop());

  await eventually(() => expect(followed).toEqual([{ ...one, redelivered }]));
});

it('leaves what it has followed to come again where Redis was another one meanwhile, which may not have the jobs', async () => {
  const { ledger, request } = await testStore();
  const grant = await request();
  const [event] = await ledger.timeline(grant.id);
  const reads = [[{ event, grant, redelivered: false }], [{ event, grant, redelivered: true }]];
  const acked: string[] = [];
  const outbox = {
    async read() {
      await sleep(20);
      return reads.shift() ?? [];
    },
    ack: async (ids: string[]) => void acked.push(...ids),
  } as unknown as Outbox;
  let [follows, turn] = [0, 0];
  const follow = async () => {
    follows += 1;
    if (follows === 1) turn += 1;
  };
  const unbroken = () => {
    const at = turn;
    return () => turn === at;
  };
  const queues = { follow } as unknown as Queues;

  const parts = { outbox, ledger: { ...ledger, unbroken }, queues, log: silent, after: Promise.resolve() };
  const relay = startRelay(parts, () => {});
  onTestFinished(() => relay.stop());

  await eventually(() => expect(follows).toBe(2));
  await eventually(() => expect(acked).toEqual([event?.id]));
});
