import { expect, onTestFinished, test } from 'vitest';
import { startRedis } from '../../demo/redis.ts';
import { keysOf } from '../../src/store/keys.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { draft, event, HOUR, MINUTE, next, START } from '../support/grants.ts';
import { testStore } from '../support/store.ts';

test('before its deadline nothing moves, and tick says when the next one is', async () => {
  const { ledger, request, granting } = await testStore();
  await request();
  await granting({ ticket: '457' });

  expect(await ledger.tick(START + 15 * MINUTE - 1, 10)).toEqual({ moved: 0, next: START + 15 * MINUTE });
  expect(await ledger.get('EU-1')).toMatchObject({ state: 'pending', version: 1 });
});

test('a request lapsed at its deadline, however late that is noticed', async () => {
  const { ledger, request } = await testStore();
  const grant = await request();

  await ledger.tick(grant.lapsesAt + 3 * HOUR, 10);

  expect(await ledger.get(grant.id)).toEqual(next(grant, 'lapsed', { lapsedAt: grant.lapsesAt }));
  expect((await ledger.timeline(grant.id)).at(-1)?.at).toBe(grant.lapsesAt + 3 * HOUR);
});

test('a request that nobody decided lapses', async () => {
  const { ledger, request } = await testStore();
  const grant = await request();

  const result = await ledger.tick(grant.lapsesAt, 10);

  expect(result).toEqual({ moved: 1, next: null });
  expect(await ledger.get(grant.id)).toEqual(next(grant, 'lapsed', { lapsedAt: grant.lapsesAt }));
  expect(await ledger.pending(10)).toEqual([]);
  expect((await ledger.timeline(grant.id)).at(-1)).toMatchObject({
    kind: 'lapsed',
    actor: 'hallpass',
    state: 'lapsed',
    at: grant.lapsesAt,
  });
});

test('a grant that never became active is taken back', async () => {
  const { ledger, granting } = await testStore();
  const grant = await granting();
  const now = grant.giveUpAt + 5;

  const result = await ledger.tick(now, 10);

  const { activeAt: _, ...ending } = next(grant, 'ending', { endsAt: now, endReason: 'policy', nagAt: now + MINUTE });
  expect(result).toEqual({ moved: 1, next: now + MINUTE });
  expect(await ledger.get(grant.id)).toEqual(ending);
  expect((await ledger.timeline(grant.id)).at(-1)).toMatchObject({ kind: 'ending', detail: { reason: 'policy' } });
});

test('an active grant is reminded once, then ends at its time', async () => {
  const { ledger, active } = await testStore();
  const grant = await active();

  const reminding = await ledger.tick(grant.remindAt, 10);
  const reminded = await ledger.get(grant.id);
  const quiet = await ledger.tick(grant.expiresAt - 1, 10);
  await ledger.tick(grant.expiresAt + 10, 10);

  expect(reminding).toEqual({ moved: 1, next: grant.expiresAt });
  expect(reminded).toEqual({ ...grant, version: 4, reminded: true });
  expect(quiet.moved).toBe(0);
  expect(await ledger.get(grant.id)).toEqual({
    ...next(grant, 'ending', { endsAt: grant.expiresAt, endReason: 'expired', nagAt: grant.expiresAt + 10 + MINUTE }),
    version: 5,
  });
  expect((await ledger.timeline(grant.id)).map(({ kind }) => kind)).toEqual([
    'requested',
    'approved',
    'activated',
    'reminded',
    'ending',
  ]);
});

test('after a long pause a grant ends without a reminder that would come too late', async () => {
  const { ledger, active } = await testStore();
  const grant = await active();

  await ledger.tick(grant.expiresAt + HOUR, 10);

  expect(await ledger.get(grant.id)).toMatchObject({ state: 'ending', endsAt: grant.expiresAt, version: 4 });
});

test('an open question for more time ends with the grant', async () => {
  const { ledger, active } = await testStore();
  const grant = await active();
  await ledger.commit(
    next(grant, 'active', { asked: { by: 'U0ANA', duration: HOUR, at: START } }),
    event('extension-asked'),
  );

  await ledger.tick(grant.expiresAt, 10);

  expect(await ledger.get(grant.id)).not.toHaveProperty('asked');
});

