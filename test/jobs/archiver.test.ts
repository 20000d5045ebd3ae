import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Entry, Feed } from '../../src/access/ports/archive.ts';
import type { Ledger } from '../../src/access/ports/ledger.ts';
import { archiveAt } from '../../src/archive/business-archive.ts';
import { verifyChain } from '../../src/archive/verify.ts';
import { type Archiver, startArchiver } from '../../src/jobs/archiver.ts';
import { createFeed } from '../../src/store/feed.ts';
import { keysOf } from '../../src/store/keys.ts';
import { archived, change, ownFolder } from '../support/archive.ts';
import { eventually } from '../support/eventually.ts';
import { draft, event, next } from '../support/grants.ts';
import { silent } from '../support/silent-log.ts';
import { type TestStore, testStore } from '../support/store.ts';

type Office = {
  store: TestStore;
  root: string;
  folder: string;
  feed: Feed;
  start(of?: Feed, ledger?: Pick<Ledger, 'lease' | 'replicated'>): Archiver;
  lines(): (Entry & { seq: number })[];
  reaches(count: number): Promise<void>;
  errors: string[];
};

/** An archive of a store in a folder of its own; `feed` may be another one. */
async function office(): Promise<Office> {
  const store = await testStore();
  const root = ownFolder();
  const folder = join(root, 'eu');
  const errors: string[] = [];
  const log = { ...silent, error: (_: object, sentence: string) => void errors.push(sentence) };
  const feed = createFeed(store);
  const start = (of: Feed = feed, ledger: Pick<Ledger, 'lease' | 'replicated'> = store.ledger) => {
    const archive = archiveAt({ dir: root }, { business: store.business, feed: of, clock: store.clock, log });
    const archiver = startArchiver({ business: 'eu', ledger, archive, clock: store.clock, log });
    onTestFinished(() => archiver.stop());
    return archiver;
  };
  const lines = () => archived(folder).map((line) => JSON.parse(line) as Entry & { seq: number });
  const reaches = (count: number) =>
    eventually(async () => {
      const { tail } = await verifyChain(folder);
      if (tail.seq < count) throw new Error(`the archive has ${tail.seq} lines`);
    });
  return { store, root, folder, feed, start, lines, reaches, errors };
}

it('writes down every event with its grant, and what was held before', async () => {
  const { store, start, lines, reaches, folder, feed } = await office();
  const grant = await store.active();
  const { asset, principal } = grant;
  const { generation } = await store.ledger.pair(asset, principal);
  await store.ledger.noteWrite(asset, principal, { generation, baseline: ['ADVERTISE'], at: 1, owed: ['ADVERTISE'] });

  start();
  await reaches(3);
  await store.ledger.commit(next(grant, 'ending'), event('ending'));
  await reaches(4);

  const timeline = await store.ledger.timeline(grant.id);
  expect(lines().map((line) => line.event)).toEqual(timeline);
  expect(lines()[2]).toMatchObject({ grant, before: { baseline: ['ADVERTISE'], owed: ['ADVERTISE'] } });
  expect(lines()[3]).toMatchObject({ grant: await store.ledger.get(grant.id) });
  await eventually(async () => expect((await feed.marker())?.seq).toBe(4));
  expect(await feed.waitingSince()).toBeNull();
  expect((await verifyChain(folder)).faults).toEqual([]);
});

it('has each event once, however often it is stopped between the disk and Redis, and whoever goes on', async () => {
  const { store, start, lines, reaches, feed, folder } = await office();
  let cut = 0;
  const dying: Feed = {
    ...feed,
    async mark(tail) {
      cut += 1;
      if (cut % 2 === 0) return feed.mark(tail);
      throw new Error('cut');
    },
  };
  const archivers = [start(dying), start(dying)];

  for (let n = 0; n < 40; n += 1) {
    await store.request({ asset: { kind: 'page', id: `${n + 1}` } });
    if (n === 20) await archivers[0]?.stop();
  }
  await reaches(40);
  await Promise.all(archivers.map((one) => one.stop()));

  expect(cut).toBeGreaterThan(1);
  expect(lines().map((line) => line.event.grant)).toEqual(Array.from({ length: 40 }, (_, n) => `EU-${n + 1}`));
  expect((await verifyChain(folder)).faults).toEqual([]);
});

it('writes nothing that no replica of Redis knows, which a failover would forget', async () => {
  const { store, start, lines, reaches, folder, feed } = await office();
  let [known, asked] = [false, 0];
  const replicated = async () => {
    asked += 1;
    return known;
  };
  await store.active();

  start(feed, { lease: store.ledger.lease, replicated });
  await eventually(() => expect(asked).toBeGreaterThan(1));
  expect([existsSync(folder) ? lines() : [], await feed.marker()]).toEqual([[], null]);
  known = true;
  await reaches(3);

  expect(lines()).toHaveLength(3);
});

it('goes on after a disk that failed, and nobody waited for it', async () => {
  const { store, root, reaches, folder, feed } = await office();
  let failures = 2;
  const real = archiveAt({ dir: root }, { business: store.business, feed, clock: store.clock, log: silent });
  const open: typeof real.open = async (durable) => {
    const archive = await real.open(durable);
    return {
      ...archive,
      async append(...args) {
        if (failures-- > 0) throw new Error('ENOSPC');
        return archive.append(...args);
      },
    };
  };
  const archive = { feed, open };
  const archiver = startArchiver({
    business: 'eu',
    ledger: store.ledger,
    archive,
    clock: store.clock,
    log: silent,
  });
  onTestFinished(() => archiver.stop());

  await store.active();
  await reaches(3);

  expect((await verifyChain(folder)).faults).toEqual([]);
});

