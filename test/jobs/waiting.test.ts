import { describe, expect, it } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { release } from '../../src/access/end.ts';
import { request } from '../../src/access/request.ts';
import { headline } from '../../src/views/headline.ts';
import { MINUTE } from '../graph/limits.ts';
import { value, wish } from '../support/desk.ts';
import { type MetaDesk, metaDesk, TOKEN } from '../support/meta-desk.ts';
import { mendToken } from '../support/story.ts';

const GIVE = { edge: 'assigned_users', method: 'POST' };
const TAKE = { edge: 'assigned_users', method: 'DELETE' };

describe('while Meta asks to wait', () => {
  it('a grant that waits has not failed: it is told once, its time does not count, and it is given then', async () => {
    const desk = await metaDesk();
    const { id, giveUpAt } = await desk.approved();
    desk.graph.faults.next(GIVE, { kind: 'throttle', code: 80001, minutes: 120, hold: true });

    await desk.pump.once();
    const waiting = await desk.now(id);
    expect(waiting).toMatchObject({ state: 'granting', giveUpAt: giveUpAt + 120 * MINUTE });
    expect('paused' in waiting && waiting.paused).toMatchObject({ until: desk.clock.now() + 120 * MINUTE });
    const calls = desk.graph.calls.length;
    await desk.pump.advance(120 * MINUTE - 1);
    expect(desk.graph.calls.length).toBe(calls);
    await desk.pump.settle();

    expect(await desk.now(id)).toMatchObject({ state: 'active' });
    expect(await desk.now(id)).not.toHaveProperty('paused');
    expect(await desk.history(id)).toEqual(['requested', 'approved', 'waiting', 'activated']);
    expect(desk.holds()).toEqual(['ANALYZE']);
  });

  it('a removal that waits is told once, raises its alarms all the same, and is proved then', async () => {
    const desk = await metaDesk();
    const { id, expiresAt } = await desk.given();
    const ofThePage = () => desk.graph.calls.filter(({ path }) => path.startsWith('/123')).length;
    desk.graph.faults.next(TAKE, { kind: 'throttle', code: 80001, minutes: 3, hold: true });

    await desk.pump.advance(expiresAt - desk.clock.now() + MINUTE);
    const calls = ofThePage();
    await desk.pump.advance(MINUTE + MINUTE / 2);
    expect(ofThePage()).toBe(calls);
    await desk.pump.settle();

    expect(await desk.now(id)).toMatchObject({ state: 'ended' });
    const after = (await desk.history(id)).filter((kind) => kind !== 'reminded').slice(3);
    expect(after).toEqual(['ending', 'waiting', 'overdue', 'overdue', 'ended']);
    expect(desk.holds()).toEqual([]);
  });

  it.each(['granting', 'ending'] as const)(
    'the word of it goes once the time is over, also while %s for another reason',
    async (state) => {
      const desk = await metaDesk();
      const { id } = state === 'ending' ? await desk.given() : await desk.approved();
      const call = state === 'ending' ? TAKE : GIVE;
      desk.graph.faults.next(call, { kind: 'throttle', code: 80001, minutes: 4 });
      desk.graph.faults.next(call, { kind: 'error', code: 2 }, 1_000);
      if (state === 'ending') value(await release(desk, { actor: 'U0ANA', id }));

      await desk.pump.once();
      await desk.pump.advance(4 * MINUTE + MINUTE / 2 - 1);
      expect(await desk.now(id)).toHaveProperty('paused');
      await desk.pump.advance(1);

      const grant = await desk.now(id);
      expect(grant.state).toBe(state);
      expect(grant).not.toHaveProperty('paused');
      expect(headline(grant)).not.toContain('Meta asks us to wait');
      const story = (await desk.history(id)).filter((kind) => kind !== 'overdue');
      expect(story.slice(-2)).toEqual(['waiting', 'resumed']);

      desk.graph.faults.clear();
      await desk.pump.settle();
      expect((await desk.now(id)).state).toBe(state === 'ending' ? 'ended' : 'active');
    },
  );

  it('a pause that goes on is told anew, and counts once against the time after which a grant is given up', async () => {
    const desk = await metaDesk();
    const { id, giveUpAt } = await desk.approved();
    desk.graph.faults.next(GIVE, { kind: 'throttle', code: 80001, minutes: 4 }, 2);

    await desk.pump.once();
    await desk.pump.advance(5 * MINUTE);

    expect(await desk.now(id)).toMatchObject({ state: 'granting', giveUpAt: giveUpAt + 8 * MINUTE });
    expect(await desk.history(id)).toEqual(['requested', 'approved', 'waiting', 'waiting']);
  });
});