test('a removal that is late alarms after 1, 2, 4 … 64 minutes, then each hour, and never gives up', async () => {
  const { ledger, ending } = await testStore();
  const { id, endsAt } = await ending();

  const minutes: number[] = [];
  for (let at = endsAt; at <= endsAt + 5 * HOUR; at += MINUTE) {
    if ((await ledger.tick(at, 10)).moved > 0) minutes.push((at - endsAt) / MINUTE);
  }

  const alarms = (await ledger.timeline(id)).filter(({ kind }) => kind === 'overdue');
  expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 64, 124, 184, 244]);
  expect(alarms.map(({ detail }) => Number(detail?.late) / MINUTE)).toEqual(minutes);
  expect(await ledger.get(id)).toMatchObject({ state: 'ending', version: 4 + minutes.length });
});

test('after a pause of days one alarm goes out, and the next within the hour', async () => {
  const { ledger, ending } = await testStore();
  const { endsAt } = await ending();
  const now = endsAt + 72 * HOUR + 7;

  const { moved, next: soon } = await ledger.tick(now, 10);

  expect(moved).toBe(1);
  expect(soon).toBeGreaterThan(now);
  expect(soon).toBeLessThanOrEqual(now + HOUR);
});

test('a batch is never exceeded, and removals go before everything else that is due', async () => {
  const { ledger, request, active, granting } = await testStore();
  const now = START + HOUR;
  for (const ticket of ['1', '2', '3']) await request({ ticket, lapsesAt: START + 1 });
  const kept = await active({ ticket: '4' });
  await ledger.commit(next(kept, 'active', { expiresAt: now + HOUR }), event('extended'));
  await active({ ticket: '5' });
  await granting({ ticket: '6' });

  const first = await ledger.tick(now, 2);
  const removals = await Promise.all([ledger.get('EU-5'), ledger.get('EU-6')]);
  const rest = [await ledger.tick(now, 3), await ledger.tick(now, 3), await ledger.tick(now, 3)];

  expect(first).toEqual({ moved: 2, next: START + 1 });
  expect(removals.map((grant) => grant?.state)).toEqual(['ending', 'ending']);
  expect(rest.map(({ moved }) => moved)).toEqual([3, 1, 0]);
});

test('many instances that tick at once move each grant once', async () => {
  const { ledger, request } = await testStore();
  for (let ticket = 0; ticket < 30; ticket += 1) await request({ ticket: `t${ticket}` });

  const ticks = await Promise.all(Array.from({ length: 10 }, () => ledger.tick(START + 8 * HOUR, 7)));

  expect(ticks.reduce((sum, { moved }) => sum + moved, 0)).toBe(30);
  expect(await ledger.timeline('EU-17')).toHaveLength(2);
});

test('a tick and a person who decide in the same moment do not both win', async () => {
  const { ledger, request } = await testStore();
  const grant = await request();

  const [tick, commit] = await Promise.all([
    ledger.tick(grant.lapsesAt, 10),
    ledger.commit(next(grant, 'granting'), event('approved')),
  ]);

  expect([tick.moved, commit]).toEqual([1, 'conflict']);
  expect(await ledger.timeline(grant.id)).toHaveLength(2);
});

test('a record that cannot be read does not hold up the others', async () => {
  const { redis, business, ledger, request } = await testStore();
  await request();
  const good = await request({ ticket: '457' });
  await redis.set(keysOf(business.id).grant(1), '{broken');

  const { moved } = await ledger.tick(good.lapsesAt, 10);

  expect(moved).toBe(1);
  expect(await ledger.get('EU-2')).toMatchObject({ state: 'lapsed' });
});

test('businesses do not see each other', async () => {
  const { redis, clock, ledger, request } = await testStore();
  const us = createLedger({ redis, business: { key: 'us', id: '100000000000002' }, clock });
  await request();

  const made = await us.create(draft(), event('requested'));
  const tick = await us.tick(START + 8 * HOUR, 10);

  expect(made).toMatchObject({ kind: 'ok', grant: { id: 'US-1' } });
  expect(tick.moved).toBe(1);
  expect(await ledger.get('EU-1')).toMatchObject({ state: 'pending' });
  expect(await ledger.get('US-1')).toBeNull();
});

test('the cost follows what is due: two thousand live grants do not slow a tick that finds one', async () => {
  const server = await startRedis();
  onTestFinished(server.stop);
  const { redis, ledger, request } = await testStore(server.url);
  const count = 2_000;
  await Promise.all(Array.from({ length: count }, (_, index) => request({ ticket: `t${index}` })));
  await request({ ticket: 'due', lapsesAt: START + 1 });
  await redis.call('CONFIG', 'RESETSTAT');

  const { moved } = await ledger.tick(START + 1, 100);

  const calls = /cmdstat_get:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1];
  expect(moved).toBe(1);
  expect(Number(calls)).toBeLessThan(5);
});
