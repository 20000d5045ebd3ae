import { describe, expect, it } from 'vitest';
import type { EmulatedGraph } from '../../demo/graph/server.ts';
import { approve } from '../../src/access/approve.ts';
import type { AssetRef } from '../../src/access/asset.ts';
import type { Desk } from '../../src/access/desk.ts';
import { revoke } from '../../src/access/end.ts';
import { HALLPASS } from '../../src/access/event.ts';
import { MetaError } from '../../src/access/ports/meta.ts';
import type { WatchState } from '../../src/access/ports/watch.ts';
import { adopt } from '../../src/access/reconcile/adopt.ts';
import { goOnReconciling, letStand, takeOut, undoStanding } from '../../src/access/reconcile/decide.ts';
import { reconcileCommand } from '../../src/cli/reconcile.ts';
import { runReconcile } from '../../src/commands/run-found.ts';
import { answerLog, answerShow } from '../../src/commands/run-query.ts';
import { graphId } from '../../src/graph/node-path.ts';
import { createFeed } from '../../src/store/feed.ts';
import { card } from '../../src/views/card.ts';
import { actions } from '../../src/views/ids.ts';
import { value } from '../support/desk.ts';
import { ACME, ANA, BEN, EU, HELP } from '../support/meta-desk.ts';
import { reconcileOffice } from '../support/reconcile-office.ts';

/** As in test/support/redis.ts. */
const MARK = 'hallpass-test';
const LOU = '900000000000004';
const FIVE: AssetRef[] = [
  ...['123', '1001', '1003'].map((id) => ({ kind: 'page', id }) as const),
  ...['123', '2001'].map((id) => ({ kind: 'adaccount', id }) as const),
];
const BEN_ON_ACME = `page:123:${BEN}`;

/** Everything of the demo was looked at, and what was there before Hallpass stands. */
async function settled(rules = {}) {
  const office = await reconcileOffice(rules);
  await office.pass(20);
  for (const key of (await office.desk.ledger.watch.findings()).keys()) {
    value(await letStand(office.desk, { actor: 'U0LEA', key }));
  }
  await office.pass(1);
  return office;
}

describe('access that somebody took away at Meta', () => {
  it('ends the grant, after two looks, with a mark that stays', async () => {
    const { desk, pass } = await settled();
    const { id } = await desk.given({ duration: 4 * 3_600_000 });
    desk.graph.world.unassign({ asset: '123', user: ANA });

    await desk.pump.advance(60_000);
    await pass(1);
    expect(await desk.now(id)).toMatchObject({ state: 'active' });
    await pass(3);

    const mark = { what: 'gone', tasks: ['ANALYZE'] };
    const grant = await desk.now(id);
    expect(grant).toMatchObject({ state: 'ended', endReason: 'drift', drift: mark });
    expect((await desk.ledger.timeline(id)).find(({ kind }) => kind === 'ending')?.detail).toEqual({
      ...{ reason: 'drift', what: 'gone', tasks: 'ANALYZE' },
    });
    expect(JSON.stringify(card(grant))).toContain('Changed at Meta, outside of Hallpass.* ANALYZE was taken away');
    expect(desk.holds()).toEqual([]);
  });

  it('marks a grant of which some is left, which goes on and ends at its time', async () => {
    const { desk, pass } = await settled();
    const { id } = await desk.given({ level: 'advertiser', duration: 3_600_000 });
    desk.graph.world.assign({ asset: '123', user: ANA, tasks: ['ANALYZE'] });

    await pass(15);
    expect(await desk.now(id)).toMatchObject({ state: 'active', drift: { what: 'less', tasks: ['ADVERTISE'] } });
    expect((await desk.history(id)).filter((kind) => kind === 'drifted')).toHaveLength(1);

    await desk.pump.advance(3_600_000);
    const over = await desk.now(id);
    expect(over).toMatchObject({ state: 'ended', endReason: 'expired', drift: { what: 'less' } });
    expect(JSON.stringify(card(over))).toContain('ADVERTISE was taken away');
    expect(desk.holds()).toEqual([]);
  });

  it.each<[string, (graph: EmulatedGraph) => void]>([
    ['Meta showed late', ({ switches }) => Object.assign(switches, { readLagMs: 20_000 })],
    [
      'Meta first answered in no way',
      ({ faults }) => faults.next({ method: 'POST', edge: 'assigned_users' }, { kind: 'cut-after' }, 3),
    ],
  ])('is noticed too where %s what was given', async (_, hold) => {
    const { desk, pass } = await settled();
    hold(desk.graph);
    const { id } = await desk.approved({ duration: 4 * 3_600_000 });
    await desk.pump.settle();
    expect(await desk.now(id)).toMatchObject({ state: 'active' });
    Object.assign(desk.graph.switches, { readLagMs: 0 });
    desk.graph.world.unassign({ asset: '123', user: ANA });

    await pass(30);

    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'drift' });
  });

  it("ends as the customer's where they took the asset back, or allow less than was given", async () => {
    const { desk, pass } = await settled();
    const { id } = await desk.given({ duration: 4 * 3_600_000 });
    desk.graph.world.unshare({ asset: '123', business: EU });

    await pass(15);
    await desk.pump.settle();

    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'customer-revoked' });
  });
});

