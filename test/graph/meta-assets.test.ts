import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, adaccount, EU, type Northwind, northwind, page } from './northwind.ts';

let here: Northwind;
beforeEach(async () => {
  here = await northwind();
});
afterEach(() => here.close());

describe('an asset', () => {
  it('is owned by the business, without a ceiling', async () => {
    expect(await here.eu.asset(page('1001'))).toEqual({
      asset: page('1001'),
      name: 'Northwind Help',
      ownership: 'owned',
      permitted: null,
    });
  });

  it('is shared by a client, up to what the client permits', async () => {
    const found = await here.eu.asset(page('1002'));

    expect(found).toMatchObject({ name: 'Blue Bottle Bikes', ownership: 'client', permitted: ['ANALYZE'] });
  });

  it('is an ad account by its bare digits, and not the Page of the same digits', async () => {
    const account = await here.eu.asset(adaccount('123'));
    const samePage = await here.eu.asset(page('123'));

    expect(account).toMatchObject({ asset: adaccount('123'), name: 'Acme Shoes Ads', ownership: 'client' });
    expect(account?.permitted?.toSorted()).toEqual(['ADVERTISE', 'ANALYZE']);
    expect(samePage?.name).toBe('Acme Shoes');
  });

  it('is pending while the client has not answered', async () => {
    const found = await Promise.all([here.eu.asset(page('1004')), here.eu.asset(adaccount('2003'))]);

    expect(found).toMatchObject([
      { name: 'Dune Travel', ownership: 'pending', permitted: [] },
      { name: 'Dune Ads', ownership: 'pending', permitted: [] },
    ]);
  });

  it.each(['10', '200', '100/33'] as const)(
    'is nothing when it is hidden, missing or of another kind (%s)',
    async (foreignTokenError) => {
      here.graph.switches.foreignTokenError = foreignTokenError;
      const hidden = [page('1005'), page('999'), adaccount('2001000'), page('3001'), adaccount('1001')];

      const found = await Promise.all(hidden.map((asset) => here.eu.asset(asset)));

      expect(found).toEqual([null, null, null, null, null]);
    },
  );

  it('shows a ceiling by those on it where the list does not tell it, else none', async () => {
    here.graph.switches.clientPagesPermittedTasks = false;
    here.graph.world.assign({ asset: '1002', user: '900000000000003', tasks: ['ANALYZE'] });

    const [withHolder, without] = [await here.eu.asset(page('1002')), await here.eu.asset(page('123'))];

    expect(withHolder).toMatchObject({ ownership: 'client', permitted: ['ANALYZE'] });
    expect(without).toMatchObject({ ownership: 'client', permitted: null });
  });

  it('is found where a Page speaks of its tasks in the new way', async () => {
    const found = await here.eu.asset(page('1003'));

    expect(found).toMatchObject({ name: 'Café Lumière', ownership: 'client' });
    expect(found?.permitted).toContain('PROFILE_PLUS_ADVERTISE');
  });
});

