import { describe, expect, it } from 'vitest';
import { MINUTE } from '../graph/limits.ts';
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
});
