import { describe, expect, it, onTestFinished } from 'vitest';
import { careForToken } from '../../src/jobs/token-care.ts';
import { createTokenKeeper } from '../../src/store/token-keeper.ts';
import { createVault } from '../../src/store/vault.ts';
import { EU, openMetaDesk } from '../support/meta-desk.ts';
import { silent } from '../support/silent-log.ts';
import { testStore } from '../support/store.ts';
import { DAY, keyOf, tokenOffice } from '../support/token-office.ts';

const HOUR = 3_600_000;

describe('a token of sixty days', () => {
  it('is left alone until 14 days before its end, and looked at every few hours', async () => {
    const office = await tokenOffice();
    const { look, care } = office.instance();

    const waits = [await look()];
    office.move(46 * DAY - 2 * HOUR);
    waits.push(await look());

    expect(waits.map((wait) => wait / HOUR)).toEqual([6, 2]);
    expect(office.exchanges()).toBe(0);
    expect(care.endsAt()).toBe(office.clock.time + 14 * DAY + 2 * HOUR);
  });

  it.each(['anyone', 'app', 'token'] as const)('is renewed then, where Meta lets %s do it', async (exchangeTokenBy) => {
    const office = await tokenOffice({ exchangeTokenBy, proof: 'required' });
    const { look, keeper, meta, care, sentences } = office.instance();
    office.move(47 * DAY);

    await look();

    expect(keeper.current()).toMatch(/^EAANEW/);
    expect(keeper.origin()).toEqual({
      keys: ['k1'],
      renewed: { endsAt: office.clock.time + 60 * DAY, renewedAt: office.clock.time, key: 'k1' },
      shut: null,
    });
    expect(care.endsAt()).toBe(office.clock.time + 60 * DAY);
    expect(sentences()).toContain('token renewed');
    office.move(14 * DAY);
    await expect(meta.check()).resolves.toBeUndefined();
    expect(await look()).toBe(6 * HOUR);
    expect(office.exchanges()).toBe(exchangeTokenBy === 'token' ? 2 : 1);
  });

  it('is renewed also where Meta does not tell a system user’s token from a person’s', async () => {
    const office = await tokenOffice({ systemUserTokenType: 'USER' });
    const { look, keeper } = office.instance();
    office.move(47 * DAY);

    await look();

    expect(keeper.current()).toMatch(/^EAANEW/);
  });

  it('is renewed again before the renewed one ends', async () => {
    const office = await tokenOffice();
    const { look, keeper } = office.instance();

    const seen = new Set<string>();
    for (let day = 0; day < 200; day++) {
      await look();
      seen.add(keeper.current());
      office.move(DAY);
    }

    expect(seen.size).toBe(5);
    expect(office.graph.calls.every(({ status }) => status === 200)).toBe(true);
  });
});

describe('a renewal', () => {
  it('is done by one of several instances, and the others take the new token up', async () => {
    const office = await tokenOffice();
    const all = [office.instance(), office.instance(), office.instance()];
    office.move(47 * DAY);

    await Promise.all(all.map(({ look }) => look()));
    await Promise.all(all.map(({ look }) => look()));

    expect(office.exchanges()).toBe(1);
    expect(new Set(all.map(({ keeper }) => keeper.current())).size).toBe(1);
    expect(all[0]?.keeper.current()).toMatch(/^EAANEW/);
  });

  it('that another instance did between the look and the lease is not done again', async () => {
    const office = await tokenOffice();
    const faster = office.instance();
    const lease = async (name: string, ttl: number) => {
      await faster.look();
      return office.ledger.lease(name, ttl);
    };
    const slower = office.instance({ lease });
    office.move(47 * DAY);

    await slower.look();

    expect([office.exchanges(), slower.keeper.current()]).toEqual([1, faster.keeper.current()]);
  });

  it('reaches an instance that did not look for it at the first call that Meta refuses', async () => {
    const office = await tokenOffice();
    const [worker, web] = [office.instance(), office.instance({ keys: ['k1'] })];
    office.move(47 * DAY);
    await worker.look();
    office.move(14 * DAY);

    await expect(web.meta.check()).resolves.toBeUndefined();

    expect(web.keeper.current()).toBe(worker.keeper.current());
  });

  it('that a crash cut off after Meta made the new token leaves the old one in use, and comes again', async () => {
    const office = await tokenOffice();
    office.move(47 * DAY);
    const dying = office.instance();
    dying.keeper.keep = () => Promise.reject(new Error('the process died'));
    await expect(dying.look()).rejects.toThrow('died');

    const next = office.instance();
    await next.meta.check();
    const before = next.keeper.current();
    await next.look();

    expect(before).toBe('EAASIXTY');
    expect(next.keeper.current()).toMatch(/^EAANEW/);
    expect(office.exchanges()).toBe(2);
  });

  it('that fails is tried again, at growing distances, and keeps nothing from going on', async () => {
    const office = await tokenOffice();
    const { look, keeper, meta, said } = office.instance();
    office.move(47 * DAY);
    office.graph.faults.next({ edge: 'oauth/access_token' }, { kind: 'error', code: 2 }, 3);

    const waits = [await look(), await look(), await look()];
    await meta.check();

    expect(waits.map((wait) => wait / 60_000)).toEqual([5, 10, 20]);
    expect(said.filter(({ sentence }) => sentence.includes('tried again'))).toHaveLength(3);
    expect(keeper.current()).toBe('EAASIXTY');
    await look();
    expect(keeper.current()).toMatch(/^EAANEW/);
  });

  it('that goes on failing is told from 12 days before the end, with the reason', async () => {
    const office = await tokenOffice({ exchangedScopes: 'fewer' });
    const { look, told } = office.instance();
    office.move(47.5 * DAY);
    await look();
    const early = told.length;
    office.move(DAY);

    await look();

    expect(early).toBe(0);
    expect(told).toEqual([
      {
        endsAt: office.clock.time + 11.5 * DAY,
        why: 'A new token was made and is not used. The new token lacks pages_show_list.',
      },
    ]);
  });

  it('to a token that may do less is not used', async () => {
    const office = await tokenOffice({ exchangedScopes: 'fewer' });
    const { look, keeper, said } = office.instance();
    office.move(47 * DAY);

    await look();

    expect(keeper.current()).toBe('EAASIXTY');
    expect(await office.redis.exists(office.hash)).toBe(0);
    expect(JSON.stringify(said)).toContain('lacks pages_show_list');
  });

  it('to a token that does not see the business is not used', async () => {
    const office = await tokenOffice();
    const { look, keeper } = office.instance();
    office.move(47 * DAY);
    office.graph.faults.next({ edge: 'business' }, { kind: 'error', code: 100, subcode: 33 });

    await look();

    expect(keeper.current()).toBe('EAASIXTY');
  });
});

