import { expect, onTestFinished, test } from 'vitest';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { draft, event, handClock, next } from '../support/grants.ts';
import { startRedis } from '../support/redis-server.ts';

const GRANTS = 10_000;

test('ten thousand active grants, five an asset and a ticket each, take less than 900 bytes each', async () => {
  const server = await startRedis();
  onTestFinished(server.stop);
  const redis = openRedis(server.url);
  onTestFinished(() => redis.disconnect());
  await whenReady(redis, 5_000);
  const ledger = createLedger({ redis, business: { key: 'eu', id: '100000000000001' }, clock: handClock() });
  const before = await usedMemory();

  for (let from = 0; from < GRANTS; from += 500) await Promise.all(Array.from({ length: 500 }, (_, i) => open(from + i)));

  const each = ((await usedMemory()) - before) / GRANTS;
  const history = (await redis.memory('USAGE', 'hallpass:{100000000000001}:events', 'SAMPLES', 0)) ?? 0;
  console.log(each, history / GRANTS, await redis.strlen('hallpass:{100000000000001}:grant:5000'), await redis.get('hallpass:{100000000000001}:grant:5000'));
  for (const k of ['pairs', 'due', 'asset:page:1000', 'ticket:40001', 'person:U0AGENT1', 'grant:5000']) console.log(k, await redis.memory('USAGE', `hallpass:{100000000000001}:${k}`, 'SAMPLES', 0));
  expect(each).toBeLessThan(900);

  async function open(index: number) {
    const request = draft({
      asset: { kind: 'page', id: String(1_000 + Math.floor(index / 5)) },
      principal: String(900_000_000_000_000 + (index % 200)),
      requester: `U0AGENT${index % 200}`,
      ticket: String(40_000 + index),
    });
    const made = await ledger.create(request, event('requested'));
    if (made.kind !== 'ok') throw new Error('open');
    const granting = next(made.grant, 'granting');
    await ledger.commit(granting, event('approved'));
    await ledger.noteWrite(request.asset, request.principal, { generation: 1, baseline: [], at: 1_700_000_000_000 });
    await ledger.setCard(granting.id, '1700000000.000100', 2);
    await ledger.commit(next(granting, 'active'), event('activated'));
  }

  async function usedMemory(): Promise<number> {
    const info = await redis.info('memory');
    return Number(/used_memory:(\d+)/.exec(info)?.[1]) - Number(/mem_clients_normal:(\d+)/.exec(info)?.[1]);
  }
}, 60_000);