describe('access that is there again after its end', () => {
  it('is taken away again, which is proved, told once and marked; what else was given stays', async () => {
    const { desk, pass, said } = await settled({ opsChannel: 'C0RANDOM' });
    const { id } = await desk.given({ duration: 600_000 });
    await desk.pump.advance(720_000);
    expect(await desk.now(id)).toMatchObject({ state: 'ended' });
    desk.graph.world.assign({ asset: '123', user: ANA, tasks: ['ANALYZE', 'MODERATE'] });

    await pass(14);

    expect(desk.holds()).toEqual(['MODERATE']);
    expect(await desk.now(id)).toMatchObject({ drift: { what: 'back', takenAt: expect.any(Number) } });
    expect((await desk.history(id)).slice(-2)).toEqual(['drifted', 'taken-again']);
    expect(JSON.stringify(card(await desk.now(id)))).toContain('ANALYZE was there again after the end, and is gone');
    expect(said('C0RANDOM').filter((text) => text.includes(`after ${id} had ended`))).toHaveLength(1);
    expect(said().filter((text) => text.includes('Ana Ruiz holds MODERATE'))).toHaveLength(1);
  });

  it('is taken away again too where Meta confirmed a removal, did not do it, and showed the time before the grant as the proof', async () => {
    const { desk, pass } = await settled({ opsChannel: 'C0RANDOM' });
    desk.graph.switches.readLagMs = 1;
    const { id } = await desk.approved({ duration: 4 * 3_600_000 });
    await desk.pump.settle();
    expect(await desk.now(id)).toMatchObject({ state: 'active' });
    desk.graph.switches.readLagMs = 600_000;
    desk.graph.faults.next({ method: 'DELETE', edge: 'assigned_users' }, { kind: 'no-effect' }, 9);
    value(await revoke(desk, { actor: 'U0LEA', id }));
    await desk.pump.settle();
    expect(await desk.now(id)).toMatchObject({ state: 'ended' });
    expect(desk.holds()).toEqual(['ANALYZE']);
    desk.graph.switches.readLagMs = 0;
    desk.graph.faults.clear();

    await pass(14);

    expect(desk.holds()).toEqual([]);
    expect((await desk.history(id)).slice(-2)).toEqual(['drifted', 'taken-again']);
  });

  it('is left to a lead where the watch was broken, as after an old backup or a long stop', async () => {
    const { desk, pass } = await settled();
    const { id } = await desk.given({ duration: 600_000 });
    await pass(1);
    await desk.pump.advance(7_200_000);
    desk.graph.world.assign({ asset: '123', user: ANA, tasks: ['ANALYZE'] });

    await pass(14);

    expect(desk.holds()).toEqual(['ANALYZE']);
    expect(await desk.now(id)).not.toHaveProperty('drift');
    expect(await desk.ledger.watch.finding(`page:123:${ANA}`)).toMatchObject({ state: 'open' });
  });
});

