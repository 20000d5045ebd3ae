import { describe, expect, it } from 'vitest';
import { HOUR, START } from '../support/grants.ts';
import { metaDesk } from '../support/meta-desk.ts';

describe('a grant from beginning to end', () => {
  it('is given, starts its clock when it was seen, expires, is taken away, and has ended when that was seen', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved({ duration: HOUR });
    desk.clock.move(5_000);

    await desk.pump.once();
    const active = await desk.now(id);
    expect(active).toMatchObject({ state: 'active', activeAt: START + 5_000, expiresAt: START + 5_000 + HOUR });
    expect(desk.holds()).toEqual(['ANALYZE']);

    await desk.pump.advance(HOUR);
    expect(await desk.now(id)).toMatchObject({
      state: 'ended',
      endReason: 'expired',
      endsAt: START + 5_000 + HOUR,
      provedAt: START + 5_000 + HOUR,
    });
    expect(desk.holds()).toEqual([]);
    expect(await desk.history(id)).toEqual(['requested', 'approved', 'activated', 'reminded', 'ending', 'ended']);
    expect(desk.trace).toEqual([
      `${id} granting`,
      ...['GET', 'POST', 'GET', `${id} active`],
      ...['GET', 'DELETE', 'GET', `${id} ended`],
    ]);
  });
});
