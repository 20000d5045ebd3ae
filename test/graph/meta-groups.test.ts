import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, BEN, EU, type Northwind, northwind } from './northwind.ts';

const GROUP = { kind: 'group', id: '6001' } as const;
const ANALYST = ['PAGES.ANALYZE', 'ACCOUNTS.ANALYZE'];

describe('an asset group', () => {
  let here: Northwind;
  beforeEach(async () => {
    here = await northwind();
    here.graph.world.addGroup({ ...GROUP, name: 'Acme', business: EU.id, assets: ['1001', '123', '1002', 'act_2001'] });
  });
  afterEach(() => here.close());

  it('shows what is in it, and goes no further than the lowest ceiling of a customer on each side', async () => {
    expect(await here.eu.asset(GROUP)).toEqual({
      asset: GROUP,
      name: 'Acme',
      ownership: 'client',
      permitted: ['PAGES.ANALYZE', 'ACCOUNTS.MANAGE'],
      contains: {
        count: 4,
        names: ['Northwind Help', 'Acme Shoes', 'Blue Bottle Bikes', 'Northwind Ads'],
        kinds: ['page', 'adaccount'],
        mark: expect.any(String),
      },
    });
  });

  it('of the business’ own assets has no ceiling', async () => {
    here.graph.world.addGroup({ id: '6002', name: 'Ours', business: EU.id, assets: ['1001'] });

    const found = await here.eu.asset({ kind: 'group', id: '6002' });

    expect(found).toMatchObject({ ownership: 'owned', permitted: null, contains: { count: 1 } });
    expect(await here.eu.asset({ kind: 'group', id: '6003' })).toBeNull();
  });

  it('is given and taken on both sides at once', async () => {
    await here.eu.assign(GROUP, ANA, ANALYST);
    expect(here.graph.world.holdsGroup('6001', ANA)).toEqual(['ACCOUNTS.ANALYZE', 'PAGES.ANALYZE']);
    expect(await here.eu.held(GROUP, ANA)).toEqual(ANALYST);
    expect(await here.eu.held(GROUP, BEN)).toBeNull();
    expect(await here.eu.holders(GROUP)).toEqual([
      { id: ANA, name: 'Ana Ruiz', type: 'BUSINESS_USER', tasks: ANALYST },
    ]);

    await here.eu.unassign(GROUP, ANA);

    expect(await here.eu.held(GROUP, ANA)).toBeNull();
  });

  it('is held by system users too', async () => {
    const [user = ''] = here.graph.world.systemUsers(EU.id);
    here.graph.world.assignGroup({ group: '6001', user, pages: ['ANALYZE'], accounts: [] });

    expect(await here.eu.holders(GROUP)).toMatchObject([{ type: 'SYSTEM_USER', tasks: ['PAGES.ANALYZE'] }]);
  });

  it('whose people’s tasks Meta does not tell is not taken for one without any', async () => {
    await here.eu.assign(GROUP, ANA, ANALYST);
    here.graph.switches.groupTaskNames = 'hidden';

    await expect(here.eu.held(GROUP, ANA)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await here.eu.held(GROUP, BEN)).toBeNull();
    expect(await here.eu.holders(GROUP)).toMatchObject([{ id: ANA, tasks: null }]);
  });

  it('is not said to be none where Meta does not tell of groups', async () => {
    here.graph.faults.next({ edge: 'business_asset_groups' }, { kind: 'error', code: 10 }, 2);

    await expect(here.eu.groups()).rejects.toMatchObject({ kind: 'forbidden' });
    expect((await here.eu.assets()).map(({ asset }) => asset.kind)).not.toContain('group');
    expect(await here.eu.groups()).toEqual([{ asset: GROUP, name: 'Acme' }]);
  });

  it('is found by its name soon after it was made', async () => {
    await here.eu.groups();
    here.graph.world.addGroup({ id: '6009', name: 'Elm', business: EU.id, assets: ['1001'] });
    here.clock.time += 6_000;

    expect((await here.eu.groups()).map(({ name }) => name)).toContain('Elm');
  });

  it('is among the assets that a form offers', async () => {
    expect(await here.eu.assets()).toContainEqual({ asset: GROUP, name: 'Acme', ownership: 'owned', permitted: null });
  });
});
