import { expect, onTestFinished, test } from 'vitest';
import { startRedis } from '../../demo/redis.ts';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { draft, event, handClock, next } from '../support/grants.ts';

const GRANTS = 10_000;
const EVENTS = 'hallpass:{100000000000001}:events';

test('an active grant takes less than 900 bytes with its indexes, and its history less than 250', async () => {
  const server = await startRedis();
  onTestFinished(server.stop);
  const redis = openRedis(server.url);
  onTestFinished(() => redis.disconnect());
  await whenReady(redis, 5_000);
  const ledger = createLedger({ redis, business: { key: 'eu', id: '100000000000001' }, clock: handClock() });
  const before = await usedMemory();

  for (let from = 0; from < GRANTS; from += 500) {
    await Promise.all(Array.from({ length: 500 }, (_, index) => open(from + index)));
  }

  const history = ((await redis.memory('USAGE', EVENTS, 'SAMPLES', 0)) ?? 0) / GRANTS;
  const live = ((await usedMemory()) - before) / GRANTS - history;
  expect(await redis.dbsize()).toBeGreaterThan(GRANTS);
  expect(live).toBeLessThan(900);
  expect(history).toBeLessThan(250);

  /** Five grants an asset, a ticket each, two hundred people; with card and baseline. */
  async function open(index: number): Promise<void> {
    const request = draft({
      asset: { kind: 'page', id: String(1_000 + Math.floor(index / 5)) },
      principal: String(900_000_000_000_000 + (index % 200)),
      requester: `U0AGENT${index % 200}`,
      ticket: String(40_000 + index),
    });
    const made = await ledger.create(request, event('requested'));
    if (made.kind === 'open') throw new Error(`${made.id} is open already`);
    const granting = next(made.grant, 'granting');
    await ledger.setCard(granting.id, '1700000000.000100', 1);
    await ledger.commit(granting, event('approved'));
    await ledger.noteWrite(request.asset, request.principal, { generation: 1, baseline: [], at: granting.approvedAt });
    await ledger.commit(next(granting, 'active'), event('activated', undefined, 'hallpass'));
  }

  async function usedMemory(): Promise<number> {
    const info = await redis.info('memory');
    return Number(/used_memory:(\d+)/.exec(info)?.[1]) - Number(/mem_clients_normal:(\d+)/.exec(info)?.[1]);
  }
}, 60_000);
