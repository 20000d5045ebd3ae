import { describe, expect, it, test } from 'vitest';
import type { Switches } from '../../demo/graph/server.ts';
import { approve } from '../../src/access/approve.ts';
import { release } from '../../src/access/end.ts';
import { extend } from '../../src/access/extend.ts';
import { card } from '../../src/views/card.ts';
import { value } from '../support/desk.ts';
import { HOUR, MINUTE } from '../support/grants.ts';
import { ACME, ANA, BEN, EU, HELP, metaDesk } from '../support/meta-desk.ts';

const acme = { asset: '123', business: EU };
const refusals: Switches['foreignTokenError'][] = ['10', '200', '100/33'];

describe('the customer takes the asset back', () => {
  test.each(refusals)(
    'while access is held, and Meta answers %s: it has ended once Meta shows no share',
    async (foreignTokenError) => {
      const desk = await metaDesk({ switches: { foreignTokenError } });
      const { id } = await desk.given();
      await desk.pump.advance(10 * MINUTE);
      desk.graph.world.unshare(acme);

      await desk.pump.advance(50 * MINUTE);
      await desk.pump.settle();

      const grant = await desk.now(id);
      expect(grant).toMatchObject({ state: 'ended', endReason: 'expired', hidden: true });
      expect(grant).not.toHaveProperty('leave');
      expect(desk.holds()).toEqual([]);
      // A token that lost its role would see the same, so nobody says removed.
      expect(JSON.stringify(card(grant))).toMatch(/\*Over, confirmed .*no longer shows the asset to our business/);
      expect(desk.writes().filter((write) => write !== 'DELETE')).toEqual(['POST ANALYZE']);
    },
  );

  it('while it is being taken away', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    desk.graph.faults.next({ method: 'DELETE', edge: 'assigned_users' }, { kind: 'error', code: 2 }, 3);
    await desk.pump.advance(HOUR);
    expect((await desk.now(id)).state).toBe('ending');
    desk.graph.world.unshare(acme);

    await desk.pump.settle();

    expect((await desk.now(id)).state).toBe('ended');
  });

  test.each(refusals)(
    'while it is being given, and Meta answers %s: it is not said to be active',
    async (foreignTokenError) => {
      const desk = await metaDesk({ switches: { foreignTokenError } });
      const { id } = await desk.approved();
      desk.graph.world.unshare(acme);

      await desk.pump.settle();

      expect((await desk.now(id)).state).toBe('failed');
      expect(await desk.history(id)).not.toContain('activated');
      expect(desk.holds()).toEqual([]);
    },
  );

  it('and everybody’s grants on it end, with the reason', async () => {
    const desk = await metaDesk();
    const short = await desk.given({ duration: 30 * MINUTE });
    const long = await desk.given({ ticket: '457', duration: 2 * HOUR });
    desk.graph.world.unshare(acme);

    await desk.pump.advance(30 * MINUTE);
    await desk.pump.settle();

    expect(await desk.now(short.id)).toMatchObject({ state: 'ended', endReason: 'expired' });
    expect(await desk.now(long.id)).toMatchObject({ state: 'ended', endReason: 'customer-revoked' });
  });

  it('and the business asks for it again: what is only asked for is not held', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    desk.graph.world.unshare(acme);
    desk.graph.world.pend({ ...acme, tasks: ['ANALYZE'] });

    await desk.pump.advance(HOUR);
    await desk.pump.settle();

    expect((await desk.now(id)).state).toBe('ended');
  });

  it('but while Meta is away nothing is said to have ended', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    desk.graph.world.unshare(acme);
    desk.graph.faults.next({ edge: 'client_pages' }, { kind: 'error', code: 2 }, 100);
    desk.graph.faults.next({ edge: 'owned_pages' }, { kind: 'error', code: 2 }, 100);

    await desk.pump.advance(HOUR);
    expect((await desk.now(id)).state).toBe('ending');

    desk.graph.faults.clear();
    await desk.pump.settle();
    expect((await desk.now(id)).state).toBe('ended');
  });
});

