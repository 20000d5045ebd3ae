import { describe, expect, it, test } from 'vitest';
import type { Fault } from '../../demo/graph/server.ts';
import { release } from '../../src/access/end.ts';
import { converge } from '../../src/jobs/converge.ts';
import { Later } from '../../src/jobs/later.ts';
import { value } from '../support/desk.ts';
import { HOUR, MINUTE, START } from '../support/grants.ts';
import { ACME, ANA, type MetaDesk, metaDesk } from '../support/meta-desk.ts';
import { silent } from '../support/silent-log.ts';

const WRITE = {
  POST: { method: 'POST', edge: 'assigned_users' },
  DELETE: { method: 'DELETE', edge: 'assigned_users' },
};
const READ = { method: 'GET', edge: 'assigned_users' };
const run = (desk: MetaDesk) => converge(desk, { asset: ACME, principal: ANA }, silent, [0]);

/** A call that hangs goes into Meta's log when it ends, which must not be in the middle of what is looked at. */
const FOR_EVER = 600_000;
/** Only who waits for a call that hangs has a short patience. */
const deskFor = ({ kind }: Fault) => metaDesk(kind === 'hang' ? { timeoutMs: 400 } : {});

const faults: { story: string; fault: Fault }[] = [
  { story: 'the connection is cut before Meta does it', fault: { kind: 'cut-before' } },
  { story: 'the connection is cut after Meta did it', fault: { kind: 'cut-after' } },
  { story: 'Meta hangs', fault: { kind: 'hang', ms: FOR_EVER } },
  { story: 'Meta hangs, having done it', fault: { kind: 'hang', ms: FOR_EVER, effect: true } },
  { story: 'Meta answers with a page of HTML', fault: { kind: 'html', status: 502 } },
  { story: 'Meta answers with a page of HTML, having done it', fault: { kind: 'html', status: 200, effect: true } },
  { story: 'Meta says that it did not do it', fault: { kind: 'success-false' } },
  { story: 'Meta says that it did it, and did nothing', fault: { kind: 'no-effect' } },
  { story: 'Meta answers with nothing', fault: { kind: 'empty' } },
  { story: 'Meta has trouble', fault: { kind: 'error', code: 2 } },
  { story: 'Meta refuses it and says that this passes', fault: { kind: 'error', code: 200, transient: true } },
  { story: 'Meta is throttled', fault: { kind: 'throttle', code: 80001, minutes: 3, hold: true } },
];

describe('while access is given', () => {
  test.each(faults)('$story: the grant stays granting until it was seen', async ({ fault }) => {
    const desk = await deskFor(fault);
    const { id } = await desk.approved();
    desk.graph.faults.next(WRITE.POST, fault);

    await desk.pump.once();
    expect((await desk.now(id)).state).toBe('granting');

    await desk.pump.settle();
    expect((await desk.now(id)).state).toBe('active');
    expect(desk.holds()).toEqual(['ANALYZE']);
    const waiting = fault.kind === 'throttle' ? ['waiting'] : [];
    expect(await desk.history(id)).toEqual(['requested', 'approved', ...waiting, 'activated']);
    expect(desk.trace.slice(-2)).toEqual(['GET', `${id} active`]);
  });

  test.each(faults)('$story at the read that should prove it: no word of it being active', async ({ fault }) => {
    const desk = await deskFor(fault);
    const { id } = await desk.approved();
    desk.graph.faults.next(READ, { kind: 'slow', ms: 1 });
    desk.graph.faults.next(READ, fault);

    await desk.pump.once();
    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['granting', ['ANALYZE']]);

    await desk.pump.settle();
    expect((await desk.now(id)).state).toBe('active');
  });

  it('a read that Meta refuses after it took the write does not make the grant a failed one', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    desk.graph.faults.next(READ, { kind: 'slow', ms: 1 });
    desk.graph.faults.next(READ, { kind: 'error', code: 10 });

    await desk.pump.settle();

    const grant = await desk.now(id);
    expect([grant.state, desk.holds()]).toEqual(['active', ['ANALYZE']]);
  });

  it('does not knock again before Meta’s wait is over', async () => {
    const desk = await metaDesk();
    await desk.approved();
    desk.graph.faults.next(WRITE.POST, { kind: 'throttle', code: 80001, minutes: 3 });
    await desk.pump.once();
    const calls = desk.graph.calls.length;

    await desk.pump.advance(3 * MINUTE - 1);
    expect([desk.graph.calls.length, desk.holds()]).toEqual([calls, []]);

    await desk.pump.advance(1);
    expect(desk.holds()).toEqual(['ANALYZE']);
  });

  it('a dead token holds the grant up until somebody mends it', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    desk.graph.faults.next({ edge: 'assigned_users' }, { kind: 'error', code: 190 }, 20);

    await desk.pump.advance(5 * MINUTE);
    expect((await desk.now(id)).state).toBe('granting');
    expect(desk.pump.waiting()).toBe(1);

    await desk.pump.advance(10 * MINUTE);
    expect((await desk.now(id)).state).toBe('active');
  });

  it('that never works is given up after a while, and what may have been given is taken away', async () => {
    const desk = await metaDesk({ rules: { giveUp: 15 * MINUTE } });
    const { id } = await desk.approved();
    desk.graph.faults.next(READ, { kind: 'slow', ms: 1 });
    desk.graph.faults.next(READ, { kind: 'error', code: 2 }, 100_000);

    await desk.pump.advance(20 * MINUTE);
    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['ending', ['ANALYZE']]);

    desk.graph.faults.clear();
    await desk.pump.settle();
    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'policy' });
    expect(desk.holds()).toEqual([]);
  });
});

