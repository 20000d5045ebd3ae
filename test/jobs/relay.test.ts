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
