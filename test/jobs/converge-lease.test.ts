import { describe, expect, it } from 'vitest';
import type { Desk } from '../../src/access/desk.ts';
import { release } from '../../src/access/end.ts';
import { CALL_LIFE } from '../../src/access/lag.ts';
import { converge } from '../../src/jobs/converge.ts';
import { value } from '../support/desk.ts';
import { ACME, ANA, type MetaDesk, metaDesk } from '../support/meta-desk.ts';
import { silent } from '../support/silent-log.ts';

type Door = 'assign' | 'unassign';

/** Runs converge on a worker that loses its lease at its next call of this door, or the nth; `meanwhile` happens before or after that call. */
async function held(desk: MetaDesk, door: Door, order: 'before' | 'after', meanwhile: () => Promise<void>, nth = 1) {
  let lost = false;
  let calls = 0;
  let leases = 0;
  const call = desk.meta[door] as (...args: unknown[]) => Promise<void>;
  const worker: Desk = {
    ...desk,
    ledger: {
      ...desk.ledger,
      // The first lease is the one that is lost.
      lease: async (...what) =>
        leases++ === 0
          ? { id: 'slow', held: () => !lost, confirmed: async () => !lost, release: async () => {} }
          : desk.ledger.lease(...what),
    },
    meta: {
      ...desk.meta,
      async [door](...args: unknown[]) {
        calls += 1;
        if (lost || calls < nth) return call(...args);
        lost = true;
        if (order === 'after') await call(...args);
        await meanwhile();
        if (order === 'before') await call(...args);
      },
    },
  };
  await converge(worker, { asset: ACME, principal: ANA }, silent, [0]).catch(() => {});
}

/** Taking away, as slow as a call may be, and a little more. */
const slowly =
  (desk: MetaDesk): Desk['meta']['unassign'] =>
  async (...pair) => {
    await desk.meta.unassign(...pair);
    desk.clock.move(CALL_LIFE + 1_000);
  };

const states = async (desk: MetaDesk, ...ids: string[]) =>
  Promise.all(ids.map(async (id) => (await desk.now(id)).state));

describe('a worker that lost its lease', () => {
  it('with its Redis, to which another one is there since it wrote to Meta, writes nothing down by that, and looks anew itself', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    let turns = 0;
    const unbroken = () => {
      const before = turns;
      return () => before === turns;
    };
    const worker: Desk = {
      ...desk,
      ledger: { ...desk.ledger, unbroken },
      meta: {
        ...desk.meta,
        async assign(...what) {
          await desk.meta.assign(...what);
          if (turns === 0) turns += 1;
        },
      },
    };

    await converge(worker, { asset: ACME, principal: ANA }, silent, [0]);

    expect(await desk.history(id)).toEqual(['requested', 'approved', 'activated']);
    expect(desk.writes()).toEqual(['POST ANALYZE', 'POST ANALYZE']);
  });

  it('in the middle of two writes does not send the second', async () => {
    const desk = await metaDesk({ switches: { replaceTasks: false } });
    const big = await desk.given({ level: 'advertiser', ticket: '1' });
    const small = await desk.given({ level: 'analyst', ticket: '2' });
    value(await release(desk, { actor: 'U0ANA', id: big.id }));

    await held(desk, 'unassign', 'after', async () => {
      value(await release(desk, { actor: 'U0ANA', id: small.id }));
      await desk.pump.settle();
    });
    await desk.pump.settle();

    expect([await states(desk, big.id, small.id), desk.holds()]).toEqual([['ended', 'ended'], []]);
    expect(desk.writes().at(-1)).toBe('DELETE');
  });

  it('while its write is under way: no removal counts as proved before that can’t arrive any more', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    let early: unknown;

    await held(desk, 'assign', 'before', async () => {
      value(await release(desk, { actor: 'U0ANA', id }));
      await desk.pump.once();
      await desk.pump.advance(CALL_LIFE - 1_000);
      early = [(await desk.now(id)).state, desk.holds()];
    });
    await desk.pump.settle();

    expect(early).toEqual(['ending', []]);
    expect([await states(desk, id), desk.holds()]).toEqual([['ended'], []]);
    expect(lastOf(desk)).toEqual(['POST ANALYZE', 'DELETE']);
  });

  it('while it gives back what stays, long after it began: no removal counts as proved before that can’t arrive any more', async () => {
    const desk = await metaDesk({ switches: { replaceTasks: false } });
    const big = await desk.given({ level: 'advertiser', ticket: '1' });
    const small = await desk.given({ level: 'analyst', ticket: '2' });
    value(await release(desk, { actor: 'U0ANA', id: big.id }));
    const slow = { ...desk, meta: { ...desk.meta, unassign: slowly(desk) } };
    let early: unknown;

    await held(
      slow,
      'assign',
      'before',
      async () => {
        value(await release(desk, { actor: 'U0ANA', id: small.id }));
        await desk.pump.once();
        await desk.pump.advance(CALL_LIFE - 1_000);
        early = [(await desk.now(small.id)).state, desk.holds()];
      },
      2,
    );
    await desk.pump.settle();

    expect(early).toEqual(['ending', []]);
    expect([await states(desk, big.id, small.id), desk.holds()]).toEqual([['ended', 'ended'], []]);
  });

  it('for longer than any call may take: what its write gave is taken away again', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();

    await held(desk, 'assign', 'before', async () => {
      value(await release(desk, { actor: 'U0ANA', id }));
      await desk.pump.settle();
      expect([await states(desk, id), desk.holds()]).toEqual([['ended'], []]);
    });

    expect(lastOf(desk)).toEqual(['POST ANALYZE', 'DELETE']);
    expect(desk.holds()).toEqual([]);
  });

  it('and gave late: what the person held before is kept', async () => {
    const desk = await metaDesk();
    desk.graph.world.assign({ asset: ACME.id, user: ANA, tasks: ['ANALYZE', 'MESSAGING'] });
    const { id } = await desk.approved({ level: 'advertiser' });

    await held(desk, 'assign', 'before', async () => {
      value(await release(desk, { actor: 'U0ANA', id }));
      await desk.pump.settle();
    });

    expect([await states(desk, id), desk.holds()]).toEqual([['ended'], ['ANALYZE', 'MESSAGING']]);
    expect(desk.writes()).toContain('POST ADVERTISE,ANALYZE,MESSAGING');
  });
});

/** The write that came late, and the last one. */
const lastOf = (desk: MetaDesk) => [...desk.writes().filter((write) => write !== 'DELETE'), desk.writes().at(-1)];