it('lets grants run on past the end of the old token, without one call that fails', async () => {
  const store = await testStore();
  const { redis, clock, ledger } = store;
  const keeper = createTokenKeeper({
    redis,
    business: { id: EU },
    written: 'EAASIXTY',
    vault: createVault([keyOf('k1')], EU),
    log: silent,
  });
  const { desk, close } = await openMetaDesk(store, { token: keeper });
  onTestFinished(close);
  onTestFinished(keeper.close);
  const { graph, pump, meta, given, holds, now } = desk;
  const end = clock.now() + 60 * DAY;
  graph.world.setToken({ token: 'EAASIXTY', business: EU, expiresAt: end });
  const { look } = careForToken({
    ...{ keeper, door: meta.tokens, lease: ledger.lease, clock, log: silent },
    tell: async () => true,
  });
  graph.calls.length = 0;

  while (clock.now() < end - 2 * HOUR) {
    await look();
    clock.move(Math.min(DAY, end - 2 * HOUR - clock.now()));
  }
  const over = await given({ ticket: '1', duration: 3 * HOUR });
  const renewedBefore = keeper.current();
  await pump.advance(2.5 * HOUR);
  const during = [holds(), clock.now() > end];
  await pump.advance(HOUR);

  expect(renewedBefore).toMatch(/^EAANEW/);
  expect(during).toEqual([['ANALYZE'], true]);
  expect([(await now(over.id)).state, holds()]).toEqual(['ended', []]);
  expect(graph.calls.filter(({ status }) => status !== 200)).toEqual([]);
});

describe('what is not renewed', () => {
  it.each([
    ['a person’s token', { kind: 'user', user: '900000000000003' }, ['k1'], 'only tokens of system users'],
    ['any token without HALLPASS_KEY', {}, [], 'HALLPASS_KEY is not set'],
  ] as const)('%s is warned of from 14 days before its end', async (_name, facts, keys, why) => {
    const office = await tokenOffice();
    office.setToken('EAAODD', facts);
    const { look, said, told } = office.instance({ written: 'EAAODD', keys });
    office.move(45 * DAY);
    await look();
    const early = said.length;
    office.move(2 * DAY);

    const wait = await look();

    expect(early).toBe(0);
    expect(JSON.stringify(said)).toContain(why);
    expect(told).toEqual([{ endsAt: office.clock.time + 13 * DAY, why: expect.stringContaining(why) }]);
    expect([wait, office.exchanges(), await office.redis.exists(office.hash)]).toEqual([6 * HOUR, 0, 0]);
  });

  it('a token without an end is looked at and nothing else', async () => {
    const office = await tokenOffice();
    const { look, care, said } = office.instance({ written: 'EAADEMOEU' });

    expect([await look(), care.endsAt(), said]).toEqual([6 * HOUR, null, []]);
  });

  it('a token of which Meta tells nothing is left as it is', async () => {
    const office = await tokenOffice({ debugTokenBy: 'nobody' });
    const { look, care } = office.instance();
    office.move(50 * DAY);

    expect([await look(), care.endsAt(), office.exchanges()]).toEqual([6 * HOUR, undefined, 0]);
  });
});

describe('a renewed token that Meta takes no longer', () => {
  it('gives way to the one in hallpass.yml where that one works, which is renewed again', async () => {
    const office = await tokenOffice();
    const { look, keeper, meta } = office.instance();
    office.move(47 * DAY);
    await look();
    const revoked = keeper.current();
    office.graph.world.revokeToken(revoked);

    await look();
    const between = keeper.current();
    await look();

    expect(between).toBe('EAASIXTY');
    expect(keeper.current()).toMatch(/^EAANEW/);
    expect(keeper.current()).not.toBe(revoked);
    await expect(meta.check()).resolves.toBeUndefined();
  });

  it('stays where that one is dead too: nothing is forgotten that may come back', async () => {
    const office = await tokenOffice();
    const { look, keeper, said } = office.instance();
    office.move(47 * DAY);
    await look();
    const renewed = keeper.current();
    office.graph.world.revokeToken(renewed);
    office.graph.world.revokeToken('EAASIXTY');

    await look();

    expect(keeper.current()).toBe(renewed);
    expect(said.at(-1)?.sentence).toContain('could not be looked after');
  });
});
