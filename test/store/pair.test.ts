import { expect, test } from 'vitest';
import { keysOf } from '../../src/store/keys.ts';
import { draft, event, HOUR, MINUTE, next, START } from '../support/grants.ts';
import { testStore } from '../support/store.ts';

const { asset, principal } = draft();
const unknown = { generation: 0, baseline: null, writtenAt: null, giving: [], grants: [] };

test('a request alone says nothing about what should be held', async () => {
  const { ledger, request } = await testStore();
  await request();

  expect(await ledger.pair(asset, principal)).toEqual(unknown);
});

test('the generation rises with what should be held, and with nothing else', async () => {
  const { ledger, request } = await testStore();
  const generation = async () => (await ledger.pair(asset, principal)).generation;
  const seen: [string, number][] = [];
  const granting = next(await request(), 'granting');
  const active = next(granting, 'active');
  const reminded = next(active, 'active', { reminded: true });
  const asked = next(reminded, 'active', { asked: { by: 'U0ANA', duration: HOUR, at: START } });
  const extended = next(asked, 'active', { expiresAt: START + 2 * HOUR });
  const ending = next(extended, 'ending');
  const late = next(ending, 'ending', { nagAt: START + 3 * HOUR });
  const ended = next(late, 'ended');

  for (const [name, grant] of Object.entries({ granting, active, reminded, asked, extended, ending, late, ended })) {
    await ledger.commit(grant, event('extended'));
    seen.push([name, await generation()]);
  }

  expect(Object.fromEntries(seen)).toEqual({
    granting: 1,
    active: 1,
    reminded: 1,
    asked: 1,
    extended: 2,
    ending: 3,
    late: 3,
    ended: 4,
  });
});

test('a grant that failed raises the generation and is not live any more', async () => {
  const { ledger, granting } = await testStore();
  await ledger.commit(next(await granting(), 'failed'), event('failed'));

  expect(await ledger.pair(asset, principal)).toMatchObject({ generation: 2, grants: [] });
});

test('a pair has the live grants of its asset and person, oldest first, whatever the ticket', async () => {
  const { ledger, request, granting } = await testStore();
  const first = await request();
  await granting({ ticket: '457' });
  await granting({ ticket: '458', requester: 'U0BEN', principal: '900000000000002' });
  await ledger.commit(next(first, 'granting'), event('approved'));

  const { generation, grants } = await ledger.pair(asset, principal);

  expect(generation).toBe(2);
  expect(grants.map((grant) => [grant.id, grant.state])).toEqual([
    ['EU-1', 'granting'],
    ['EU-2', 'granting'],
  ]);
});

test('the first baseline stays, the time of the write moves, and a note from an older generation is refused', async () => {
  const { ledger, granting } = await testStore();
  await granting();

  const first = await ledger.noteWrite(asset, principal, { generation: 1, baseline: ['ANALYZE'], at: START + 1 });
  const second = await ledger.noteWrite(asset, principal, { generation: 1, baseline: ['MODERATE'], at: START + 2 });
  await granting({ ticket: '457' });
  const stale = await ledger.noteWrite(asset, principal, { generation: 1, baseline: [], at: START + 3 });

  expect([first, second, stale]).toEqual(['ok', 'ok', 'conflict']);
  expect(await ledger.pair(asset, principal)).toMatchObject({ baseline: ['ANALYZE'], writtenAt: START + 2 });
});

test('to have held nothing is a baseline too, and no later note replaces it', async () => {
  const { ledger, granting } = await testStore();
  await granting();
  const unread = await ledger.pair(asset, principal);

  await ledger.noteWrite(asset, principal, { generation: 1, baseline: [], at: START });
  await ledger.noteWrite(asset, principal, { generation: 1, baseline: ['ANALYZE'], at: START });

  expect(unread.baseline).toBeNull();
  expect((await ledger.pair(asset, principal)).baseline).toEqual([]);
});

