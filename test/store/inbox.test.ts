import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { type Inbox, type InboxItem, MaybeKept } from '../../src/access/ports/inbox.ts';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { createInbox } from '../../src/store/inbox.ts';
import { keysOf } from '../../src/store/keys.ts';
import { redisLine } from '../chaos/redis-line.ts';
import { START } from '../support/grants.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';

const REPLY = 'https://hooks.slack.example/commands/T0NORTHWIND/1/secret-part';
const item: InboxItem = {
  kind: 'command',
  user: 'U0ANA',
  channel: 'C0SUPPORT',
  at: START,
  data: { text: 'request page 123 for ticket 456', reply: REPLY },
};

function inboxOf(
  { redis, business }: TestRedis,
  facts: { consumer?: string; secret?: string; idle?: number } = {},
): Inbox {
  const inbox = createInbox({ redis, business, consumer: 'one', secret: 'signing-secret', ...facts });
  onTestFinished(() => inbox.close());
  return inbox;
}

test('an item comes out as it went in, once, and is gone when it is done', async () => {
  const world = await testRedis();
  const inbox = inboxOf(world);
  await inbox.add(item);

  const [read] = await inbox.read(1_000, 10);
  await inbox.done([read?.id ?? '']);

  expect(read).toEqual({ id: expect.any(String), item, redelivered: false });
  expect(await inbox.read(50, 10)).toEqual([]);
  expect(await world.redis.xlen(keysOf(world.business.id).inbox)).toBe(0);
});

test('what was added while nobody read is not lost', async () => {
  const world = await testRedis();
  const receiver = inboxOf(world, { consumer: 'web' });
  await Promise.all(Array.from({ length: 25 }, (_, index) => receiver.add({ ...item, at: START + index })));

  const worker = inboxOf(world, { consumer: 'worker' });
  const pages = [await worker.read(500, 20), await worker.read(500, 20)];

  expect(pages.flat().map((read) => read.item.at)).toEqual(Array.from({ length: 25 }, (_, index) => START + index));
});

test('Redis holds neither the reply address nor what was typed in clear', async () => {
  const world = await testRedis();
  const inbox = inboxOf(world);
  await inbox.add(item);
  await inbox.add(item);

  const stored = await world.redis.xrange(keysOf(world.business.id).inbox, '-', '+');

  const text = JSON.stringify(stored);
  expect(stored).toHaveLength(2);
  expect(text).not.toContain('secret-part');
  expect(text).not.toContain('ticket 456');
  expect(stored[0]?.[1].at(-1)).not.toBe(stored[1]?.[1].at(-1));
});

test.each([
  ['another secret', { secret: 'rotated' }, null],
  ['another business', {}, '100000000000002'],
])('%s cannot open it: the item comes without its facts', async (_, facts, id) => {
  const world = await testRedis();
  await inboxOf(world).add(item);
  const other = { ...world, business: { key: 'eu', id: id ?? world.business.id } };
  if (id !== null) await world.redis.copy(keysOf(world.business.id).inbox, keysOf(id).inbox);

  const [read] = await inboxOf(other, facts).read(500, 10);

  expect(read?.item).toEqual({ ...item, data: {} });
});

test('hostile words survive sealing', async () => {
  const world = await testRedis();
  const inbox = inboxOf(world);
  const data = { text: `"'\\ \u0001 👩‍👩‍👧‍👦 שלום ')) redis.call('FLUSHALL') --`, 'a b': 'x', empty: '' };
  await inbox.add({ ...item, data });

  const [read] = await inbox.read(500, 10);

  expect(read?.item.data).toEqual(data);
});

test('an event that Slack sends several times is handed out once, to whoever had it first', async () => {
  const world = await testRedis();
  const dead = inboxOf(world, { consumer: 'dead' });
  await dead.add({ ...item, event: 'Ev1' });
  await dead.read(500, 10);
  await dead.close();
  for (const event of ['Ev1', 'Ev2', 'Ev1']) await inboxOf(world).add({ ...item, event });
  await pause(120);
  const alive = inboxOf(world, { consumer: 'alive', idle: 100 });

  const read = [...(await alive.read(500, 10)), ...(await alive.read(500, 10))];
  await alive.done(read.map(({ id }) => id));

  expect(read.map(({ redelivered }) => redelivered)).toEqual([true, false]);
  expect(await world.redis.xlen(keysOf(world.business.id).inbox)).toBe(0);
});

test('an item whose worker died is handled by another', async () => {
  const world = await testRedis();
  const dead = inboxOf(world, { consumer: 'dead' });
  await dead.add(item);
  await dead.read(500, 10);
  await dead.close();
  await pause(120);

  const [read] = await inboxOf(world, { consumer: 'alive', idle: 100 }).read(500, 10);

  expect(read).toMatchObject({ item, redelivered: true });
});

test('an item that its worker keeps is not taken by another, however long it takes', async () => {
  const world = await testRedis();
  const busy = inboxOf(world, { consumer: 'busy' });
  await busy.add(item);
  const [read] = await busy.read(500, 10);
  const keeping = setInterval(() => busy.keep([read?.id ?? '']), 50);
  onTestFinished(() => clearInterval(keeping));
  await pause(400);

  const other = await inboxOf(world, { consumer: 'other', idle: 300 }).read(400, 10);

  expect(other).toEqual([]);
});

test('an item that was done by one who then lost its connection does not come back', async () => {
  const world = await testRedis();
  const first = inboxOf(world);
  await first.add(item);
  const [read] = await first.read(500, 10);
  await first.done([read?.id ?? '']);
  await first.close();

  expect(await inboxOf(world).read(100, 10)).toEqual([]);
});

test('an entry that was deleted before it was acknowledged is passed over', async () => {
  const world = await testRedis();
  const first = inboxOf(world);
  await first.add(item);
  await first.add({ ...item, user: 'U0BEN' });
  const [read] = await first.read(500, 10);
  await first.close();
  await world.redis.xdel(keysOf(world.business.id).inbox, read?.id ?? '');

  const left = await inboxOf(world).read(200, 10);

  expect(left.map(({ item: { user } }) => user)).toEqual(['U0BEN']);
});

test.each(['before', 'after'] as const)(
  'whose connection breaks %s Redis did it hears that nobody knows',
  async (when) => {
    const world = await testRedis();
    const { port, pathname } = new URL(world.url);
    const line = await redisLine(() => Number(port));
    const redis = openRedis(line.url + pathname) as Redis;
    onTestFinished(() => line.close());
    onTestFinished(() => redis.disconnect());
    await whenReady(redis, 5_000);
    const inbox = inboxOf({ ...world, redis });
    await inbox.add(item);

    line.arm({ commands: 1, when, act() {} });
    await expect(inbox.add(item)).rejects.toBeInstanceOf(MaybeKept);
    expect(await world.redis.xlen(keysOf(world.business.id).inbox)).toBe(when === 'after' ? 2 : 1);

    line.sever();
    await pause(20);
    const away: unknown = await inbox.add(item).catch((error: unknown) => error);
    expect([away instanceof Error, away instanceof MaybeKept]).toEqual([true, false]);
  },
);