it.each<[string, (office: Office) => Promise<unknown>]>([
  ['was emptied', ({ store: { redis } }) => redis.flushdb().then(() => redis.set('hallpass-test', '1'))],
  [
    'is an older copy',
    async ({ store: { redis, business }, feed }) => {
      const { archived: key, events } = keysOf(business.id);
      const { head = '', event: last = '' } = (await feed.marker()) ?? {};
      await redis.del(key);
      await redis.hset(key, { seq: 2, head, event: '1-1' });
      await redis.xdel(events, last);
    },
  ],
])('writes nothing more when Redis %s under it, and says so', async (_, lose) => {
  const here = await office();
  const { store, start, reaches, lines, errors, feed, root } = here;
  await store.active();
  const archiver = start();
  await reaches(3);
  await eventually(async () => expect((await feed.marker())?.seq).toBe(3));
  await archiver.stop();
  await lose(here);

  const after = start();
  await store.ledger.create(draft({ ticket: '999' }), event('requested'));
  await eventually(() => expect(after.gap()).toMatchObject({ lost: 'redis', archived: 3 }));

  expect(errors).toEqual([
    expect.stringMatching(/^eu: Redis does not know what is archived: the archive has 3 events/),
  ]);
  expect(lines()).toHaveLength(3);
  const gap = await archiveAt({ dir: root }, { business: store.business, feed, clock: store.clock, log: silent }).gap();
  expect(gap?.lost).toBe('redis');
  expect(errors[0]).toBe(`${gap?.words} ${gap?.remedy}`);
});

it.each<[string, number]>([
  ['before anything was read', 0],
  ['with events in hand', 1],
])('does not write its place into a Redis that was emptied in the middle of a turn, %s', async (_, waiting) => {
  const { store, start, reaches, feed } = await office();
  await store.active();
  const archiver = start();
  await reaches(3);
  await eventually(async () => expect((await feed.marker())?.seq).toBe(3));
  await archiver.stop();
  for (let n = 0; n < waiting; n += 1) await store.request({ ticket: `${n}` });
  let emptied = false;
  const unlucky: Feed = {
    ...feed,
    async after(...args) {
      const entries = await feed.after(...args);
      if (!emptied) {
        emptied = true;
        await store.redis.flushdb();
        await store.redis.set('hallpass-test', '1');
      }
      return entries;
    },
  };

  const after = start(unlucky);

  await eventually(() => expect(after.gap()).toMatchObject({ lost: 'redis', archived: 3 }));
  expect(await feed.marker()).toBeNull();
});

it('goes on after what another one wrote whose lease a failover forgot', async () => {
  const { store, start, reaches, feed, folder, lines } = await office();
  await store.active();
  const last = createFeed(store);
  let asked = 0;
  const slow: Feed = {
    ...feed,
    async marker() {
      asked += 1;
      // The first is for opening it, the second compares.
      if (asked === 2) {
        const other = await archiveAt(
          { dir: join(folder, '..') },
          { business: store.business, feed: last, clock: store.clock, log: silent },
        ).open(0);
        await other.append(await last.after(other.tail().event, 10), store.clock.now(), () => true);
        await last.mark(other.tail());
        await other.close();
      }
      return feed.marker();
    },
  };

  const archiver = start(slow);
  await eventually(() => expect(archiver.gap()).toMatchObject({ lost: 'archive' }));
  await store.request({ ticket: '999' });
  await reaches(4);

  expect(lines()).toHaveLength(4);
  expect(archiver.gap()).toBeNull();
});

it('cuts nothing off an archive of which Redis knows nothing: it may be all that there is', async () => {
  const { store, start, reaches, feed, folder, lines, errors } = await office();
  await store.active();
  const archiver = start();
  await reaches(3);
  await eventually(async () => expect((await feed.marker())?.seq).toBe(3));
  await archiver.stop();
  const [segment = ''] = readdirSync(folder);
  change(join(folder, segment), (before) => before.with(1, (before[1] ?? '').replace('U0', 'W0')));
  const before = lines();
  await store.redis.flushdb();
  await store.redis.set('hallpass-test', '1');

  const after = start();
  await eventually(() => expect(after.gap()).toMatchObject({ lost: 'redis' }));

  expect(errors).toHaveLength(1);
  expect(lines()).toEqual(before);
});

it('writes nothing into another folder, or one that was cut off', async () => {
  const { store, start, reaches, feed } = await office();
  await store.active();
  const archiver = start();
  await reaches(3);
  await eventually(async () => expect((await feed.marker())?.seq).toBe(3));
  await archiver.stop();
  const elsewhere = ownFolder();

  const gap = await archiveAt(
    { dir: elsewhere },
    { business: store.business, feed, clock: store.clock, log: silent },
  ).gap();
  const other = archiveAt({ dir: elsewhere }, { business: store.business, feed, clock: store.clock, log: silent });
  const late = startArchiver({
    business: 'eu',
    ledger: store.ledger,
    archive: other,
    clock: store.clock,
    log: silent,
  });
  onTestFinished(() => late.stop());
  await eventually(() => expect(late.gap()).toEqual({ lost: 'archive', archived: 0, known: 3 }));

  expect(gap?.words).toMatch(/^eu: the archive has lost events: Redis knows of 3 that were archived, and 0 are there/);
  expect(archived(join(elsewhere, 'eu'))).toEqual([]);
});
