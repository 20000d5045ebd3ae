import { describe, expect, it } from 'vitest';
import { release } from '../../src/access/end.ts';
import { headline } from '../../src/views/headline.ts';
import { MINUTE } from '../graph/limits.ts';
import { value } from '../support/desk.ts';
import { metaDesk } from '../support/meta-desk.ts';

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
