import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startRedis } from '../../demo/redis.ts';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { createCounts } from '../../src/store/counts.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { eventually } from '../support/eventually.ts';
import { draft, event, next } from '../support/grants.ts';
import { ownRedis } from '../support/own-redis.ts';
import { testStore } from '../support/store.ts';

const copies = ['appendonlydir', 'dump.rdb'] as const;

it.each(copies)(
  'what was live in a copy of %s from a Redis that runs ends at its time on another one',
  async (what) => {
    const first = await ownRedis();
    onTestFinished(() => first.stop());
    const { clock, business, redis, ...store } = await testStore(first.url);
    const active = await store.active({ ticket: '1', principal: '11' });
    await store.ending({ ticket: '2', principal: '12' });
    await store.request({ ticket: '3', principal: '13' });
    if (what === 'dump.rdb') await redis.save();
    const folder = await mkdtemp(join(tmpdir(), 'hallpass-restored-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const [, from = ''] = (await redis.config('GET', 'dir')) as string[];
    await mkdir(folder, { recursive: true });
    await cp(join(from, what), join(folder, what), { recursive: true });
    await store.request({ ticket: '4', principal: '14' });
    await first.kill();

    const second = await startRedis({ args: ['--dir', folder, '--appendonly', what === 'dump.rdb' ? 'no' : 'yes'] });
    onTestFinished(second.stop);
    const restored = openRedis(`${second.url}${new URL(`redis://x/${redis.options.db ?? 0}`).pathname}`);
    onTestFinished(() => restored.disconnect());
    expect(await whenReady(restored, 5_000)).toBe(true);
    if (what === 'dump.rdb') await restored.config('SET', 'appendonly', 'yes');
    await eventually(async () => expect(await restored.info('persistence')).toContain('aof_rewrite_in_progress:0'));
    const options = { redis: restored, business, clock };
    const ledger = createLedger(options);
    clock.move(active.expiresAt - clock.now());
    await ledger.tick(clock.now(), 10);
    const outbox = createOutbox({ ...options, consumer: 'restored' });
    onTestFinished(() => outbox.close());

    expect(await createCounts(options)()).toMatchObject({ pending: 1, live: 2, ending: 2 });
    await eventually(async () => {
      const kinds = (await outbox.read(10, 100)).map((one) => `${one.event.grant} ${one.event.kind}`);
      expect(kinds).toContain(`${active.id} ending`);
    });
    const made = await ledger.create(draft({ ticket: '5', principal: '15' }), event('requested', clock.now(), 'U0ANA'));
    expect(made).toMatchObject({ kind: 'ok', grant: { id: 'EU-4' } });
    const ended = await ledger.get(active.id);
    if (ended?.state !== 'ending') throw new Error('it did not end');
    expect(await ledger.commit(next(ended, 'ended'), event('ended', clock.now(), 'hallpass'))).toBe('ok');
  },
);