describe('the customer permits less', () => {
  it('than an active grant needs, while another one ends: its removal is not held up', async () => {
    const desk = await metaDesk();
    const ads = await desk.given({ level: 'advertiser', duration: 4 * HOUR });
    const moderation = await desk.given({ level: 'moderator', ticket: '457', duration: HOUR });
    desk.graph.world.share({ ...acme, tasks: ['MODERATE', 'ANALYZE'] });
    expect(desk.holds()).toEqual(['ANALYZE', 'MODERATE']);

    await desk.pump.advance(HOUR + MINUTE);

    expect((await desk.now(moderation.id)).state).toBe('ended');
    expect(await desk.now(ads.id)).toMatchObject({ state: 'ended', endReason: 'policy', note: expect.any(String) });
    expect(desk.holds()).toEqual([]);
  });

  it('than a grant needs that is extended: it is not said to go on', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given({ level: 'moderator', duration: HOUR });
    desk.graph.world.share({ ...acme, tasks: ['ANALYZE'] });
    value(await extend(desk, { actor: 'U0ANA', id }));
    value(await approve(desk, { actor: 'U0LEA', id }));

    await desk.pump.once();

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds()).toEqual([]);
  });
});

describe('a person who is removed from the business', () => {
  test.each<Partial<Switches>>([{}, { wrongIdSubcode: '33' }, { deleteUnassigned: '100' }])(
    'holds nothing any more: the grant ends (%o)',
    async (switches) => {
      const desk = await metaDesk({ switches });
      const { id } = await desk.given();
      desk.graph.world.removePerson(ANA);

      value(await release(desk, { actor: 'U0ANA', id }));
      await desk.pump.settle();

      expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'released' });
    },
  );

  it('can’t be given anything: the grant has failed', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    desk.graph.world.removePerson(ANA);

    await desk.pump.settle();

    expect(await desk.now(id)).toMatchObject({ state: 'failed', failure: { kind: 'invalid' } });
  });

  it('does not hold up the end of one grant by another', async () => {
    const desk = await metaDesk();
    const short = await desk.given({ duration: 30 * MINUTE });
    const long = await desk.given({ ticket: '457', level: 'advertiser', duration: 4 * HOUR });
    desk.graph.world.removePerson(ANA);

    await desk.pump.advance(31 * MINUTE);

    expect([(await desk.now(short.id)).state, (await desk.now(long.id)).state]).toEqual(['ended', 'ended']);
  });
});

describe('an admin who changes assignments by hand', () => {
  it('in the middle of a grant makes its end a matter of reading', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    desk.graph.world.unassign({ asset: '123', user: ANA });

    await desk.pump.advance(HOUR);

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.writes()).toEqual(['POST ANALYZE']);
  });

  it('and takes a person off: what the person held before is not given back by a detour', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given({ requester: 'U0BEN', asset: HELP, level: 'advertiser' });
    await desk.pump.advance(10 * MINUTE);
    desk.graph.world.unassign({ asset: '1001', user: BEN });
    value(await extend(desk, { actor: 'U0LEA', id, duration: HOUR }));
    await desk.pump.once();
    expect(desk.holds(HELP, BEN)).toEqual(['ADVERTISE', 'ANALYZE']);

    await desk.pump.advance(2 * HOUR);

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds(HELP, BEN)).toEqual([]);
  });

  it('and takes full control from a person: what grants gave meanwhile does not stay', async () => {
    const desk = await metaDesk();
    desk.graph.world.assign({ asset: '1001', user: BEN, tasks: ['MANAGE'] });
    const { id } = await desk.given({ requester: 'U0BEN', asset: HELP, level: 'advertiser' });
    await desk.pump.advance(10 * MINUTE);
    desk.graph.world.assign({ asset: '1001', user: BEN, tasks: ['ANALYZE'] });
    value(await extend(desk, { actor: 'U0LEA', id, duration: HOUR }));
    await desk.pump.once();
    expect(desk.holds(HELP, BEN)).toEqual(['ADVERTISE', 'ANALYZE']);

    await desk.pump.advance(2 * HOUR);

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds(HELP, BEN)).toEqual(['ANALYZE']);
  });

  it('and gives back by hand what was just taken away: it stays out of Hallpass’ hands', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    await desk.pump.advance(HOUR);
    desk.graph.world.assign({ asset: '123', user: ANA, tasks: ['ANALYZE'] });

    await desk.pump.advance(HOUR);

    expect([(await desk.now(id)).state, desk.holds(ACME)]).toEqual(['ended', ['ANALYZE']]);
  });
});
