import { describe, expect, it, test } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { deny } from '../../src/access/deny.ts';
import { cancel } from '../../src/access/end.ts';
import { MetaError } from '../../src/access/ports/meta.ts';
import { changing, refused, type TestDesk, testDesk, value } from '../support/desk.ts';
import { HOUR, MINUTE, START } from '../support/grants.ts';
import { PAGE } from '../support/small-meta.ts';

describe('an approval', () => {
  it('lets the access be given, and starts no clock yet', async () => {
    const desk = await testDesk();
    const { lapsesAt: _, ...asked } = await desk.ask();
    desk.clock.move(5 * MINUTE);

    const grant = await changing(desk, asked.id, () => approve(desk, { actor: 'U0LEA', id: asked.id }));

    const now = START + 5 * MINUTE;
    const { giveUp } = desk.business.rules;
    expect(grant).toEqual({
      ...asked,
      state: 'granting',
      version: 2,
      approvedBy: 'U0LEA',
      approvedAt: now,
      giveUpAt: now + giveUp,
    });
    expect((await desk.ledger.timeline(asked.id)).at(-1)).toMatchObject({
      kind: 'approved',
      actor: 'U0LEA',
      detail: { level: 'analyst', minutes: 60 },
    });
  });

  it('may change level and duration', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask({ level: 'advertiser', duration: 4 * HOUR });

    const changes = { level: 'analyst', duration: 30 * MINUTE };
    const grant = await changing(desk, id, () => approve(desk, { actor: 'U0LEA', id, ...changes }));

    expect(grant).toMatchObject({ level: 'analyst', tasks: ['ANALYZE'], duration: 30 * MINUTE });
    expect(grant.wished).toEqual({ level: 'advertiser', duration: 4 * HOUR });
    expect((await desk.ledger.timeline(id))[0]?.detail).toEqual({ ticket: '456', level: 'advertiser', minutes: 240 });
  });

  it('grants what the level means now, not what it meant when it was asked for', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask({ level: 'advertiser' });
    const { levels } = desk.business.rules;
    desk.rules({ levels: { ...levels, page: { ...levels.page, advertiser: ['ADVERTISE'] } } });

    const grant = await changing(desk, id, () => approve(desk, { actor: 'U0LEA', id }));

    expect(grant.tasks).toEqual(['ADVERTISE']);
  });
});

describe('an approval is refused and changes nothing', () => {
  test.each<{ story: string; actor?: string; arrange?: (desk: TestDesk) => void; refusal: object }>([
    { story: 'by the one who asked', actor: 'U0ANA', refusal: { code: 'self_approval' } },
    { story: 'by another agent', actor: 'U0BEN', refusal: { code: 'not_approver' } },
    {
      story: 'by a lead who left',
      arrange: ({ directory }) => directory.change('U0LEA', { deleted: true }),
      refusal: { code: 'approver_left' },
    },
    {
      story: 'when whoever asked has left',
      arrange: ({ directory }) => directory.change('U0ANA', { deleted: true }),
      refusal: { code: 'requester_left', user: 'U0ANA' },
    },
    {
      story: 'when the customer permits less by now',
      arrange: ({ meta }) => meta.share({ asset: PAGE, permitted: ['MODERATE'] }),
      refusal: {
        code: 'above_ceiling',
        level: 'analyst',
        tasks: ['ANALYZE'],
        ceiling: ['MODERATE'],
        ownership: 'client',
        within: [],
      },
    },
    {
      story: 'when the customer took the asset back',
      arrange: ({ meta }) => meta.unshare(PAGE),
      refusal: { code: 'asset_not_shared', asset: PAGE, name: 'Acme Shoes' },
    },
    {
      story: 'when Meta is away',
      arrange: ({ meta }) => meta.fail(new MetaError('transient', 'Meta did not answer.')),
      refusal: { code: 'meta_away', busy: false },
    },
    {
      story: 'when the request has lapsed, whether or not that was written down yet',
      arrange: ({ clock }) => void clock.move(8 * HOUR),
      refusal: { code: 'already_decided', id: 'EU-1', state: 'lapsed', at: START + 8 * HOUR },
    },
  ])('$story', async ({ actor = 'U0LEA', arrange, refusal }) => {
    const desk = await testDesk();
    const { id } = await desk.ask();
    arrange?.(desk);

    expect(await refused(desk, id, () => approve(desk, { actor, id }))).toEqual(refusal);
  });

  test.each([
    {
      changes: { level: 'moderator' },
      story: 'a level above the ceiling',
      code: 'above_ceiling',
      ceiling: ['ADVERTISE'],
    },
    { changes: { level: 'root' }, story: 'a level that does not exist', code: 'level_unknown' },
    { changes: { duration: 9 * HOUR }, story: 'more time than the policy has', code: 'too_long' },
    { changes: { duration: 1 }, story: 'hardly any time', code: 'too_short' },
  ])('$story', async ({ changes, code, ceiling }) => {
    const desk = await testDesk();
    desk.meta.share({ asset: PAGE, permitted: [...(ceiling ?? []), 'ANALYZE'] });
    const { id } = await desk.ask();

    const refusal = await refused(desk, id, () => approve(desk, { actor: 'U0LEA', id, ...changes }));

    expect(refusal.code).toBe(code);
  });

  it('of a request that does not exist', async () => {
    const desk = await testDesk();

    for (const id of ['EU-9', 'US-1', 'EU-', 'nonsense', '']) {
      const refusal = await refused(desk, id, () => approve(desk, { actor: 'U0LEA', id }));
      expect(refusal).toEqual({ code: 'unknown_id', id });
    }
  });
});