test('the baseline outlives the last grant by five minutes, since reads at Meta may lag', async () => {
  const { redis, business, ledger, granting, clock } = await testStore();
  const grant = await granting();
  await ledger.noteWrite(asset, principal, { generation: 1, baseline: ['ANALYZE'], at: START });
  const ending = next(grant, 'ending');
  await ledger.commit(ending, event('ending', clock.now()));
  await ledger.commit(next(ending, 'ended'), event('ended', clock.now()));

  await ledger.tick(clock.move(5 * MINUTE - 1), 10);
  const resting = await ledger.pair(asset, principal);
  const last = await ledger.tick(clock.move(1), 10);

  expect(resting).toEqual({ generation: 3, baseline: ['ANALYZE'], giving: [], writtenAt: START, grants: [] });
  expect(last).toEqual({ moved: 0, next: null });
  expect(await ledger.pair(asset, principal)).toEqual(unknown);
  expect(await redis.hlen(keysOf(business.id).pairs)).toBe(0);
});

test('a grant that comes within the five minutes keeps the baseline for as long as it lives', async () => {
  const { ledger, granting, clock } = await testStore();
  const first = next(await granting(), 'ending');
  await ledger.noteWrite(asset, principal, { generation: 1, baseline: ['ANALYZE'], at: START });
  await ledger.commit(first, event('ending', clock.now()));
  await ledger.commit(next(first, 'ended'), event('ended', clock.now()));
  clock.move(MINUTE);
  await granting();

  await ledger.tick(clock.move(5 * MINUTE), 10);

  const pair = await ledger.pair(asset, principal);
  expect(pair.baseline).toEqual(['ANALYZE']);
  expect(pair.grants.map((grant) => grant.id)).toEqual(['EU-2']);
});

test('a write to Meta after the last grant ended keeps the baseline for five minutes more', async () => {
  const { ledger, granting, clock } = await testStore();
  const ending = next(await granting(), 'ending');
  await ledger.commit(ending, event('ending', clock.now()));
  await ledger.commit(next(ending, 'ended'), event('ended', clock.now()));
  clock.move(4 * MINUTE);

  await ledger.noteWrite(asset, principal, { generation: 3, baseline: [], at: clock.now() });
  await ledger.tick(clock.move(4 * MINUTE), 10);
  const kept = await ledger.pair(asset, principal);
  await ledger.tick(clock.move(MINUTE), 10);

  expect(kept.baseline).toEqual([]);
  expect(await ledger.pair(asset, principal)).toEqual(unknown);
});

test('a request that waits while the baseline is forgotten stays findable, and leaves nothing behind when it is denied', async () => {
  const { redis, business, ledger, granting, request, clock } = await testStore();
  const ending = next(await granting(), 'ending');
  await ledger.commit(ending, event('ending', clock.now()));
  await ledger.commit(next(ending, 'ended'), event('ended', clock.now()));
  const waiting = await request();

  await ledger.tick(clock.move(5 * MINUTE), 10);
  const again = await ledger.create(draft(), event('requested', clock.now()));
  await ledger.commit(next(waiting, 'denied'), event('denied', clock.now()));
  await ledger.tick(clock.move(5 * MINUTE), 10);

  expect(again).toEqual({ kind: 'open', id: waiting.id });
  expect(await redis.hlen(keysOf(business.id).pairs)).toBe(0);
  expect(await redis.zcard(keysOf(business.id).due)).toBe(0);
});

test('a principal belongs to whoever was first, in a race too', async () => {
  const { ledger } = await testStore();

  const race = await Promise.all(['U0ANA', 'U0BEN', 'U0LEA'].map((user) => ledger.bindPerson(principal, user)));

  expect(new Set(race).size).toBe(1);
  expect(await ledger.bindPerson(principal, 'U0OLG')).toBe(race[0]);
  expect(await ledger.bindPerson('900000000000002', 'U0BEN')).toBe('U0BEN');
});
