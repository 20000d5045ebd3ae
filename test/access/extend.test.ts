import { describe, expect, it, test } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { extend } from '../../src/access/extend.ts';
import { changing, refused, testDesk, value } from '../support/desk.ts';
import { HOUR, MINUTE, START } from '../support/grants.ts';

describe('an extension that a lead must allow', () => {
  it('is asked for, and moves nothing yet', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    desk.clock.move(30 * MINUTE);

    const grant = await changing(desk, id, () => extend(desk, { actor: 'U0ANA', id, duration: 2 * HOUR }));

    expect(grant).toMatchObject({
      state: 'active',
      expiresAt: START + HOUR,
      asked: { by: 'U0ANA', duration: 2 * HOUR, at: START + 30 * MINUTE },
    });
    const event = (await desk.ledger.timeline(id)).at(-1);
    expect(event).toMatchObject({ kind: 'extension-asked', actor: 'U0ANA', detail: { minutes: 120 } });
  });

  it('moves the end and its reminder once it is allowed', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id, duration: 2 * HOUR }));
    await desk.ledger.tick(desk.clock.move(50 * MINUTE), 10);

    const grant = await changing(desk, id, () => approve(desk, { actor: 'U0LEA', id }));

    expect(grant).toMatchObject({ expiresAt: START + 3 * HOUR, remindAt: START + 3 * HOUR - 10 * MINUTE });
    expect(grant).not.toHaveProperty('asked');
    expect(grant).not.toHaveProperty('reminded');
    const detail = { until: START + 3 * HOUR, from: START + HOUR };
    expect((await desk.ledger.timeline(id)).at(-1)).toMatchObject({ kind: 'extended', actor: 'U0LEA', detail });
  });

  it('is allowed for another time than was asked for', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id, duration: 2 * HOUR }));

    const grant = await changing(desk, id, () => approve(desk, { actor: 'U0LEA', id, duration: 30 * MINUTE }));

    expect(grant).toMatchObject({ expiresAt: START + 90 * MINUTE });
  });

  test.each([
    { changes: { duration: 100 * HOUR }, refusal: { code: 'too_long', asked: 100 * HOUR, max: 7 * HOUR } },
    { changes: { duration: 1_000 }, refusal: { code: 'too_short', asked: 1_000, min: MINUTE } },
    { changes: { level: 'moderator' }, refusal: { code: 'extension_level', id: 'EU-1', level: 'analyst' } },
  ])('is not allowed for what can’t be: $refusal.code', async ({ changes, refusal }) => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id }));

    expect(await refused(desk, id, () => approve(desk, { actor: 'U0LEA', id, ...changes }))).toEqual(refusal);
  });

  it('may be allowed with the level that it has, and up to the maximum', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id }));

    const approval = { actor: 'U0LEA', id, level: 'Analyst', duration: 7 * HOUR };
    const grant = await changing(desk, id, () => approve(desk, approval));

    expect(grant).toMatchObject({ level: 'analyst', expiresAt: START + 8 * HOUR });
  });

  it('is not for the holder to allow', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active({ requester: 'U0LEA' });
    value(await extend(desk, { actor: 'U0LEA', id }));

    expect(await refused(desk, id, () => approve(desk, { actor: 'U0LEA', id }))).toEqual({ code: 'self_approval' });
  });

  it('is asked for once', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id }));

    const refusal = await refused(desk, id, () => extend(desk, { actor: 'U0ANA', id }));

    expect(refusal).toEqual({ code: 'extension_open', id });
  });

  it('is asked for once although the button was clicked twice', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();

    const outcomes = await Promise.all([extend(desk, { actor: 'U0ANA', id }), extend(desk, { actor: 'U0ANA', id })]);

    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({ ok: false, refusal: { code: 'extension_open', id } });
  });

  it('is allowed once although two leads click at once', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id }));

    const outcomes = await Promise.all(['U0LEA', 'U0LOU'].map((actor) => approve(desk, { actor, id })));

    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.refusal.code]))).toEqual(['nothing_asked']);
    expect(await desk.ledger.get(id)).toMatchObject({ expiresAt: START + 2 * HOUR });
  });

  it('can’t be allowed any more after the end', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id }));
    desk.clock.move(HOUR);

    const refusal = await refused(desk, id, () => approve(desk, { actor: 'U0LEA', id }));

    expect(refusal).toEqual({ code: 'not_active', id, state: 'ending' });
  });
});

describe('an extension crosses a reminder that is written at the same moment', () => {
  it('and is asked for all the same', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    const now = desk.clock.move(50 * MINUTE);

    const [outcome] = await Promise.all([extend(desk, { actor: 'U0ANA', id }), desk.ledger.tick(now, 10)]);

    expect(outcome).toMatchObject({ ok: true });
    expect(await desk.ledger.get(id)).toMatchObject({ reminded: true, asked: { by: 'U0ANA' } });
  });

  it('and is allowed all the same', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id }));
    const now = desk.clock.move(50 * MINUTE);

    const [outcome] = await Promise.all([approve(desk, { actor: 'U0LEA', id }), desk.ledger.tick(now, 10)]);

    expect(outcome).toMatchObject({ ok: true, value: { expiresAt: START + 2 * HOUR } });
  });
});

