import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, adaccount, BEN, EU, type Northwind, northwind, page } from './northwind.ts';

const ACME = page('123');
const LEADS = [
  { id: '900000000000003', name: 'Lea Brandt' },
  { id: '900000000000004', name: 'Lou Martin' },
];
const ana = { id: ANA, name: 'Ana Ruiz' };

describe('who reaches an asset without being assigned to it', () => {
  let here: Northwind;
  beforeEach(async () => {
    here = await northwind();
  });
  afterEach(() => here.close());

  const inGroup = (user: string) => {
    const id = here.graph.world.addGroup({ name: 'Acme', business: EU.id, assets: ['123', 'act_123'] });
    here.graph.world.assignGroup({ group: id, user, pages: ['ANALYZE'], accounts: ['ADVERTISE', 'ANALYZE'] });
    return id;
  };

  it('is the admins of the business, where it has no asset groups', async () => {
    expect(await here.eu.reach(ACME)).toEqual({ admins: LEADS, groups: [] });
  });

  it('is whoever is on a group that the asset is in, too', async () => {
    const id = inGroup(ANA);
    here.graph.world.addGroup({ name: 'Others', business: EU.id, assets: ['1001'] });

    const ways = { admins: LEADS, groups: [{ id, name: 'Acme', holders: [ana] }] };
    expect(await here.eu.reach(ACME)).toEqual(ways);
    expect(await here.eu.reach(adaccount('123'))).toEqual(ways);
    expect(await here.eu.reach(page('1002'))).toEqual({ admins: LEADS, groups: [] });
  });

  it.each(['roles', 'tasks'] as const)(
    'is told with the tasks of the asset’s own side, which Meta calls %s',
    async (name) => {
      const id = inGroup(ANA);
      here.graph.switches.groupTaskNames = name;

      expect(await here.eu.groupTasks(ANA, ACME)).toEqual(new Map([[id, ['ANALYZE']]]));
      expect(await here.eu.groupTasks(ANA, adaccount('123'))).toEqual(new Map([[id, ['ADVERTISE', 'ANALYZE']]]));
      expect(await here.eu.groupTasks(BEN, ACME)).toEqual(new Map());
    },
  );

  it('is never older than ten seconds, whatever else was remembered on the way', async () => {
    await here.eu.groups();
    here.clock.time += 4_900;
    await here.eu.reach(ACME);
    const id = inGroup(ANA);
    here.clock.time += 9_000;

    expect(await here.eu.reach(ACME)).toMatchObject({ groups: [{ id }] });
  });

  it('is not known when Meta does not tell, which is not asked anew by everybody at once', async () => {
    inGroup(ANA);
    here.graph.faults.next({ edge: 'business_asset_groups' }, { kind: 'error', code: 10 });
    here.called();

    const answers = await Promise.all(Array.from({ length: 20 }, () => here.eu.reach(ACME)));

    expect(answers).toEqual(Array(20).fill(null));
    expect(here.called().filter((call) => call === 'GET business_asset_groups')).toHaveLength(1);
    here.clock.time += 11_000;
    expect(await here.eu.reach(ACME)).toMatchObject({ groups: [{ name: 'Acme' }] });
  });

  it('is known again as soon as trouble is over', async () => {
    inGroup(ANA);
    here.graph.faults.next({ edge: 'business_asset_groups' }, { kind: 'error', code: 2, transient: true }, 1);

    expect(await here.eu.reach(ACME)).toBeNull();
    expect(await here.eu.reach(ACME)).toMatchObject({ groups: [{ name: 'Acme' }] });
  });

  it('costs the same for a thousand removals as for one, and is seen to change within seconds', async () => {
    const id = inGroup(ANA);
    here.called();

    await Promise.all(Array.from({ length: 1_000 }, () => here.eu.reach(ACME)));

    expect(here.called().sort()).toEqual([
      'GET assigned_users',
      'GET business_asset_groups',
      'GET business_users',
      'GET contained_adaccounts',
      'GET contained_pages',
    ]);
    here.graph.world.unassignGroup({ group: id, user: ANA });
    here.clock.time += 11_000;
    expect((await here.eu.reach(ACME))?.groups[0]?.holders).toEqual([]);
  });

  it('tells whose login needs a second factor', async () => {
    expect(await here.eu.twoFactorRule()).toBe('nobody');
    here.graph.switches.twoFactorRequired = true;
    here.clock.time += 61_000;
    expect(await here.eu.twoFactorRule()).toBe('all');
  });
});