describe('an approval after a decision is told who decided', () => {
  it('of a second lead, later', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();
    desk.clock.move(MINUTE);
    value(await approve(desk, { actor: 'U0LEA', id }));
    desk.clock.move(MINUTE);

    const refusal = await refused(desk, id, () => approve(desk, { actor: 'U0LOU', id }));

    expect(refusal).toEqual({ code: 'already_decided', id, state: 'granting', by: 'U0LEA', at: START + MINUTE });
  });

  it('of two leads at once: one wins, and there is one audit event', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();

    const outcomes = await Promise.all([
      approve(desk, { actor: 'U0LEA', id }),
      approve(desk, { actor: 'U0LOU', id, level: 'advertiser' }),
    ]);

    const grant = await desk.ledger.get(id);
    const winner = grant?.state === 'granting' ? grant.approvedBy : null;
    const won = outcomes.filter((outcome) => outcome.ok);
    const lost = outcomes.filter((outcome) => !outcome.ok);
    expect(won).toEqual([{ ok: true, value: grant }]);
    expect(lost).toEqual([
      { ok: false, refusal: { code: 'already_decided', id, state: 'granting', by: winner, at: START } },
    ]);
    expect((await desk.ledger.timeline(id)).map(({ kind }) => kind)).toEqual(['requested', 'approved']);
  });

  it('of two clicks by one lead', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();

    const outcomes = await Promise.all([approve(desk, { actor: 'U0LEA', id }), approve(desk, { actor: 'U0LEA', id })]);

    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(await desk.ledger.timeline(id)).toHaveLength(2);
  });

  test.each<{ story: string; first: (desk: TestDesk, id: string) => Promise<unknown>; refusal: object }>([
    {
      story: 'denied by another lead',
      first: (desk, id) => deny(desk, { actor: 'U0LOU', id }),
      refusal: { state: 'denied', by: 'U0LOU', at: START },
    },
    {
      story: 'taken back by the one who asked',
      first: (desk, id) => cancel(desk, { actor: 'U0ANA', id }),
      refusal: { state: 'cancelled', by: 'U0ANA', at: START },
    },
    {
      story: 'lapsed',
      first: (desk) => desk.ledger.tick(desk.clock.move(8 * HOUR), 10),
      refusal: { state: 'lapsed', at: START + 8 * HOUR },
    },
  ])('$story', async ({ first, refusal }) => {
    const desk = await testDesk();
    const { id } = await desk.ask();
    await first(desk, id);

    const told = await refused(desk, id, () => approve(desk, { actor: 'U0LEA', id }));

    expect(told).toEqual({ code: 'already_decided', id, ...refusal });
  });

  it('of a lead whose approval crosses a cancellation', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();

    const [approval, cancellation] = await Promise.all([
      approve(desk, { actor: 'U0LEA', id }),
      cancel(desk, { actor: 'U0ANA', id }),
    ]);

    const kinds = (await desk.ledger.timeline(id)).map(({ kind }) => kind);
    expect(cancellation.ok).toBe(true);
    expect(kinds).toEqual(approval.ok ? ['requested', 'approved', 'ending'] : ['requested', 'cancelled']);
  });
});