describe('access that nobody gave in Hallpass', () => {
  it('is one list after the first look at everything, and admins and system users are not on it', async () => {
    const { desk, pass, said } = await reconcileOffice();
    for (const [asset, user] of [
      ['123', BEN],
      ['123', ANA],
      ['1001', ANA],
      ['123', LOU],
    ] as const) {
      desk.graph.world.assign({ asset, user, tasks: ['ANALYZE'] });
    }

    await pass(30);

    expect(said()).toHaveLength(1);
    expect(said()[0]).toContain('4 accesses that Hallpass did not give');
    expect(said()[0]).not.toContain('Lou Martin');
    expect(desk.writes()).toEqual([]);
  });

  it('is a card on which a lead decides, once, and not again while it stands', async () => {
    const { desk, pass, said } = await withBen();
    const cards = () => said().filter((text) => text.includes('Ben Okafor holds ANALYZE on Acme'));
    expect(cards()).toHaveLength(1);

    value(await letStand(desk, { actor: 'U0LEA', key: BEN_ON_ACME }));
    await pass(15);
    expect([cards().length, cards()[0]]).toEqual([1, expect.stringContaining('lets it stand')]);

    value(await undoStanding(desk, { actor: 'U0LEA', key: BEN_ON_ACME }));
    await pass(15);
    expect(cards()).toHaveLength(2);
    expect(await heard(desk)).toEqual([
      'hallpass found',
      'U0LEA found-standing',
      'U0LEA found-undone',
      'hallpass found',
    ]);
  });
});

/** Who did what about Ben's access to Acme Shoes, by the audit stream. */
const heard = async ({ ledger }: Desk): Promise<string[]> =>
  (await ledger.watch.events('page:123', 50))
    .filter(({ detail }) => detail?.principal === BEN)
    .map(({ actor, kind }) => `${actor} ${kind}`);

async function withBen() {
  const office = await settled();
  const { desk } = office;
  await desk.given({ duration: 4 * 3_600_000 });
  desk.graph.world.assign({ asset: '123', user: BEN, tasks: ['ANALYZE'] });
  await office.pass(15);
  return office;
}

describe('a lead has it taken away', () => {
  it('is told when it was seen to be gone, and nobody else loses anything', async () => {
    const { desk, pass, said } = await withBen();

    value(await takeOut(desk, { actor: 'U0LEA', key: BEN_ON_ACME }));
    await pass(2);

    expect([desk.holds(ACME, BEN), desk.holds()]).toEqual([[], ['ANALYZE']]);
    expect(said().at(-1)).toContain('The assignment is gone, seen at Meta');
    expect(await heard(desk)).toEqual(['hallpass found', 'U0LEA found-removing', 'hallpass found-removed']);
    expect((await desk.ledger.watch.events('page:123', 1))[0]?.detail).toMatchObject({ by: 'U0LEA', tasks: 'ANALYZE' });
  });

  it('is done, and not called gone, also where a short grant of theirs left the note of a write that nobody saw answered', async () => {
    const { desk, pass, said } = await withBen();
    desk.graph.faults.next({ method: 'POST', edge: 'assigned_users' }, { kind: 'cut-after' }, 2);
    const { id } = await desk.approved({ requester: 'U0BEN', level: 'moderator', duration: 60_000 });
    await desk.pump.advance(120_000);
    expect([(await desk.now(id)).state, desk.holds(ACME, BEN)]).toEqual(['ended', ['ANALYZE']]);

    value(await takeOut(desk, { actor: 'U0LEA', key: BEN_ON_ACME }));
    await pass(2);

    expect(desk.holds(ACME, BEN)).toEqual([]);
    expect(said().at(-1)).toContain('The assignment is gone, seen at Meta');
    expect(await heard(desk)).toEqual(['hallpass found', 'U0LEA found-removing', 'hallpass found-removed']);
  });

  it('is not done by who is no lead, nor by the person whose access it is', async () => {
    const { desk } = await withBen();

    expect(await takeOut(desk, { actor: 'U0ANA', key: BEN_ON_ACME })).toMatchObject({
      refusal: { code: 'not_approver' },
    });
    desk.business.rules.approvers.push('U0BEN');
    expect(await letStand(desk, { actor: 'U0BEN', key: BEN_ON_ACME })).toMatchObject({
      refusal: { code: 'self_approval' },
    });
  });
});