const reached = ({ graph }: MetaDesk) => graph.calls.splice(0).map(({ edge }) => edge);

describe('while Meta refuses the token', () => {
  it('nothing but one question in 30 s goes out, a removal that waits is told once, and it is proved then', async () => {
    const desk = await metaDesk();
    const { id, expiresAt } = await desk.given();
    await desk.pump.advance(expiresAt - desk.clock.now() - 1);
    desk.graph.world.revokeToken(TOKEN);
    reached(desk);

    await desk.pump.advance(10 * MINUTE);
    expect(await desk.now(id)).toMatchObject({ state: 'ending', paused: { why: 'token' } });
    const calls = reached(desk);
    expect(calls.filter((edge) => edge !== 'business').length).toBeLessThanOrEqual(5);
    expect(calls.filter((edge) => edge === 'business').length).toBeLessThanOrEqual(21);
    mendToken(desk);
    await desk.pump.settle();

    expect(await desk.now(id)).toMatchObject({ state: 'ended' });
    expect((await desk.history(id)).filter((kind) => kind === 'waiting')).toHaveLength(1);
    expect(desk.holds()).toEqual([]);
    expect(desk.trace.slice(-2)).toEqual(['GET', `${id} ended`]);
  });

  it('a grant that waits is given up in its time, and that nothing of it is left is proved later', async () => {
    const desk = await metaDesk({ rules: { giveUp: 15 * MINUTE } });
    const { id, giveUpAt } = await desk.approved();
    desk.graph.world.revokeToken(TOKEN);

    await desk.pump.once();
    expect(await desk.now(id)).toMatchObject({ state: 'granting', giveUpAt, paused: { why: 'token' } });
    await desk.pump.advance(20 * MINUTE);
    expect(await desk.now(id)).toMatchObject({ state: 'ending', endReason: 'policy', paused: { why: 'token' } });
    mendToken(desk);
    await desk.pump.settle();

    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'policy' });
    const told = (await desk.history(id)).filter((kind) => kind !== 'overdue');
    expect(told).toEqual(['requested', 'approved', 'waiting', 'ending', 'waiting', 'ended']);
    expect(desk.holds()).toEqual([]);
  });

  it('a grant that waits for a limit first and for the token then says what is true, and is given', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    desk.graph.faults.next(GIVE, { kind: 'throttle', code: 80001, minutes: 3, hold: true });
    await desk.pump.once();
    desk.graph.world.revokeToken(TOKEN);

    await desk.pump.advance(4 * MINUTE);
    expect(await desk.now(id)).toMatchObject({ paused: { why: 'token' } });
    mendToken(desk);
    await desk.pump.settle();

    expect(await desk.now(id)).toMatchObject({ state: 'active' });
    expect(await desk.now(id)).not.toHaveProperty('paused');
  });

  it('a lead who approves hears that it can not be done now, and the request stays', async () => {
    const desk = await metaDesk();
    const { id } = value(await request(desk, wish()));
    desk.clock.move(2 * MINUTE);
    desk.graph.world.revokeToken(TOKEN);

    const refused = await approve(desk, { actor: 'U0LEA', id });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'meta_paused' } });
    expect(await desk.now(id)).toMatchObject({ state: 'pending' });
    mendToken(desk);
    desk.clock.move(MINUTE);
    expect(await approve(desk, { actor: 'U0LEA', id })).toMatchObject({ ok: true });
  });
});
