import { describe, expect, it } from 'vitest';
import type { Switches } from '../../demo/graph/server.ts';
import { release } from '../../src/access/end.ts';
import { ANA, EU, metaDesk } from '../support/meta-desk.ts';

const PROJECT = { kind: 'group', id: '6001' } as const;
const ANALYST = ['ACCOUNTS.ANALYZE', 'PAGES.ANALYZE'];

async function project(switches: Partial<Switches> = {}) {
  const desk = await metaDesk({ switches, timeoutMs: 5_000 });
  desk.graph.world.addGroup({ id: '6001', name: 'Acme', business: EU, assets: ['1001', '123', 'act_123'] });
  return { ...desk, desk, on: () => desk.graph.world.holdsGroup('6001', ANA) };
}

describe('a grant on an asset group', () => {
  it.each<Partial<Switches>>([{}, { replaceTasks: false }, { groupTaskNames: 'tasks' }, { successAsString: true }])(
    'is given, proved, taken and proved, where Meta is so: %j',
    async (switches) => {
      const { desk, on, given, now, pump } = await project(switches);

      const { id, tasks, contains } = await given({ asset: PROJECT });
      expect(on()).toEqual(ANALYST);
      expect(tasks.toSorted()).toEqual(ANALYST);
      expect(contains).toEqual({ count: 3, names: ['Northwind Help', 'Acme Shoes', 'Acme Shoes Ads'] });

      await release(desk, { actor: 'U0ANA', id });
      await pump.once();
      expect(await now(id)).toMatchObject({ state: 'ended', endReason: 'released' });
      expect(on()).toEqual([]);
    },
  );

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