describe('a lead gives it an end', () => {
  const HERE = { asset: ACME, channel: 'C0SUPPORT' };

  it('makes it a grant like any other, with nothing of it from before: at its end it is gone', async () => {
    const { desk, pass, said } = await withBen();

    const { id } = value(await adopt(desk, { ...HERE, actor: 'U0LEA', user: 'U0BEN', duration: 1_800_000 }));
    await pass(1);
    expect(await desk.now(id)).toMatchObject({ state: 'active', level: 'analyst', approvedBy: 'U0LEA' });
    expect(said().at(-1)).toContain('gave it an end');
    const [adopted] = await desk.ledger.watch.events('page:123', 1);
    expect(adopted).toMatchObject({ kind: 'found-adopted', actor: 'U0LEA', detail: { became: id } });

    await desk.pump.advance(1_900_000);
    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'expired' });
    expect(desk.holds(ACME, BEN)).toEqual([]);
  });

  it('has nothing of it from before either where Meta was away just then, and it is approved later by its card', async () => {
    const { desk, pass } = await withBen();
    let asked = 0;
    const meta = {
      ...desk.meta,
      async asset(...which: Parameters<typeof desk.meta.asset>) {
        asked += 1;
        if (asked > 2) throw new MetaError('transient', 'Meta is away');
        return desk.meta.asset(...which);
      },
    };

    const refusal = await adopt({ ...desk, meta }, { ...HERE, actor: 'U0LEA', user: 'U0BEN', duration: 1_800_000 });
    expect(refusal).toMatchObject({ ok: false, refusal: { code: 'meta_away' } });
    await pass(10);
    const pending = (await desk.ledger.openOn(ACME, 5)).find(({ state }) => state === 'pending');
    const { id } = value(await approve(desk, { actor: 'U0LEA', id: pending?.id ?? '' }));
    await pass(35);

    expect(await desk.now(id)).toMatchObject({ state: 'ended' });
    expect(await desk.now(id)).not.toHaveProperty('kept');
    expect(desk.holds(ACME, BEN)).toEqual([]);
  });

  it('is not done for oneself, for somebody else than who holds it, nor beyond the longest time', async () => {
    const { desk } = await withBen();
    const codes = await Promise.all(
      [
        { actor: 'U0BEN', user: 'U0BEN' },
        { actor: 'U0ANA', user: 'U0BEN' },
        { actor: 'U0LEA', user: 'U0ANA' },
        { actor: 'U0LEA', user: 'U0BEN', duration: 90 * 3_600_000 },
      ].map((wish) => adopt(desk, { ...HERE, ...wish })),
    );

    expect(codes.map((outcome) => (outcome.ok ? 'done' : outcome.refusal.code))).toEqual([
      'self_approval',
      'not_approver',
      'finding_over',
      'too_long',
    ]);
  });
});

describe('on demand', () => {
  it('shows a lead what differs now, what waits for them and what stands, and looks again', async () => {
    const { desk, pass } = await withBen();
    const cem = { id: '910000000000009', name: 'Cem Aydin', email: 'cem@northwind.example', role: 'EMPLOYEE' };
    desk.graph.world.addPerson({ business: EU, ...cem });
    desk.graph.world.assign({ asset: '123', user: cem.id, tasks: ['ANALYZE'] });
    value(await letStand(desk, { actor: 'U0LEA', key: BEN_ON_ACME }));

    const shown = JSON.stringify(await runReconcile(desk, 'U0LEA', ACME));
    expect(shown).toMatch(/Cem Aydin holds ANALYZE.*Let stand: Ben Okafor/);
    expect(shown).toContain(actions.foundUndo);
    await pass(2);
    await runReconcile(desk, 'U0LEA');
    await pass(1);
    expect(await desk.ledger.watch.finding('page:123:910000000000009')).toMatchObject({ state: 'open' });

    expect(JSON.stringify(await answerLog(desk, 'U0ANA', { asset: ACME }))).toMatch(
      /ANALYZE of \*Ben Okafor\* on Acme Shoes \(Page 123\): <@U0LEA> lets it stand.*\*Ben Okafor\*.*was found, not given/,
    );
    expect(JSON.stringify(await answerShow(desk, 'U0ANA', ACME))).toMatch(/Let stand by leads.*Ben Okafor: ANALYZE/);
    expect(JSON.stringify(await runReconcile(desk, 'U0ANA', ACME))).toContain('Only team leads');
  });
});