describe('while access is taken away', () => {
  test.each(faults)('$story: the grant is ending until it was seen to be gone', async ({ fault }) => {
    const desk = await deskFor(fault);
    const { id } = await desk.given();
    await desk.pump.advance(HOUR - 1);
    desk.graph.faults.next(WRITE.DELETE, fault);

    await desk.pump.advance(1);
    expect((await desk.now(id)).state).toBe('ending');

    await desk.pump.settle();
    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds()).toEqual([]);
    expect(desk.trace.slice(-2)).toEqual(['GET', `${id} ended`]);
  });

  test.each(faults)('$story at the read that should prove it: no word of it having ended', async ({ fault }) => {
    const desk = await deskFor(fault);
    const { id } = await desk.given();
    await desk.pump.advance(HOUR - 1);
    desk.graph.faults.next(READ, { kind: 'slow', ms: 1 });
    desk.graph.faults.next(READ, fault);

    await desk.pump.advance(1);
    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['ending', []]);

    await desk.pump.settle();
    expect((await desk.now(id)).state).toBe('ended');
  });

  it('goes on for ever, and says that it is late', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    desk.graph.faults.next(WRITE.DELETE, { kind: 'error', code: 2 }, 100_000);
    await desk.pump.advance(HOUR + 10 * MINUTE);

    expect(await desk.history(id)).toEqual([
      ...['requested', 'approved', 'activated', 'reminded', 'ending'],
      ...['overdue', 'overdue', 'overdue', 'overdue'],
    ]);

    desk.graph.faults.clear();
    await desk.pump.settle();
    expect(await desk.now(id)).toMatchObject({ state: 'ended', endsAt: START + HOUR });
    expect(desk.holds()).toEqual([]);
  });

  test.each([10, 100, 190, 200, 368])('a refusal with code %i never makes it give up', async (code) => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    desk.graph.faults.next(WRITE.DELETE, { kind: 'error', code }, 3);

    await desk.pump.advance(HOUR);
    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['ending', ['ANALYZE']]);

    await desk.pump.settle();
    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['ended', []]);
  });
});

describe('while reads lag behind', () => {
  it('nothing is said to be active before it was seen', async () => {
    const desk = await metaDesk({ switches: { readLagMs: 20_000 } });
    const { id } = await desk.approved();

    await desk.pump.advance(19_999);
    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['granting', ['ANALYZE']]);

    await desk.pump.settle();
    const grant = await desk.now(id);
    expect(grant.state).toBe('active');
    expect(grant).toMatchObject({ activeAt: desk.clock.now() });
  });

  it('a release soon after the grant is not proved by a read from before the grant', async () => {
    const desk = await metaDesk({ switches: { readLagMs: 20_000 } });
    const { id } = await desk.approved();
    await desk.pump.once();
    desk.clock.move(1_000);
    value(await release(desk, { actor: 'U0ANA', id }));

    await desk.pump.settle();

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds()).toEqual([]);
  });

  it('a removal has ended only once it was seen', async () => {
    const desk = await metaDesk({ switches: { readLagMs: 20_000 } });
    const { id } = await desk.approved();
    await desk.pump.settle();
    await desk.pump.advance(HOUR);
    expect((await desk.now(id)).state).toBe('ending');

    await desk.pump.settle();
    expect(await desk.now(id)).toMatchObject({ state: 'ended', provedAt: desk.clock.now() });
  });

  it('a second grant in the middle of a removal is held at the end', async () => {
    const desk = await metaDesk({ switches: { readLagMs: 20_000 } });
    const first = await desk.approved();
    await desk.pump.settle();
    value(await release(desk, { actor: 'U0ANA', id: first.id }));
    await desk.pump.once();
    desk.clock.move(5_000);
    const second = await desk.approved({ ticket: '457' });

    await desk.pump.settle();

    expect([(await desk.now(first.id)).state, (await desk.now(second.id)).state]).toEqual(['ended', 'active']);
    expect(desk.holds()).toEqual(['ANALYZE']);
  });
});

