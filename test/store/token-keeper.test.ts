import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keysOf } from '../../src/store/keys.ts';
import { US } from '../graph/northwind.ts';
import { DAY, tokenOffice } from '../support/token-office.ts';

/** An office in which the token was renewed, under these keys. */
async function renewed(keys = ['k1']) {
  const office = await tokenOffice();
  const first = office.instance({ keys });
  office.move(47 * DAY);
  await first.look();
  const token = first.keeper.current();
  expect(token).toMatch(/^EAANEW/);
  return { ...office, first, token };
}

describe('the keys', () => {
  it('can be changed: what an older one sealed is sealed anew, and the old one is needed no more', async () => {
    const office = await renewed();
    const rotated = office.instance({ keys: ['k2', 'k1'] });

    await rotated.look();
    const after = office.instance({ keys: ['k2'] });
    await after.keeper.refresh();

    expect(rotated.keeper.current()).toBe(office.token);
    expect(after.keeper.current()).toBe(office.token);
    expect((await office.redis.hvals(office.hash)).map((value) => value.slice(0, 6))).toEqual(['v1.k2.']);
  });

  it.each([[['k2']], [[]]])(
    'that are %j where k1 sealed are said to be, once, and the token of hallpass.yml is used',
    async (keys) => {
      const office = await renewed();
      const { keeper, meta, said, look } = office.instance({ keys });

      await keeper.refresh();
      await keeper.refresh();

      expect(keeper.current()).toBe('EAASIXTY');
      expect(keeper.origin()).toMatchObject({ renewed: null, shut: { key: 'k1' } });
      expect(said).toEqual([
        { fields: { key: 'k1' }, sentence: expect.stringContaining('HALLPASS_KEY does not open') },
      ]);
      await expect(meta.check()).resolves.toBeUndefined();
      await look();
      // What can't be opened is kept until something better takes its place.
      expect(await office.redis.hlen(office.hash)).toBe(1);
    },
  );
});

describe('what an instance knows', () => {
  it('outlives a Redis that lost it, or went back to an older one, and is kept there again', async () => {
    const office = await renewed();
    const older = await office.redis.hgetall(office.hash);
    office.move(47 * DAY);
    await office.first.look();
    const newer = office.first.keeper.current();
    const found: string[] = [];

    for (const backup of [older, {}]) {
      await office.redis.del(office.hash);
      if (Object.keys(backup).length > 0) await office.redis.hset(office.hash, backup);
      await office.first.keeper.refresh();
      found.push(office.first.keeper.current());
      await office.first.look();
      const fresh = office.instance();
      await fresh.keeper.refresh();
      found.push(fresh.keeper.current());
    }

    expect(newer).not.toBe(office.token);
    expect(found).toEqual(Array(4).fill(newer));
  });

  it('outlives a change of keys that it was not started with, as when instances are restarted one after the other', async () => {
    const office = await renewed();
    await office.instance({ keys: ['k2', 'k1'] }).look();

    await office.first.keeper.refresh();
    await office.first.look();

    expect(office.first.keeper.current()).toBe(office.token);
    expect((await office.redis.hvals(office.hash)).map((value) => value.slice(0, 6))).toEqual(['v1.k2.']);
  });

  it('does not outlive that it was dropped', async () => {
    const office = await renewed();
    const other = office.instance();
    await other.keeper.refresh();

    await office.first.keeper.drop();
    const took = await other.keeper.refused(office.token);
    await other.keeper.tidy();

    expect([took, other.keeper.current(), office.first.keeper.current()]).toEqual([true, 'EAASIXTY', 'EAASIXTY']);
  });
});

describe('what is kept', () => {
  it('shows no token to whoever has the Redis, in any key, whole or in part', async () => {
    const office = await renewed();

    const dumps = await Promise.all((await office.redis.keys('*')).map((key) => office.redis.dumpBuffer(key)));
    const all = Buffer.concat(dumps).toString('latin1');

    expect(all).toContain('v1.k1.');
    for (const token of [office.token, 'EAASIXTY']) {
      expect(all).not.toContain(token.slice(0, 8));
      expect(all).not.toContain(Buffer.from(token).toString('base64url').slice(0, 10));
    }
  });

  it('is in no log', async () => {
    const { first, token } = await renewed();

    expect(JSON.stringify(first.said)).not.toMatch(/EAA|demo-app-secret/);
    expect(JSON.stringify(first.keeper.origin())).not.toContain(token.slice(0, 8));
  });

  it('does not open when it was changed, or was another business’ or another token’s', async () => {
    const office = await renewed();
    const [[field = '', sealed = ''] = []] = Object.entries(await office.redis.hgetall(office.hash));
    const flipped = sealed.slice(0, -4) + (sealed.endsWith('A') ? 'BBBB' : 'AAAA');
    const standings: unknown[] = [];

    await office.redis.hset(office.hash, field, flipped);
    const changed = office.instance();
    await changed.keeper.refresh();
    standings.push(changed.keeper.origin().shut);

    const other = office.instance({ written: 'EAADEMOEU' });
    await office.redis.hset(office.hash, field, sealed);
    await office.redis.hset(office.hash, createHash('sha256').update('EAADEMOEU').digest('base64url'), sealed);
    await other.keeper.refresh();
    standings.push(other.keeper.origin().shut);

    await office.redis.hset(keysOf(US.id).tokens, field, sealed);
    const moved = office.instance({ business: US });
    await moved.keeper.refresh();
    standings.push(moved.keeper.origin().shut);

    expect(standings).toEqual([{ key: null }, { key: null }, { key: null }]);
    expect([changed, other].map(({ keeper }) => keeper.current())).toEqual(['EAASIXTY', 'EAADEMOEU']);
  });
});

describe('a new token in hallpass.yml', () => {
  it('wins over what was renewed from the old one, which is forgotten once Meta takes the new one', async () => {
    const office = await renewed();
    office.setToken('EAAOTHER');
    const { keeper, look } = office.instance({ written: 'EAAOTHER' });

    await keeper.refresh();
    const kept = await office.redis.hlen(office.hash);
    await look();

    expect(keeper.current()).toBe('EAAOTHER');
    expect(kept).toBe(1);
    expect(await office.redis.exists(office.hash)).toBe(0);
  });

  it('that Meta does not take forgets nothing', async () => {
    const office = await renewed();
    const wrong = office.instance({ written: 'EAATYPO' });

    await wrong.look();

    const again = office.instance();
    await again.keeper.refresh();
    expect(again.keeper.current()).toBe(office.token);
  });
});

it('goes by hallpass.yml while Redis is away, and by what it knows', async () => {
  const office = await renewed();
  const fresh = office.instance();
  office.redis.disconnect();

  await expect(fresh.keeper.refresh()).rejects.toThrow();

  expect(await fresh.keeper.refused('EAASIXTY')).toBe(false);
  expect([fresh.keeper.current(), office.first.keeper.current()]).toEqual(['EAASIXTY', office.token]);
});

it('of two that keep a token at once, the second is told so and takes up the first’s', async () => {
  const office = await tokenOffice();
  const [one, other] = [office.instance(), office.instance()];
  const next = (token: string) => ({ token, endsAt: null, renewedAt: 1 });

  const said = [await one.keeper.keep(next('EAAONE')), await other.keeper.keep(next('EAATWO'))];

  expect(said).toEqual([true, false]);
  expect(other.keeper.current()).toBe('EAAONE');
});
