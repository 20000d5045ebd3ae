import { describe, expect, it, test } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { deny } from '../../src/access/deny.ts';
import { extend } from '../../src/access/extend.ts';
import { changing, refused, testDesk, value } from '../support/desk.ts';
import { HOUR, START } from '../support/grants.ts';

describe('a denial', () => {
  it('ends the request, with the reason', async () => {
    const desk = await testDesk();
    const { lapsesAt: _, ...asked } = await desk.ask();

    const denial = { actor: 'U0LEA', id: asked.id, because: 'wrong customer' };
    const grant = await changing(desk, asked.id, () => deny(desk, denial));

    expect(grant).toEqual({
      ...asked,
      state: 'denied',
      version: 2,
      deniedBy: 'U0LEA',
      deniedAt: START,
      denial: 'wrong customer',
    });
    const event = (await desk.ledger.timeline(asked.id)).at(-1);
    expect(event).toMatchObject({ kind: 'denied', actor: 'U0LEA', detail: { because: 'wrong customer' } });
  });

  it('needs no reason', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();

    const grant = await changing(desk, id, () => deny(desk, { actor: 'U0LEA', id }));

    expect(grant).not.toHaveProperty('denial');
  });

  test.each([
    { actor: 'U0ANA', refusal: { code: 'self_approval' } },
    { actor: 'U0BEN', refusal: { code: 'not_approver' } },
  ])('is refused to $actor', async ({ actor, refusal }) => {
    const desk = await testDesk();
    const { id } = await desk.ask();

    expect(await refused(desk, id, () => deny(desk, { actor, id }))).toEqual(refusal);
  });

  it('is refused after another decision', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();
    value(await approve(desk, { actor: 'U0LOU', id }));

    const refusal = await refused(desk, id, () => deny(desk, { actor: 'U0LEA', id }));

    expect(refusal).toEqual({ code: 'already_decided', id, state: 'granting', by: 'U0LOU', at: START });
  });

  it('at the same time as an approval leaves one decision', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();

    const outcomes = await Promise.all([approve(desk, { actor: 'U0LEA', id }), deny(desk, { actor: 'U0LOU', id })]);

    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(await desk.ledger.timeline(id)).toHaveLength(2);
  });

  it('of nothing is refused', async () => {
    const desk = await testDesk();

    const refusal = await refused(desk, 'EU-9', () => deny(desk, { actor: 'U0LEA', id: 'EU-9' }));

    expect(refusal).toEqual({ code: 'unknown_id', id: 'EU-9' });
  });
});

describe('the denial of an extension', () => {
  it('leaves the access and its end as they were', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    const asked = value(await extend(desk, { actor: 'U0ANA', id, duration: HOUR }));

    const grant = await changing(desk, id, () => deny(desk, { actor: 'U0LEA', id }));

    expect(asked).toHaveProperty('asked');
    expect(grant).not.toHaveProperty('asked');
    expect(grant).toMatchObject({ state: 'active', expiresAt: START + HOUR });
    expect((await desk.ledger.timeline(id)).at(-1)).toMatchObject({ kind: 'extension-denied', actor: 'U0LEA' });
  });

  it('keeps the reason', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id, duration: HOUR }));

    await changing(desk, id, () => deny(desk, { actor: 'U0LEA', id, because: 'the customer said no' }));

    expect((await desk.ledger.timeline(id)).at(-1)?.detail).toEqual({ because: 'the customer said no' });
  });

  it('is not for the one who asked', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id }));

    expect(await refused(desk, id, () => deny(desk, { actor: 'U0ANA', id }))).toEqual({ code: 'self_approval' });
  });
});
