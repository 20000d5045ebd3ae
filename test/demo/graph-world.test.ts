import { describe, expect, it } from 'vitest';
import { ANA, ANA_US, BEN, EU, LEA, openGraph, refusal, US } from './graph-client.ts';

describe('the cast', () => {
  it('has assets in every standing', async () => {
    const { world } = await openGraph();

    const standings = world
      .assets()
      .map(({ id, businesses }) => [id, businesses[EU]?.ownership, businesses[US]?.ownership]);

    expect(standings).toEqual([
      ['123', 'client', undefined],
      ['1001', 'owned', undefined],
      ['1002', 'client', undefined],
      ['1003', 'client', undefined],
      ['1004', 'pending', undefined],
      ['1005', undefined, undefined],
      ['act_123', 'client', undefined],
      ['act_2001', 'owned', undefined],
      ['act_2002', 'client', undefined],
      ['act_2003', 'pending', undefined],
      ['3001', undefined, 'owned'],
      ['3002', undefined, 'client'],
      ['act_4001', undefined, 'client'],
    ]);
  });

  it('knows the same humans in both businesses under different ids', async () => {
    const { world } = await openGraph();
    const humans = (business: string) => new Map(world.people(business).map((one) => [one.facebookId, one.id]));

    const both = [...humans(EU)].filter(([facebookId]) => humans(US).has(facebookId));

    expect(both.map(([facebookId, id]) => [id, humans(US).get(facebookId)])).toEqual([
      [ANA, ANA_US],
      [LEA, '910000000000003'],
    ]);
  });
});

describe('changes from outside', () => {
  it('are in the ledger as such, and seen by reads', async () => {
    const { world, ledger, assigned } = await openGraph();

    world.assign({ asset: '123', user: ANA, tasks: ['MODERATE'] });
    const seen = await assigned('123');
    world.unassign({ asset: '123', user: ANA });

    expect(seen.body.data).toMatchObject([{ id: ANA, tasks: ['MODERATE'] }]);
    expect(ledger.slice(-2).map(({ before, after, by }) => [before, after, by])).toEqual([
      [[], ['MODERATE'], 'outside'],
      [['MODERATE'], [], 'outside'],
    ]);
  });

  it('let a customer take everything back, and share again later', async () => {
    const { world, assign, assigned } = await openGraph();
    await assign('123', ANA, ['ANALYZE']);

    world.unshare({ asset: '123', business: EU });
    const hidden = await assigned('123');
    world.share({ asset: '123', business: EU, tasks: ['ANALYZE'] });
    const empty = await assigned('123');

    expect(refusal(hidden)).toBe('100/33');
    expect(empty.body.data).toEqual([]);
  });

  it('cut people down to a lower ceiling', async () => {
    const { world, assign, ledger } = await openGraph();
    await assign('123', ANA, ['ADVERTISE', 'ANALYZE']);
    await assign('123', BEN, ['MODERATE']);

    world.share({ asset: '123', business: EU, tasks: ['ANALYZE'] });

    expect(world.holders('123')).toEqual([{ user: ANA, name: 'Ana Ruiz', tasks: ['ANALYZE'] }]);
    expect(ledger.slice(-2).map(({ by }) => by)).toEqual(['outside', 'outside']);
  });

  it('remove a person with everything held', async () => {
    const { world, get } = await openGraph();

    world.removePerson(BEN);
    const answer = await get(BEN);

    expect(world.holders('1001')).toEqual([]);
    expect(world.holds('1001', BEN)).toEqual([]);
    expect(refusal(answer)).toBe('100/33');
  });

  it('keep one business’s hands off the other’s', async () => {
    const { world } = await openGraph();

    expect(() => world.assign({ asset: '3001', user: ANA, tasks: ['ANALYZE'] })).toThrow('not shared');
  });

  it('do not let an invite be accepted late', async () => {
    const { world, time } = await openGraph();
    world.addPendingUser({
      business: EU,
      id: '700',
      email: 'o@x.example',
      inviteLink: 'https://x',
      expiresAt: time.at + 1,
    });
    time.at += 1;

    expect(() => world.acceptInvite('700')).toThrow('expired');
  });
});

describe('what is written down', () => {
  it('is every call, without secrets', async () => {
    const { calls, get, batch, time } = await openGraph();

    await get('123/assigned_users', { business: EU });
    await get('1005');
    await batch([{ method: 'GET', relative_url: '123' }]);

    expect(calls).toEqual([
      {
        at: time.at,
        method: 'GET',
        path: '/123/assigned_users',
        edge: 'assigned_users',
        on: 'page',
        params: { access_token: '[redacted]', business: EU },
        status: 200,
        businessId: EU,
      },
      expect.objectContaining({ path: '/1005', edge: 'page', status: 400, code: 100, subcode: 33 }),
      expect.objectContaining({ path: '/123', edge: 'page', batchIndex: 0 }),
      expect.objectContaining({
        path: '/',
        edge: 'batch',
        params: { access_token: '[redacted]', batch: '[redacted]' },
      }),
    ]);
    expect(JSON.stringify(calls)).not.toContain('EAADEMO');
  });

  it('is also what could not be read at all', async () => {
    const { calls, send } = await openGraph();

    await send('GET', '/v19.0/123?access_token=EAADEMOEU');

    expect(calls).toMatchObject([{ path: '/v19.0/123', edge: 'unknown', params: {}, status: 400, code: 2635 }]);
  });

  it('is bounded for calls', async () => {
    const { calls, batch } = await openGraph();
    const fifty = Array(50).fill({ method: 'GET', relative_url: 'me?fields=id' });

    for (let round = 0; round < 210; round += 1) await batch(fifty);

    expect(calls.length).toBeLessThanOrEqual(10_000);
    expect(calls.at(-1)?.edge).toBe('batch');
  });

  it('can be nothing, for benchmarks', async () => {
    const { calls, ledger, assign, world } = await openGraph({ log: false });

    await assign('123', ANA, ['ANALYZE']);

    expect([calls, ledger]).toEqual([[], []]);
    expect(world.holds('123', ANA)).toEqual(['ANALYZE']);
  });

  it('is told to whoever listens, until they stop', async () => {
    const { onChange, world, get } = await openGraph();
    let times = 0;
    const stop = onChange(() => {
      times += 1;
    });

    world.assign({ asset: '123', user: ANA, tasks: ['ANALYZE'] });
    await get('123');
    stop();
    await get('123');

    expect(times).toBe(2);
  });
});
