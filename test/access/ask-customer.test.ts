import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { nextLook } from '../../src/access/customer-answer.ts';
import { request } from '../../src/access/request.ts';
import { lookForAnswers } from '../../src/jobs/customers.ts';
import { headline } from '../../src/views/headline.ts';
import { timelineLine } from '../../src/views/timeline.ts';
import { value, wish } from '../support/desk.ts';
import { EU, type MetaDesk, metaDesk } from '../support/meta-desk.ts';
import { silent } from '../support/silent-log.ts';

const ELM = { kind: 'page', id: '1005' } as const;
const DUNE = { kind: 'page', id: '1004' } as const;
const MINUTE = 60_000;

const asked = async (desk: MetaDesk, changes = {}) =>
  value(await request(desk, wish({ asset: ELM, ask: true, ...changes })));
const sent = ({ graph }: MetaDesk) =>
  graph.calls.filter(({ method, edge }) => method === 'POST' && edge === 'client_pages').length;

describe('a Page that is not shared', () => {
  it('is only asked for when somebody says so, and a lead decides', async () => {
    const desk = await metaDesk();

    expect(await request(desk, wish({ asset: ELM }))).toMatchObject({ refusal: { code: 'asset_unknown' } });
    const grant = await asked(desk);
    expect(grant).toMatchObject({ state: 'pending', ownership: 'none', assetName: '' });
    expect(sent(desk)).toBe(0);

    const waiting = value(await approve(desk, { actor: 'U0LEA', aware: true, id: grant.id }));
    expect(waiting).toMatchObject({ state: 'pending', share: { by: 'U0LEA' } });
    expect(sent(desk)).toBe(1);
    expect(desk.graph.calls.at(-1)?.params).toMatchObject({ page_id: '1005' });
    expect(await desk.history(grant.id)).toEqual(['requested', 'customer-asked']);
  });

  it('is asked for by nobody who was not told what that may lead to', async () => {
    const desk = await metaDesk({ rules: { asksPerDay: 1 } });
    const { id } = await asked(desk);
    const typed = { actor: 'U0LEA', id, duration: 30 * MINUTE };

    expect(await approve(desk, typed)).toEqual({
      ok: false,
      refusal: { code: 'ask_unwarned', id, asset: ELM, duration: 30 * MINUTE },
    });
    expect([sent(desk), await desk.history(id)]).toEqual([0, ['requested']]);

    expect(value(await approve(desk, { ...typed, aware: true }))).toMatchObject({ duration: 30 * MINUTE });
    expect(sent(desk)).toBe(1);
  });

  it('of a kind that Meta lets nobody ask for, or where the rules say never, is refused', async () => {
    const desk = await metaDesk({ rules: { askCustomers: 'never' } });
    const account = { kind: 'adaccount', id: '777' } as const;

    expect(await request(desk, wish({ asset: ELM, ask: true }))).toMatchObject({ refusal: { code: 'asks_off' } });
    expect(await request(desk, wish({ asset: account, ask: true }))).toMatchObject({
      refusal: { code: 'asset_unknown' },
    });
  });

  it('is given at once where Meta agrees at once', async () => {
    const desk = await metaDesk({ switches: { pageRequestStatus: 'CONFIRMED' } });
    const { id } = await asked(desk);

    const granting = value(await approve(desk, { actor: 'U0LEA', aware: true, id }));

    expect(granting).toMatchObject({
      state: 'granting',
      approvedBy: 'U0LEA',
      ownership: 'client',
      assetName: 'Elm Books',
    });
    await desk.pump.once();
    expect(desk.holds(ELM)).toEqual(['ANALYZE']);
  });

  it('goes on by itself where Meta agrees at once and then can’t be read', async () => {
    const desk = await metaDesk({ switches: { pageRequestStatus: 'CONFIRMED' } });
    const { id } = await asked(desk);
    desk.graph.faults.next({ edge: 'client_pages', method: 'GET' }, { kind: 'slow', ms: 1 });
    desk.graph.faults.next({ edge: 'client_pages', method: 'GET' }, { kind: 'html', status: 502 });

    expect(value(await approve(desk, { actor: 'U0LEA', aware: true, id }))).toMatchObject({ state: 'pending' });
    desk.clock.move(2 * MINUTE);
    await lookForAnswers(desk, silent);

    expect((await desk.now(id)).state).toBe('granting');
  });

  it('is asked for once, whoever else wants it, and however often', async () => {
    const desk = await metaDesk();
    const [first, second] = [await asked(desk), await asked(desk, { requester: 'U0BEN', ticket: '9' })];

    await Promise.all([first, second].map(({ id }) => approve(desk, { actor: 'U0LEA', aware: true, id })));
    for (const { id } of [first, second]) await approve(desk, { actor: 'U0LOU', aware: true, id });

    expect(sent(desk)).toBe(1);
    expect(await desk.now(first.id)).toHaveProperty('share');
    expect(await desk.now(second.id)).toHaveProperty('share');
    expect(await approve(desk, { actor: 'U0LEA', aware: true, id: first.id })).toMatchObject({
      refusal: { code: 'customer_asked' },
    });
  });

  it('that was asked for outside Hallpass is only waited for', async () => {
    const desk = await metaDesk();
    const { id } = await asked(desk, { asset: DUNE });

    expect(value(await approve(desk, { actor: 'U0LEA', id }))).toHaveProperty('share');

    expect(sent(desk)).toBe(0);
  });

  it.each(['cut-after', 'cut-before'] as const)('is not asked for twice when the answer is lost: %s', async (kind) => {
    const desk = await metaDesk();
    const { id } = await asked(desk);
    desk.graph.faults.next({ method: 'POST', edge: 'client_pages' }, { kind });

    const first = await approve(desk, { actor: 'U0LEA', aware: true, id });
    await approve(desk, { actor: 'U0LEA', aware: true, id });
    expect(sent(desk)).toBe(1);
    desk.clock.move(MINUTE);
    await approve(desk, { actor: 'U0LEA', aware: true, id });

    if (kind === 'cut-before') expect(first).toMatchObject({ refusal: { code: 'meta_unsure' } });
    expect(await desk.now(id)).toHaveProperty('share');
    const effects = desk.graph.world.assets().find((asset) => asset.id === ELM.id)?.businesses[EU]?.ownership;
    expect(effects).toBe('pending');
    expect(sent(desk)).toBe(kind === 'cut-after' ? 1 : 2);
  });

  describe('is not asked for twice after a crash between the asking and the commit', () => {
    /** The process dies after Meta took it. */
    async function crashed() {
      const desk = await metaDesk();
      const { id } = await asked(desk);
      const dying = { ...desk.ledger, commit: async () => Promise.reject(new Error('the process died')) };
      await expect(approve({ ...desk, ledger: dying }, { actor: 'U0LEA', aware: true, id })).rejects.toThrow('died');
      expect(sent(desk)).toBe(1);
      return { desk, id, again: () => approve(desk, { actor: 'U0LEA', aware: true, id }) };
    }

    it('where Meta shows it', async () => {
      const { desk, again } = await crashed();

      expect(value(await again())).toMatchObject({ share: { by: 'U0LEA' } });
      expect(sent(desk)).toBe(1);
    });

    it('where Meta does not show what was asked: it waits, and the words claim no more than is known', async () => {
      const { desk, id, again } = await crashed();
      desk.graph.faults.next({ edge: 'pending_client_pages' }, { kind: 'error', code: 10 }, 100);

      const waiting = value(await again());

      expect(waiting).toMatchObject({ share: { by: 'U0LEA', unsure: true } });
      expect(sent(desk)).toBe(1);
      expect(headline(waiting)).toContain('Whether that arrived is not known');
      const event = (await desk.ledger.timeline(id)).at(-1);
      expect(event && timelineLine(event, waiting)).toContain('whether that arrived is not known');
    });

    it('where Meta’s lists are older than the asking', async () => {
      const { desk, id, again } = await crashed();
      desk.graph.world.unshare({ asset: ELM.id, business: EU });

      expect(await again()).toMatchObject({ refusal: { code: 'meta_unsure' } });
      expect([sent(desk), await desk.history(id)]).toEqual([1, ['requested']]);

      desk.clock.move(MINUTE);
      expect(value(await again())).toHaveProperty('share');
      expect(sent(desk)).toBe(2);
    });
  });

  it('can be asked for again at once where Meta surely refused', async () => {
    const desk = await metaDesk();
    const { id } = await asked(desk);
    desk.graph.faults.next({ method: 'POST', edge: 'client_pages' }, { kind: 'error', code: 10 });

    expect(await approve(desk, { actor: 'U0LEA', aware: true, id })).toMatchObject({
      refusal: { code: 'meta_refused' },
    });
    expect(value(await approve(desk, { actor: 'U0LEA', aware: true, id }))).toHaveProperty('share');
    expect(await desk.ledger.sending('ask:page:1005')).toBeNull();
  });

  it('is asked for so many times a day and no more', async () => {
    const desk = await metaDesk({ rules: { asksPerDay: 1 } });
    desk.graph.world.addPage({ id: '1010', name: 'Fir Tools' });
    const first = await asked(desk);
    const second = await asked(desk, { asset: { kind: 'page', id: '1010' } });
    await approve(desk, { actor: 'U0LEA', aware: true, id: first.id });

    expect(await approve(desk, { actor: 'U0LEA', aware: true, id: second.id })).toMatchObject({
      refusal: { code: 'asks_spent', max: 1 },
    });
    expect(sent(desk)).toBe(1);
    desk.clock.move(24 * 60 * MINUTE);
    desk.graph.world.assets();
    const third = await asked(desk, { asset: { kind: 'page', id: '1010' }, ticket: '9' });
    expect(value(await approve(desk, { actor: 'U0LEA', aware: true, id: third.id }))).toHaveProperty('share');
  });

  it('is looked for at growing intervals: a minute at first, an hour at most', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 7 * 24 * 60 * MINUTE }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (after, chance) => {
          const wait = nextLook(1_000, 1_000 + after, () => chance) - 1_000 - after;

          expect(wait).toBeGreaterThanOrEqual(Math.min(60, Math.max(1, after / MINUTE)) * MINUTE * 0.9 - 1);
          expect(wait).toBeLessThanOrEqual(66 * MINUTE);
        },
      ),
    );
  });
});
