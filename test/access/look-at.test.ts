import { describe, expect, it, test } from 'vitest';
import { release } from '../../src/access/end.ts';
import { lookAt } from '../../src/access/look-at.ts';
import { value } from '../support/desk.ts';
import { MINUTE } from '../support/grants.ts';
import { ACME, ANA, BEN, EU, HELP, metaDesk } from '../support/meta-desk.ts';

const LOU = '900000000000004';
const RED = { missing: [], leaving: [], extra: [] };

describe('a look at an asset', () => {
  it('finds both sides agreeing about what Hallpass gave', async () => {
    const desk = await metaDesk();
    const grant = await desk.given();

    expect(await lookAt(desk, ACME)).toMatchObject({
      grants: [{ id: grant.id }],
      sight: { kind: 'shared', holders: [{ id: ANA, tasks: ['ANALYZE'], outside: false }], differences: [] },
    });
  });

  it('counts what was held before as in order while a grant is live, and as given outside Hallpass without one', async () => {
    const desk = await metaDesk();
    const ben = { id: BEN, outside: true };
    const extra = { ...RED, principal: BEN, name: 'Ben Okafor', extra: ['ANALYZE'] };
    expect((await lookAt(desk, HELP)).sight).toMatchObject({ holders: [ben], differences: [extra] });

    await desk.given({ requester: 'U0BEN', asset: HELP, level: 'advertiser' });

    expect((await lookAt(desk, HELP)).sight).toMatchObject({ holders: [{ id: BEN, outside: false }], differences: [] });
  });

  it('sees what was given by hand beyond a grant, and to somebody without one', async () => {
    const desk = await metaDesk();
    await desk.given();
    desk.graph.world.assign({ asset: '123', user: ANA, tasks: ['ANALYZE', 'MODERATE'] });
    desk.graph.world.assign({ asset: '123', user: LOU, tasks: ['ANALYZE'] });

    const { sight } = await lookAt(desk, ACME);

    expect(sight).toMatchObject({ kind: 'shared' });
    expect(sight.kind === 'shared' && sight.differences).toEqual([
      { ...RED, principal: ANA, name: 'Ana Ruiz', user: 'U0ANA', extra: ['MODERATE'] },
      { ...RED, principal: LOU, name: 'Lou Martin', extra: ['ANALYZE'] },
    ]);
  });

  it('sees what is missing, of a person whom Meta lists no longer too', async () => {
    const desk = await metaDesk();
    await desk.given();
    desk.graph.world.unassign({ asset: '123', user: ANA });

    expect((await lookAt(desk, ACME)).sight).toMatchObject({
      holders: [],
      differences: [{ ...RED, principal: ANA, user: 'U0ANA', missing: ['ANALYZE'] }],
    });
  });

  it('misses nothing of a grant that Meta was not seen to have taken, and says what is still being taken away', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    expect((await lookAt(desk, ACME)).sight).toMatchObject({ holders: [], differences: [] });
    await desk.pump.once();

    value(await release(desk, { actor: 'U0ANA', id }));

    expect((await lookAt(desk, ACME)).sight).toMatchObject({
      holders: [{ id: ANA, outside: false }],
      differences: [{ ...RED, principal: ANA, user: 'U0ANA', leaving: ['ANALYZE'] }],
    });
  });

  it('reads no list of what is not shared or not there', async () => {
    const desk = await metaDesk();

    expect((await lookAt(desk, { kind: 'page', id: '1004' })).sight).toMatchObject({ kind: 'unshared' });
    expect((await lookAt(desk, { kind: 'page', id: '987654321' })).sight).toEqual({ kind: 'unknown' });
  });

  test.each(['10', '200', '100/33'] as const)(
    'sees at once that the customer took the asset back, when Meta answers %s',
    async (foreignTokenError) => {
      const desk = await metaDesk({ switches: { foreignTokenError } });
      const { id } = await desk.given();
      await lookAt(desk, ACME);
      desk.graph.world.unshare({ asset: '123', business: EU });

      for (const wait of [0, 2 * MINUTE]) {
        desk.clock.move(wait);
        const { sight, grants } = await lookAt(desk, ACME);
        expect(['unshared', 'unknown']).toContain(sight.kind);
        expect(grants).toMatchObject([{ id, state: 'active' }]);
      }
    },
  );

  it('tells trouble that passes from trouble that stays, and keeps what is known', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    desk.graph.faults.next({ edge: 'assigned_users' }, { kind: 'error', code: 2 }, 5);
    const passing = await lookAt(desk, ACME);
    desk.graph.faults.clear();
    desk.graph.faults.next({ edge: 'assigned_users' }, { kind: 'error', code: 190 }, 5);
    const lasting = await lookAt(desk, ACME);

    expect(passing.sight).toMatchObject({ kind: 'away', info: { name: 'Acme Shoes' } });
    expect(passing.sight).not.toHaveProperty('trouble');
    expect(lasting).toMatchObject({
      grants: [{ id }],
      sight: { kind: 'away', trouble: expect.stringMatching(/token/) },
    });
  });
});