describe('workers', () => {
  it('never work on one pair at the same time', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    desk.graph.faults.next(READ, { kind: 'slow', ms: 100 });

    const outcomes = await Promise.allSettled([run(desk), run(desk), run(desk)]);

    const waiting = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(waiting.map(({ reason }) => reason instanceof Later)).toEqual([true, true]);
    expect((await desk.now(id)).state).toBe('active');
    expect(desk.writes()).toEqual(['POST ANALYZE']);
  });

  it('leave the lease behind them, whatever happens', async () => {
    const desk = await metaDesk();
    await desk.approved();
    desk.graph.faults.next(WRITE.POST, { kind: 'cut-before' });

    await expect(run(desk)).rejects.toThrow(Later);
    await run(desk);

    expect(desk.holds()).toEqual(['ANALYZE']);
  });

  it('that lost the lease write nothing', async () => {
    const desk = await metaDesk();
    await desk.approved();
    const ledger = {
      ...desk.ledger,
      lease: async () => ({ id: 'lost', held: () => false, confirmed: async () => false, release: async () => {} }),
    };

    await expect(converge({ ...desk, ledger }, { asset: ACME, principal: ANA }, silent, [0])).rejects.toThrow(Later);

    expect(desk.writes()).toEqual([]);
  });

  it('while no replica of Redis keeps up: they give nothing, and take away all the same what has to go', async () => {
    const desk = await metaDesk();
    const goes = await desk.given({ level: 'advertiser', ticket: '1' });
    const stays = await desk.given({ ticket: '2' });
    value(await release(desk, { actor: 'U0ANA', id: goes.id }));
    const comes = await desk.approved({ level: 'moderator', ticket: '3' });
    const behind = { ...desk, ledger: { ...desk.ledger, replicated: async () => false } };

    await expect(converge(behind, { asset: ACME, principal: ANA }, silent, [0])).rejects.toThrow('no replica');
    const states = await Promise.all([goes, stays, comes].map(async ({ id }) => (await desk.now(id)).state));
    const held = desk.holds();
    await run(desk);

    expect(states).toEqual(['ended', 'active', 'granting']);
    expect(held).toEqual(['ANALYZE']);
    expect((await desk.now(comes.id)).state).toBe('active');
    expect(desk.holds()).toContain('MODERATE');
    expect((await desk.ledger.pair(ACME, ANA)).giving).toEqual([]);
  });

  it('that were overtaken by a change look again before they write', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    let changed = false;
    const meta = {
      ...desk.meta,
      async held(...pair: Parameters<typeof desk.meta.held>) {
        const held = await desk.meta.held(...pair);
        if (!changed) value(await release(desk, { actor: 'U0ANA', id }));
        changed = true;
        return held;
      },
    };

    await converge({ ...desk, meta }, { asset: ACME, principal: ANA }, silent, [0]);

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.writes()).toEqual([]);
  });

  it('take back what was written when the grant was released during the write', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    const meta = {
      ...desk.meta,
      async assign(...what: Parameters<typeof desk.meta.assign>) {
        await desk.meta.assign(...what);
        value(await release(desk, { actor: 'U0ANA', id }));
      },
    };

    await converge({ ...desk, meta }, { asset: ACME, principal: ANA }, silent, [0]);

    expect((await desk.now(id)).state).toBe('ended');
    expect(await desk.history(id)).toEqual(['requested', 'approved', 'ending', 'ended']);
    expect(desk.holds()).toEqual([]);
  });

  test.each(['granting', 'ending'] as const)(
    'that die between write and proof, while %s, are followed by one that proves it',
    async (state) => {
      const desk = await metaDesk();
      const { id } = await desk.approved();
      if (state === 'ending') {
        await desk.pump.once();
        value(await release(desk, { actor: 'U0ANA', id }));
      }
      const dying = { ...desk.ledger, commit: async () => Promise.reject(new Error('the process died')) };
      await expect(run({ ...desk, ledger: dying })).rejects.toThrow('the process died');
      expect((await desk.now(id)).state).toBe(state);

      await run(desk);

      expect((await desk.now(id)).state).toBe(state === 'granting' ? 'active' : 'ended');
      expect(desk.holds()).toEqual(state === 'granting' ? ['ANALYZE'] : []);
    },
  );

  it('that die before the write are followed by one that writes', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    const meta = { ...desk.meta, assign: async () => Promise.reject(new Error('the process died')) };
    await expect(run({ ...desk, meta })).rejects.toThrow('the process died');

    await run(desk);

    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['active', ['ANALYZE']]);
  });
});