describe('an extension that needs nobody', () => {
  it('moves the end at once where the policy is free', async () => {
    const desk = await testDesk();
    desk.rules({ extensions: 'free' });
    const { id } = await desk.store.active();

    const grant = await changing(desk, id, () => extend(desk, { actor: 'U0ANA', id, duration: HOUR }));

    expect(grant).toMatchObject({ expiresAt: START + 2 * HOUR, remindAt: START + 110 * MINUTE });
    expect((await desk.ledger.timeline(id)).at(-1)).toMatchObject({ kind: 'extended', actor: 'U0ANA' });
  });

  it.each([HOUR, undefined])('moves the end once although the same line was sent twice: %s', async (duration) => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    const wish = { actor: 'U0LEA', id, duration };
    await changing(desk, id, () => extend(desk, wish));
    const at = desk.clock.now();
    desk.clock.move(500);

    const refusal = await refused(desk, id, () => extend(desk, wish));

    expect(refusal).toEqual({ code: 'extended_already', id, until: START + 2 * HOUR, at });
    desk.clock.move(MINUTE);
    expect(await changing(desk, id, () => extend(desk, wish))).toMatchObject({ expiresAt: START + 3 * HOUR });
  });

  it.each([
    { actor: 'U0LOU', duration: HOUR },
    { actor: 'U0LEA', duration: 10 * MINUTE },
  ])('is another one by another lead, or for another time: %o', async (other) => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0LEA', id, duration: HOUR }));

    const grant = await changing(desk, id, () => extend(desk, { id, ...other }));

    expect(grant).toMatchObject({ expiresAt: START + 2 * HOUR + other.duration });
  });

  it('moves the end at once when a lead extends somebody’s grant', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();

    const grant = await changing(desk, id, () => extend(desk, { actor: 'U0LEA', id, duration: HOUR }));

    expect(grant).toMatchObject({ expiresAt: START + 2 * HOUR });
  });

  it('moves the end once although the button was clicked twice', async () => {
    const desk = await testDesk();
    desk.rules({ extensions: 'free' });
    const { id } = await desk.store.active();

    const outcomes = await Promise.all([extend(desk, { actor: 'U0ANA', id }), extend(desk, { actor: 'U0ANA', id })]);

    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    const refusal = { code: 'extended_already', id, until: START + 2 * HOUR, at: START };
    expect(outcomes).toContainEqual({ ok: false, refusal });
    expect(await desk.ledger.get(id)).toMatchObject({ expiresAt: START + 2 * HOUR });
  });

  it('answers what the holder asked for, too', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id }));

    const grant = await changing(desk, id, () => extend(desk, { actor: 'U0LEA', id, duration: HOUR }));

    expect(grant).not.toHaveProperty('asked');
  });
});

describe('how long', () => {
  it('is the default when nothing is said', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();

    const grant = await changing(desk, id, () => extend(desk, { actor: 'U0ANA', id }));

    expect(grant).toMatchObject({ asked: { duration: HOUR } });
  });

  it('is what is left when that is less than the default', async () => {
    const desk = await testDesk();
    desk.rules({ extensions: 'free' });
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id, duration: 7 * HOUR - 20_000 }));

    const grant = await changing(desk, id, () => extend(desk, { actor: 'U0ANA', id }));

    expect(grant).toMatchObject({ expiresAt: START + 8 * HOUR });
  });

  it('is counted from the proved start: at the maximum nothing is left', async () => {
    const desk = await testDesk();
    desk.rules({ extensions: 'free' });
    const { id } = await desk.store.active();
    value(await extend(desk, { actor: 'U0ANA', id, duration: 7 * HOUR }));

    const refusal = await refused(desk, id, () => extend(desk, { actor: 'U0ANA', id }));

    expect(refusal).toEqual({ code: 'no_time_left', max: 8 * HOUR });
  });

  test.each([
    { duration: 30_000, refusal: { code: 'too_short', asked: 30_000, min: MINUTE } },
    { duration: 7 * HOUR + 1, refusal: { code: 'too_long', asked: 7 * HOUR + 1, max: 7 * HOUR } },
  ])('is refused: $refusal.code', async ({ duration, refusal }) => {
    const desk = await testDesk();
    const { id } = await desk.store.active();

    expect(await refused(desk, id, () => extend(desk, { actor: 'U0ANA', id, duration }))).toEqual(refusal);
  });
});

describe('an extension is refused', () => {
  it('to somebody who neither holds it nor leads', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();

    expect(await refused(desk, id, () => extend(desk, { actor: 'U0BEN', id }))).toEqual({ code: 'not_holder', id });
  });

  it('to a lead who left', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    desk.directory.change('U0LEA', { deleted: true });

    expect(await refused(desk, id, () => extend(desk, { actor: 'U0LEA', id }))).toEqual({ code: 'approver_left' });
  });

  it('after the end, whether or not that was written down yet', async () => {
    const desk = await testDesk();
    const { id } = await desk.store.active();
    desk.clock.move(HOUR);

    const refusal = await refused(desk, id, () => extend(desk, { actor: 'U0ANA', id }));

    expect(refusal).toMatchObject({ code: 'not_active', id });
  });

  test.each(['pending', 'granting', 'ending'] as const)('while the grant is %s', async (state) => {
    const desk = await testDesk();
    const { id } = state === 'pending' ? await desk.ask() : await desk.store[state]();

    const refusal = await refused(desk, id, () => extend(desk, { actor: 'U0ANA', id }));

    expect(refusal).toEqual({ code: 'not_active', id, state });
  });

  it('of nothing', async () => {
    const desk = await testDesk();

    const refusal = await refused(desk, 'EU-9', () => extend(desk, { actor: 'U0ANA', id: 'EU-9' }));

    expect(refusal).toEqual({ code: 'unknown_id', id: 'EU-9' });
  });
});
