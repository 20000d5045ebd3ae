import { describe, expect, it } from 'vitest';
import type { Switches } from '../../demo/graph/server.ts';
import { release } from '../../src/access/end.ts';
import { converge } from '../../src/jobs/converge.ts';
import { card } from '../../src/views/card.ts';
import { ACME, ANA, EU, metaDesk } from '../support/meta-desk.ts';
import { silent } from '../support/silent-log.ts';

const PROJECT = { kind: 'group', id: '6001' } as const;
const ANALYST = ['ACCOUNTS.ANALYZE', 'PAGES.ANALYZE'];

async function project(switches: Partial<Switches> = {}) {
  const desk = await metaDesk({ switches });
  desk.graph.world.addGroup({ id: '6001', name: 'Acme', business: EU, assets: ['1001', '123', 'act_123'] });
  return { ...desk, desk, on: () => desk.graph.world.holdsGroup('6001', ANA) };
}

describe('a grant on an asset group', () => {
  it.each<Partial<Switches>>([
    {},
    { replaceTasks: false },
    { deleteUnassigned: '100/33' },
    { groupTaskNames: 'tasks' },
    { successAsString: true },
  ])('is given, proved, taken and proved, where Meta is so: %j', async (switches) => {
    const { desk, on, given, now, pump } = await project(switches);

    const { id, tasks, contains } = await given({ asset: PROJECT });
    expect(on()).toEqual(ANALYST);
    expect(tasks.toSorted()).toEqual(ANALYST);
    expect(contains).toEqual({
      count: 3,
      names: ['Northwind Help', 'Acme Shoes', 'Acme Shoes Ads'],
      kinds: ['page', 'adaccount'],
      mark: expect.any(String),
    });

    await release(desk, { actor: 'U0ANA', id });
    await pump.once();
    expect(await now(id)).toMatchObject({ state: 'ended', endReason: 'released' });
    expect(on()).toEqual([]);
  });

  it.each(['taken', 'dropped', 'refused'] as const)(
    'gives nothing on what is not in it, whether Meta takes that or not: %s',
    async (groupEmptySide) => {
      const desk = await metaDesk({ switches: { groupEmptySide } });
      desk.graph.world.addGroup({ id: '6002', name: 'Pages', business: EU, assets: ['123'] });
      const asset = { kind: 'group', id: '6002' } as const;

      const { id, tasks } = await desk.given({ asset });
      expect([tasks, desk.graph.world.holdsGroup('6002', ANA)]).toEqual([['PAGES.ANALYZE'], ['PAGES.ANALYZE']]);
      await release(desk, { actor: 'U0ANA', id });
      await desk.pump.once();

      expect((await desk.now(id)).state).toBe('ended');
      expect(desk.graph.world.holdsGroup('6002', ANA)).toEqual([]);
    },
  );

  it('is not said to be given or gone before reads show it, which may be late', async () => {
    const { desk, on, approved, now, pump } = await project({ readLagMs: 20_000 });
    const { id } = await approved({ asset: PROJECT });

    await pump.advance(19_999);
    expect([(await now(id)).state, on()]).toEqual(['granting', ANALYST]);
    await pump.settle();
    expect((await now(id)).state).toBe('active');

    await pump.advance(60_000);
    await release(desk, { actor: 'U0ANA', id });
    await pump.advance(19_999);
    expect([(await now(id)).state, on()]).toEqual(['ending', []]);
    await pump.settle();
    expect((await now(id)).state).toBe('ended');
  });

  it('gives back what was held before, side by side', async () => {
    const { desk, on, graph, given, pump, now } = await project();
    graph.world.assignGroup({ group: '6001', user: ANA, pages: ['MODERATE'], accounts: [] });

    const { id } = await given({ asset: PROJECT, level: 'advertiser' });
    expect(on()).toContain('ACCOUNTS.ADVERTISE');
    await release(desk, { actor: 'U0ANA', id });
    await pump.advance(10_000);

    expect((await now(id)).state).toBe('ended');
    expect(on()).toEqual(['PAGES.MODERATE']);
  });

  it('fails, and gives nothing, when Meta does not tell what is held there', async () => {
    const { approved, graph, now, pump, on } = await project();
    graph.world.assignGroup({ group: '6001', user: ANA, pages: ['MODERATE'], accounts: [] });
    graph.switches.groupTaskNames = 'hidden';

    const { id } = await approved({ asset: PROJECT });
    await pump.once();

    expect(await now(id)).toMatchObject({ state: 'failed', failure: { kind: 'forbidden' } });
    expect(on()).toEqual(['PAGES.MODERATE']);
  });

  const over = async (world: Awaited<ReturnType<typeof project>>, ...ids: string[]) => {
    for (const id of ids) await release(world.desk, { actor: 'U0ANA', id });
    await world.pump.advance(6_000);
    const ended = await Promise.all(ids.map((id) => world.now(id)));
    return ended.map((grant) => ({ grant, told: JSON.stringify(card(grant)) }));
  };

  it('is not said to be removed while something in it is held by an assignment of its own', async () => {
    const world = await project();
    const onGroup = await world.given({ asset: PROJECT });
    const onPage = await world.given({ ticket: '457' });

    const [first] = await over(world, onGroup.id);
    expect(first?.grant).toMatchObject({ elsewhere: [{ kind: 'asset', asset: ACME, by: onPage.id }] });
    expect(first?.told).toMatch(/still has access to Acme Shoes \(Page 123\) in it, by an assignment of its own/);
    expect(first?.told).not.toContain('*Removed');
  });

  it('names what goes in the same moment while it is still there, and no longer once that was seen to be gone', async () => {
    const world = await project();
    const ids = [(await world.given({ asset: PROJECT })).id, (await world.given({ ticket: '457' })).id];

    const [onGroup, onPage] = await over(world, ...ids);

    expect(onGroup?.grant).toMatchObject({ elsewhere: [{ kind: 'asset', asset: ACME, by: ids[1] }] });
    expect(onPage?.told).toContain('*Removed, confirmed');
  });

  it('is said to be removed after what was in it was seen to be gone, though another list of Meta’s is older', async () => {
    const world = await project();
    const onGroup = await world.given({ asset: PROJECT });
    await over(world, (await world.given({ ticket: '457' })).id);
    const old = { ...world.desk.meta, assignedIn: async () => [{ asset: ACME, name: 'Acme Shoes' }] };
    await release(world.desk, { actor: 'U0ANA', id: onGroup.id });

    await converge({ ...world.desk, meta: old }, { asset: PROJECT, principal: ANA }, silent, [0]);

    expect(await world.now(onGroup.id)).not.toHaveProperty('elsewhere');
  });

  it('is not said to be removed while another project shares an asset with it', async () => {
    const world = await project();
    world.graph.world.addGroup({ id: '6002', name: 'Shoes', business: EU, assets: ['123'] });
    world.graph.world.addGroup({ id: '6003', name: 'Help', business: EU, assets: ['1001'] });
    world.graph.world.assignGroup({ group: '6002', user: ANA, pages: ['ANALYZE'], accounts: [] });
    const { id } = await world.given({ asset: PROJECT });

    const [first] = await over(world, id);

    expect(first?.grant).toMatchObject({ elsewhere: [{ kind: 'group', id: '6002', name: 'Shoes' }] });
  });

  it('speaks of the assignment alone when Meta does not tell what else the person is assigned to', async () => {
    const world = await project();
    const { id } = await world.given({ asset: PROJECT });
    world.graph.faults.next({ edge: 'assigned_pages' }, { kind: 'error', code: 10 });

    const [first] = await over(world, id);

    expect(first?.grant).toMatchObject({ elsewhere: 'unread' });
  });

  it('is named at the end of a grant on a Page that is in the group', async () => {
    const { desk, given, now, pump } = await project();
    const onGroup = await given({ asset: PROJECT });
    const onPage = await given({ ticket: '457' });

    await release(desk, { actor: 'U0ANA', id: onPage.id });
    await pump.advance(6_000);

    expect(await now(onPage.id)).toMatchObject({
      state: 'ended',
      elsewhere: [{ kind: 'group', id: '6001', by: onGroup.id }],
    });
  });
});
