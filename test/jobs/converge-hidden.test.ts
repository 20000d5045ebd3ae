import { describe, expect, it } from 'vitest';
import { release } from '../../src/access/end.ts';
import { lookAt } from '../../src/access/look-at.ts';
import { who } from '../../src/views/replies/who.ts';
import { HOUR } from '../support/grants.ts';
import { ACME, ANA, BEN, EU, HELP, metaDesk } from '../support/meta-desk.ts';

const PROJECT = { kind: 'group', id: '6001' } as const;

describe('where Meta does not tell what people hold', () => {
  it('a removal from a Page is sent all the same, and proved by the person being off its list', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    desk.graph.switches.assignedTasks = false;

    await desk.pump.advance(HOUR);

    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'expired' });
    expect(desk.holds()).toEqual([]);
  });

  it('a removal that Meta does not carry out is not said to be done', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    desk.graph.switches.assignedTasks = false;
    desk.graph.faults.next({ method: 'DELETE' }, { kind: 'success-false' }, 3);

    await release(desk, { actor: 'U0ANA', id });
    await desk.pump.once();
    expect(desk.holds()).toEqual(['ANALYZE']);
    expect((await desk.now(id)).state).toBe('ending');
    await desk.pump.settle();

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds()).toEqual([]);
  });

  it('a removal from a project is sent all the same', async () => {
    const desk = await metaDesk();
    desk.graph.world.addGroup({ id: '6001', name: 'Acme', business: EU, assets: ['1001', '123', 'act_123'] });
    const { id } = await desk.given({ asset: PROJECT });
    desk.graph.switches.groupTaskNames = 'hidden';

    await desk.pump.advance(HOUR + 1_000);

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.graph.world.holdsGroup('6001', ANA)).toEqual([]);
  });

  it('nothing is given for long that can’t be seen', async () => {
    const desk = await metaDesk({ switches: { assignedTasks: false } });

    const { id } = await desk.approved();
    await desk.pump.settle();

    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'policy' });
    expect(desk.holds()).toEqual([]);
  });

  it('what somebody held before is left alone, and the grant stays open', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given({ requester: 'U0BEN', asset: HELP, level: 'editor' });
    desk.graph.switches.assignedTasks = false;

    await release(desk, { actor: 'U0BEN', id });
    await desk.pump.advance(30_000);

    expect((await desk.now(id)).state).toBe('ending');
    expect(desk.holds(HELP, BEN)).toContain('ANALYZE');
    desk.graph.switches.assignedTasks = true;
    await desk.pump.settle();
    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds(HELP, BEN)).toEqual(['ANALYZE']);
  });

  it('nobody on the list is said to hold nothing', async () => {
    const desk = await metaDesk({ switches: { assignedTasks: false } });

    expect(await desk.meta.holders(HELP)).toMatchObject([{ id: BEN, tasks: null }]);
    await expect(desk.meta.held(HELP, BEN)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await desk.meta.held(ACME, BEN)).toBeNull();
    const view = await lookAt(desk, HELP);
    expect(view.sight).toMatchObject({ kind: 'shared', differences: [] });
    expect(JSON.stringify(who(view))).toMatch(/Ben Okafor.*does not tell what they hold.*as far as Meta tells/);
  });
});