describe('the directory', () => {
  it('is everything owned or given, of both kinds', async () => {
    const found = await here.eu.assets();

    const names = found.map(({ asset, name }) => `${asset.kind} ${asset.id} ${name}`).toSorted();
    expect(names).toEqual([
      'adaccount 123 Acme Shoes Ads',
      'adaccount 2001 Northwind Ads',
      'adaccount 2002 Blue Bottle Ads',
      'page 1001 Northwind Help',
      'page 1002 Blue Bottle Bikes',
      'page 1003 Café Lumière',
      'page 123 Acme Shoes',
    ]);
  });

  it('is read once a minute, by everybody together', async () => {
    await Promise.all([here.eu.asset(page('123')), here.eu.asset(page('1001')), here.eu.asset(page('1002'))]);
    const first = here.called();
    here.clock.time += 59_000;
    await here.eu.asset(page('123'));
    const within = here.called();
    here.clock.time += 2_000;
    await here.eu.asset(page('123'));

    expect(first.toSorted()).toEqual(['GET client_pages', 'GET owned_pages', 'GET pending_client_pages']);
    expect(within).toEqual([]);
    expect(here.called()).toHaveLength(3);
  });

  it('is read anew before somebody is told no, at most every five seconds', async () => {
    await here.eu.asset(page('123'));
    here.clock.time += 6_000;
    here.graph.world.share({ asset: '1004', business: EU.id, tasks: ['ANALYZE'] });
    here.graph.world.share({ asset: '1005', business: EU.id, tasks: ['ANALYZE'] });
    here.called();

    const found = [await here.eu.asset(page('1004')), await here.eu.asset(page('1005'))];
    const refreshed = here.called();
    await here.eu.asset(page('999'));

    expect(found).toMatchObject([{ ownership: 'client' }, { ownership: 'client' }]);
    expect(refreshed).toHaveLength(3);
    expect(here.called()).toHaveLength(1);
  });

  it('is read anew once Meta refuses to speak of an asset on it', async () => {
    expect((await here.eu.asset(page('123')))?.ownership).toBe('client');

    here.graph.world.unshare({ asset: '123', business: EU.id });
    await expect(here.eu.held(page('123'), ANA)).rejects.toThrow();

    expect((await here.eu.asset(page('123')))?.ownership ?? 'none').toBe('none');
  });

  it('does without the lists of what was asked for when the app may not read them', async () => {
    here.graph.faults.next({ edge: 'pending_client_pages' }, { kind: 'error', code: 200 });

    expect(await here.eu.asset(page('123'))).toMatchObject({ ownership: 'client' });
  });

  it.each([{ code: 200 }, { code: 100 }, { code: 100, subcode: 33 }])(
    'still has Pages when the token may not read ad accounts: %j',
    async (refusal) => {
      here.graph.faults.next({ edge: 'owned_ad_accounts' }, { kind: 'error', ...refusal });

      const found = await here.eu.assets();

      expect(found.map(({ asset }) => asset.kind)).toEqual(['page', 'page', 'page', 'page']);
    },
  );

  it('is still told from a filled allowance, since the end of an access that a customer took back rests on it', async () => {
    Object.assign(here.graph.switches, { usageHeaders: true, hourlyBudget: 100 });
    while (
      await here.eu.check().then(
        () => true,
        (error) => error.kind !== 'throttled',
      )
    );

    expect(await here.eu.asset(page('123'))).toMatchObject({ ownership: 'client' });
  });

  it('is not taken for empty when Meta is away', async () => {
    here.graph.faults.next({ edge: 'client_pages' }, { kind: 'html', status: 502 }, 2);

    await expect(here.eu.asset(page('123'))).rejects.toMatchObject({ kind: 'transient' });
    await expect(here.eu.assets()).rejects.toMatchObject({ kind: 'transient' });
    expect(await here.eu.asset(page('123'))).toMatchObject({ name: 'Acme Shoes' });
  });
});

describe('long lists', () => {
  beforeEach(() => {
    for (let number = 0; number < 250; number++) {
      here.graph.world.addPage({ id: String(50_000 + number), name: `Shop ${number}`, owner: EU.id });
    }
  });

  it('are read to their end, over filtered and empty pages', async () => {
    here.graph.switches.filteredShortPages = true;
    here.graph.switches.pageLimitCap = 60;

    expect(await here.eu.asset(page('50249'))).toMatchObject({ name: 'Shop 249', ownership: 'owned' });
  });

  it('are started over when a cursor expires', async () => {
    here.graph.switches.cursorTtlMs = 1_000;
    let pages = 0;
    const stop = here.graph.onChange(() => {
      if (here.graph.calls.at(-1)?.edge === 'owned_pages' && ++pages === 1) here.clock.time += 2_000;
    });

    const found = await here.eu.asset(page('50249'));

    stop();
    expect(found).toMatchObject({ name: 'Shop 249' });
    expect(here.called().filter((call) => call === 'GET owned_pages').length).toBeGreaterThan(3);
  });
});