describe('the command line', () => {
  it('lists what differs and changes nothing with --dry-run; without it the bot looks at once', async () => {
    const { desk, pass } = await settled();
    const { id } = await desk.given({ duration: 4 * 3_600_000 });
    desk.graph.world.unassign({ asset: '123', user: ANA });
    desk.graph.world.assign({ asset: '123', user: BEN, tasks: ['ANALYZE'] });
    await desk.pump.advance(60_000);
    const writes = desk.writes().length;
    const out: string[] = [];
    const to = { out: (text: string) => void out.push(text), err: () => {} };

    expect(await reconcileCommand([desk], true, to)).toBe(0);
    expect(out.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ asset: 'page:123', what: 'gone', grant: id, follows: 'end' }),
      expect.objectContaining({ asset: 'page:123', what: 'outside', principal: BEN, follows: 'ask' }),
    ]);
    expect([desk.writes().length, (await desk.now(id)).state]).toEqual([writes, 'active']);

    await reconcileCommand([desk], false, to);
    expect(out.at(-1)).toMatch(/^eu: \d+ assets are looked at/);
    await pass(3);
    expect((await desk.now(id)).state).toBe('ended');
  });
});

describe('wrong or lost state', () => {
  it('takes nothing from anybody when all of it is gone', async () => {
    const { desk, store, pass } = await settled();
    await desk.given({ duration: 4 * 3_600_000 });
    const before = [desk.holds(), desk.holds(HELP, BEN)];

    await store.redis.flushdb();
    await store.redis.set(MARK, '1');
    await pass(60);

    expect([desk.holds(), desk.holds(HELP, BEN)]).toEqual(before);
    expect(desk.writes()).toHaveLength(1);
  });

  it('stops after a few, says so once, and goes on when a lead says that it is right', async () => {
    const { desk, store, pass, said } = await settled();
    const ids: string[] = [];
    for (const asset of FIVE) ids.push((await desk.given({ asset, duration: 4 * 3_600_000 })).id);
    for (const asset of FIVE) desk.graph.world.unassign({ asset: graphId(asset), user: ANA });
    const ended = async () =>
      (await Promise.all(ids.map((id) => desk.now(id)))).filter(({ state }) => state === 'ended').length;

    await pass(20);
    expect(await ended()).toBe(3);
    expect(said().filter((text) => text.includes('differ on too much'))).toHaveLength(1);

    expect(await goOnReconciling(desk, 'U0ANA')).toMatchObject({ refusal: { code: 'not_approver' } });
    value(await goOnReconciling(desk, 'U0LEA'));
    await pass(12);
    expect(await ended()).toBe(5);
    const turns = (await createFeed(store).after('0-0', 1_000)).map(({ event }) => `${event.actor} ${event.kind}`);
    expect(turns.filter((turn) => turn.includes('reconcile-'))).toEqual([
      'hallpass reconcile-stopped',
      'U0LEA reconcile-resumed',
    ]);
  });

  it('goes on also when a lead says so while it is reading what there is', async () => {
    const { desk, turn } = await settled();
    const { watch } = desk.ledger;
    const at = desk.clock.now();
    await watch.turn(
      { ...((await watch.state()) as WatchState), stopped: at },
      { kind: 'reconcile-stopped', at, actor: HALLPASS },
    );
    const { liveAssets } = watch;
    watch.liveAssets = async () => {
      watch.liveAssets = liveAssets;
      value(await goOnReconciling(desk, 'U0LEA'));
      return liveAssets();
    };

    await turn();

    expect(await watch.state()).not.toHaveProperty('stopped');
  });
});
