import { describe, expect, it, test } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { deny } from '../../src/access/deny.ts';
import { cancel, release, revoke } from '../../src/access/end.ts';
import { changing, refused, testDesk, value } from '../support/desk.ts';
import { HOUR, MINUTE, START } from '../support/grants.ts';

describe('a release', () => {
  it('ends an active grant now', async () => {
    const desk = await testDesk();
    const { expiresAt: _, remindAt: __, ...active } = await desk.store.active();
    desk.clock.move(20 * MINUTE);

    const grant = await changing(desk, active.id, () => release(desk, { actor: 'U0ANA', id: active.id }));

    const now = START + 20 * MINUTE;
    expect(grant).toEqual({
      ...active,
      state: 'ending',
      version: active.version + 1,
      endsAt: now,
      endReason: 'released',
      endedBy: 'U0ANA',
      nagAt: now + MINUTE,
    });
    const event = (await desk.ledger.timeline(active.id)).at(-1);
    expect(event).toMatchObject({ kind: 'ending', actor: 'U0ANA', detail: { reason: 'released' } });
  });

  it('ends a grant that Meta was not seen to hold yet, since it may hold it', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.granting();

    const grant = await changing(desk, id, () => release(desk, { actor: 'U0ANA', id }));

    expect(grant).toMatchObject({ state: 'ending', endReason: 'released' });
    expect(grant).not.toHaveProperty('activeAt');
    expect(grant).not.toHaveProperty('giveUpAt');
  });

  it('cancels a request that is still pending', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();

    const grant = await changing(desk, id, () => release(desk, { actor: 'U0ANA', id }));

    expect(grant).toMatchObject({ state: 'cancelled', cancelledBy: 'U0ANA' });
  });

  it('is for the holder only', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();

    expect(await refused(desk, id, () => release(desk, { actor: 'U0LEA', id }))).toEqual({ code: 'not_holder', id });
  });

  it('is refused while the grant is ending already', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.ending();

    const refusal = await refused(desk, id, () => release(desk, { actor: 'U0ANA', id }));

    expect(refusal).toEqual({ code: 'not_active', id, state: 'ending' });
  });

  it('twice at once ends it once', async () => {
    const desk = await testDesk();
    const { id, version } = await desk.store.active();

    const outcomes = await Promise.all([release(desk, { actor: 'U0ANA', id }), release(desk, { actor: 'U0ANA', id })]);

    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect((await desk.ledger.get(id))?.version).toBe(version + 1);
  });

  it('holds against a reminder that is written at the same moment', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    const now = desk.clock.move(50 * MINUTE);

    const [outcome] = await Promise.all([release(desk, { actor: 'U0ANA', id }), desk.ledger.tick(now, 10)]);

    expect(outcome.ok).toBe(true);
    expect(await desk.ledger.get(id)).toMatchObject({ state: 'ending', endReason: 'released' });
  });
});

describe('a revocation', () => {
  it('is a lead’s, with the reason', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();

    const grant = await changing(desk, id, () => revoke(desk, { actor: 'U0LOU', id, because: 'customer called' }));

    expect(grant).toMatchObject({
      state: 'ending',
      endReason: 'revoked',
      endedBy: 'U0LOU',
      note: 'customer called',
      endsAt: START,
    });
    const detail = { reason: 'revoked', note: 'customer called' };
    expect((await desk.ledger.timeline(id)).at(-1)).toMatchObject({ kind: 'ending', actor: 'U0LOU', detail });
  });

  it('needs no second pair of eyes: leads may end their own', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active({ requester: 'U0LEA' });

    const grant = await changing(desk, id, () => revoke(desk, { actor: 'U0LEA', id }));

    expect(grant.state).toBe('ending');
  });

  it('reaches a grant that is being given', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.granting();

    const grant = await changing(desk, id, () => revoke(desk, { actor: 'U0LEA', id }));

    expect(grant.state).toBe('ending');
  });

  test.each([
    { actor: 'U0BEN', refusal: { code: 'not_approver' }, left: false },
    { actor: 'U0ANA', refusal: { code: 'not_approver' }, left: false },
    { actor: 'U0LEA', refusal: { code: 'approver_left' }, left: true },
  ])('is refused to $actor: $refusal.code', async ({ actor, refusal, left }) => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    desk.directory.change(actor, { deleted: left });

    expect(await refused(desk, id, () => revoke(desk, { actor, id }))).toEqual(refusal);
  });

  it('is refused while nothing is given', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();

    const refusal = await refused(desk, id, () => revoke(desk, { actor: 'U0LEA', id }));

    expect(refusal).toEqual({ code: 'not_active', id, state: 'pending' });
  });

  it('at the same time as a release leaves one end', async () => {
    const desk = await testDesk();
    const { id, version } = await desk.store.active();

    const outcomes = await Promise.all([release(desk, { actor: 'U0ANA', id }), revoke(desk, { actor: 'U0LEA', id })]);

    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect((await desk.ledger.get(id))?.version).toBe(version + 1);
  });
});

describe('a cancellation', () => {
  it('takes a pending request back', async () => {
    const desk = await testDesk();
    const { lapsesAt: _, ...asked } = await desk.ask();

    const grant = await changing(desk, asked.id, () => cancel(desk, { actor: 'U0ANA', id: asked.id }));

    expect(grant).toEqual({ ...asked, state: 'cancelled', version: 2, cancelledBy: 'U0ANA', cancelledAt: START });
    expect(await desk.ledger.pending(10)).toEqual([]);
  });

  it('is for the one who asked', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();

    const refusal = await refused(desk, id, () => cancel(desk, { actor: 'U0LEA', id }));

    expect(refusal).toEqual({ code: 'not_requester', id });
  });

  it('is refused after the decision', async () => {
    const desk = await testDesk();
    const denied = await desk.ask();
    value(await deny(desk, { actor: 'U0LEA', id: denied.id }));
    const approved = await desk.ask({ ticket: '457' });
    value(await approve(desk, { actor: 'U0LEA', id: approved.id }));

    for (const [{ id }, state] of [
      [denied, 'denied'],
      [approved, 'granting'],
    ] as const) {
      const refusal = await refused(desk, id, () => cancel(desk, { actor: 'U0ANA', id }));
      expect(refusal).toEqual({ code: 'not_active', id, state });
    }
  });

  it('leaves room to ask again', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();
    value(await cancel(desk, { actor: 'U0ANA', id }));

    expect((await desk.ask({ duration: 2 * HOUR })).id).toBe('EU-2');
  });
});

test.each([
  ['release', release],
  ['revoke', revoke],
  ['cancel', cancel],
] as const)('%s of nothing is refused', async (_, verb) => {
  const desk = await testDesk();

  const outcome = await verb(desk, { actor: 'U0LEA', id: 'EU-9' });

  expect(outcome).toEqual({ ok: false, refusal: { code: 'unknown_id', id: 'EU-9' } });
});
