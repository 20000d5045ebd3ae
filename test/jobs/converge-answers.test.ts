import { describe, expect, it, test } from 'vitest';
import type { Switches } from '../../demo/graph/server.ts';
import { release } from '../../src/access/end.ts';
import { value } from '../support/desk.ts';
import { HOUR, MINUTE } from '../support/grants.ts';
import { ACME, ANA, BEN, CAFE, HELP, type MetaDesk, metaDesk } from '../support/meta-desk.ts';

const POST = { method: 'POST', edge: 'assigned_users' };
const DELETE = { method: 'DELETE', edge: 'assigned_users' };

const answers: { story: string; switches: Partial<Switches> }[] = [
  { story: 'as documented', switches: {} },
  { story: 'a POST adds instead of replacing', switches: { replaceTasks: false } },
  { story: 'full control is not unpacked', switches: { expandTasks: false } },
  { story: 'every Page answers in the names of the New Pages Experience', switches: { profilePlus: 'always' } },
  { story: 'no Page answers in the names of the New Pages Experience', switches: { profilePlus: 'off' } },
  { story: 'rows carry a task that nobody knows', switches: { unknownExtraTask: 'NEW_TASK' } },
  { story: 'unassigning nobody is refused with 100', switches: { deleteUnassigned: '100' } },
  { story: 'unassigning nobody is refused with 100/33', switches: { deleteUnassigned: '100/33' } },
  { story: 'success is text', switches: { successAsString: true } },
  { story: 'writes want a Page token', switches: { requirePageTokenOnWrite: true } },
  { story: 'reads lag', switches: { readLagMs: 15_000 } },
  { story: 'lists come in short pages', switches: { filteredShortPages: true, pageLimitCap: 2 } },
  {
    story: 'all of it at once',
    switches: {
      replaceTasks: false,
      profilePlus: 'always',
      unknownExtraTask: 'NEW_TASK',
      deleteUnassigned: '100',
      requirePageTokenOnWrite: true,
      readLagMs: 15_000,
    },
  },
];

const states = async (desk: MetaDesk, ...grants: { id: string }[]) =>
  Promise.all(grants.map(async ({ id }) => (await desk.now(id)).state));

/** Gives a grant and waits until that was seen. */
async function seen(desk: MetaDesk, changes: Parameters<MetaDesk['approved']>[0]) {
  const grant = await desk.approved(changes);
  await desk.pump.settle();
  expect(await states(desk, grant)).toEqual(['active']);
  return grant;
}

describe.each(answers)('Meta answers: $story', ({ switches }) => {
  test('one grant comes and goes', async () => {
    const desk = await metaDesk({ switches });
    const grant = await seen(desk, { level: 'advertiser' });
    expect(desk.holds()).toEqual(['ADVERTISE', 'ANALYZE']);

    await desk.pump.advance(HOUR);
    await desk.pump.settle();

    expect([await states(desk, grant), desk.holds()]).toEqual([['ended'], []]);
  });

  test('a manager becomes an analyst, and then nothing', async () => {
    const desk = await metaDesk({ switches });
    const manager = await seen(desk, { asset: HELP, level: 'manager', duration: 30 * MINUTE });
    const analyst = await seen(desk, { asset: HELP, level: 'analyst', ticket: '457', duration: 2 * HOUR });

    await desk.pump.advance(HOUR);
    expect([await states(desk, manager, analyst), desk.holds(HELP)]).toEqual([['ended', 'active'], ['ANALYZE']]);

    await desk.pump.advance(2 * HOUR);
    await desk.pump.settle();
    expect([await states(desk, analyst), desk.holds(HELP)]).toEqual([['ended'], []]);
  });

  test('a baseline is there before, meanwhile and afterwards', async () => {
    const desk = await metaDesk({ switches });
    desk.clock.move(MINUTE);
    const grant = await seen(desk, { requester: 'U0BEN', asset: HELP, level: 'editor' });
    expect(desk.holds(HELP, BEN)).toEqual(['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MODERATE']);

    await desk.pump.advance(HOUR);
    await desk.pump.settle();

    expect([await states(desk, grant), desk.holds(HELP, BEN)]).toEqual([['ended'], ['ANALYZE']]);
  });

  test('a customer’s Page in the New Pages Experience', async () => {
    const desk = await metaDesk({ switches });
    const editor = await seen(desk, { asset: CAFE, level: 'editor', duration: 30 * MINUTE });
    const analyst = await seen(desk, { asset: CAFE, ticket: '457', duration: 2 * HOUR });

    await desk.pump.advance(HOUR);
    expect([await states(desk, editor, analyst), desk.holds(CAFE)]).toEqual([['ended', 'active'], ['ANALYZE']]);

    await desk.pump.advance(2 * HOUR);
    await desk.pump.settle();
    expect([await states(desk, analyst), desk.holds(CAFE)]).toEqual([['ended'], []]);
  });
});

describe('where a POST adds instead of replacing', () => {
  const switches = { replaceTasks: false };

  it('the assignment is taken away whole and what stays is given again', async () => {
    const desk = await metaDesk({ switches });
    await seen(desk, { requester: 'U0BEN', asset: HELP, level: 'advertiser' });

    await desk.pump.advance(HOUR);

    expect(desk.writes()).toEqual(['POST ADVERTISE,ANALYZE', 'POST ANALYZE', 'DELETE', 'POST ANALYZE']);
  });

  test.each([
    { story: 'is refused for the moment', fault: { kind: 'error', code: 2 } as const, times: 1 },
    { story: 'is refused for a long time', fault: { kind: 'error', code: 2 } as const, times: 20 },
    { story: 'is cut off', fault: { kind: 'cut-before' } as const, times: 1 },
    { story: 'is throttled', fault: { kind: 'throttle', code: 80001, minutes: 5 } as const, times: 1 },
  ])('the baseline comes back although giving it again $story', async ({ fault, times }) => {
    const desk = await metaDesk({ switches });
    const { id } = await seen(desk, { requester: 'U0BEN', asset: HELP, level: 'advertiser' });
    await desk.pump.advance(HOUR - 1);
    desk.graph.faults.next(POST, { kind: 'slow', ms: 1 });
    desk.graph.faults.next(POST, fault, times);

    await desk.pump.advance(1);
    expect([(await desk.now(id)).state, desk.holds(HELP, BEN)]).toEqual(['ending', []]);

    await desk.pump.settle();
    expect([(await desk.now(id)).state, desk.holds(HELP, BEN)]).toEqual(['ended', ['ANALYZE']]);
  });

  it('what Meta does not take back any more is lost, and holds nothing up', async () => {
    const desk = await metaDesk({ switches });
    desk.graph.world.assign({ asset: '123', user: BEN, tasks: ['ANALYZE', 'MESSAGING'] });
    const { id } = await seen(desk, { requester: 'U0BEN', level: 'advertiser' });
    await desk.pump.advance(HOUR - 1);
    desk.graph.faults.next(POST, { kind: 'slow', ms: 1 });
    desk.graph.faults.next(POST, { kind: 'error', code: 2 });
    await desk.pump.advance(1);
    desk.graph.world.share({ asset: '123', business: '100000000000001', tasks: ['ANALYZE'] });

    await desk.pump.settle();

    expect([(await desk.now(id)).state, desk.holds(ACME, BEN)]).toEqual(['ended', ['ANALYZE']]);
  });

  it('and reads lag: a removal soon after the grant is not proved by a POST that took nothing away', async () => {
    const desk = await metaDesk({ switches: { replaceTasks: false, readLagMs: 15_000 } });
    desk.clock.move(MINUTE);
    const { id } = await desk.approved({ requester: 'U0BEN', asset: HELP, level: 'advertiser' });
    desk.graph.faults.next(POST, { kind: 'cut-after' });
    await desk.pump.once();
    value(await release(desk, { actor: 'U0BEN', id }));

    await desk.pump.settle();

    expect([(await desk.now(id)).state, desk.holds(HELP, BEN)]).toEqual(['ended', ['ANALYZE']]);
  });

  it('the baseline that came back is not given a second time when somebody takes it away later', async () => {
    const desk = await metaDesk({ switches });
    const first = await seen(desk, { requester: 'U0BEN', asset: HELP, level: 'advertiser', duration: 10 * MINUTE });
    const second = await seen(desk, { requester: 'U0BEN', asset: HELP, level: 'analyst', ticket: '457' });
    await desk.pump.advance(20 * MINUTE);
    desk.graph.world.unassign({ asset: '1001', user: BEN });

    await desk.pump.advance(HOUR);

    expect([await states(desk, first, second), desk.holds(HELP, BEN)]).toEqual([['ended', 'ended'], []]);
  });
});

describe.each([100, 3989])('Meta refuses a removal with code %s', (code) => {
  it('while reads lag: nothing is said to be removed before nothing is held', async () => {
    const desk = await metaDesk({ switches: { readLagMs: 15_000 } });
    const { id } = await desk.approved();
    desk.graph.faults.next(POST, { kind: 'cut-after' });
    await desk.pump.once();
    desk.graph.faults.next(DELETE, { kind: 'error', code });
    value(await release(desk, { actor: 'U0ANA', id }));

    await desk.pump.once();
    expect([desk.writes().at(-1), (await desk.now(id)).state, desk.holds()]).toEqual(['DELETE', 'ending', ['ANALYZE']]);

    await desk.pump.settle();
    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['ended', []]);
  });

  it('for ever, as nothing is there to take: it is over once no read can be too old', async () => {
    const desk = await metaDesk({ switches: { deleteUnassigned: '100' } });
    const { id } = await desk.given();
    desk.graph.world.unassign({ asset: ACME.id, user: ANA });
    desk.graph.faults.next(DELETE, { kind: 'error', code }, 200);
    value(await release(desk, { actor: 'U0ANA', id }));

    await desk.pump.once();
    expect((await desk.now(id)).state).toBe('ending');

    await desk.pump.advance(MINUTE);
    await desk.pump.settle();
    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['ended', []]);
  });
});

describe('what was there before is not given back', () => {
  const before = ['ANALYZE', 'MESSAGING'];

  it('while the removal of the rest is refused: nothing of it is given up', async () => {
    const desk = await metaDesk({ switches: { replaceTasks: false } });
    desk.graph.world.assign({ asset: ACME.id, user: BEN, tasks: before });
    const { id } = await seen(desk, { requester: 'U0BEN', level: 'advertiser' });
    desk.graph.faults.next(DELETE, { kind: 'error', code: 200 }, 3);

    await desk.pump.advance(HOUR);
    await desk.pump.settle();

    expect([(await desk.now(id)).state, desk.holds(ACME, BEN)]).toEqual(['ended', before]);
  });

  it('as the customer permits it no longer: what the grant gave goes first', async () => {
    const desk = await metaDesk();
    desk.graph.world.assign({ asset: ACME.id, user: BEN, tasks: before });
    const { id } = await seen(desk, { requester: 'U0BEN', level: 'advertiser' });
    desk.graph.world.share({ asset: ACME.id, business: '100000000000001', tasks: ['ADVERTISE', 'ANALYZE'] });
    desk.graph.world.assign({ asset: ACME.id, user: BEN, tasks: ['ADVERTISE', ...before] });

    await desk.pump.advance(HOUR);
    await desk.pump.settle();

    expect([(await desk.now(id)).state, desk.holds(ACME, BEN)]).toEqual(['ended', ['ANALYZE']]);
  });
});

describe('Meta refuses what was approved', () => {
  test.each(['100', '200', '2620'] as const)(
    'above the ceiling with code %s: failed, in words and with the trace id',
    async (ceilingError) => {
      const desk = await metaDesk({ switches: { ceilingError } });
      const { id } = await desk.approved({ level: 'moderator' });
      desk.graph.world.share({ asset: '123', business: '100000000000001', tasks: ['ANALYZE'] });

      await desk.pump.settle();

      const grant = await desk.now(id);
      expect(grant).toMatchObject({
        state: 'failed',
        failure: {
          kind: ceilingError === '200' ? 'forbidden' : 'invalid',
          message: expect.stringMatching(/Meta/),
          traceId: expect.stringMatching(/^\S{10,}$/),
        },
      });
      expect(desk.holds()).toEqual([]);
      expect((await desk.ledger.timeline(id)).at(-1)).toMatchObject({
        kind: 'failed',
        actor: 'hallpass',
        detail: { trace: expect.any(String) },
      });
    },
  );

  it('because its user is blocked: failed at once; that nothing is left is read when the block is over', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    desk.graph.faults.next(POST, { kind: 'error', code: 368 });

    await desk.pump.once();

    expect(await desk.now(id)).toMatchObject({ state: 'failed', failure: { kind: 'blocked' } });
    const calls = desk.graph.calls.length;
    await desk.pump.advance(3_600_000 - 1);
    expect(desk.graph.calls.length).toBe(calls);
    await desk.pump.settle();
    expect([desk.holds(), desk.pump.waiting()]).toEqual([[], 0]);
  });

  it('to one of two people: the other’s grant is not touched', async () => {
    const desk = await metaDesk();
    const ana = await desk.approved();
    const ben = await desk.approved({ requester: 'U0BEN' });
    desk.graph.faults.next(POST, { kind: 'error', code: 100 });

    await desk.pump.settle();

    expect((await states(desk, ana, ben)).toSorted()).toEqual(['active', 'failed']);
  });

  it('to the higher of two grants of one person: the lower one is given', async () => {
    const desk = await metaDesk();
    const analyst = await desk.approved();
    const editor = await desk.approved({ level: 'editor', ticket: '457' });
    desk.graph.world.share({ asset: '123', business: '100000000000001', tasks: ['ANALYZE'] });

    await desk.pump.settle();

    expect(await states(desk, analyst, editor)).toEqual(['active', 'failed']);
    expect(desk.holds()).toEqual(['ANALYZE']);
  });

  it('to the second grant of one person: the first one goes on, and the second has failed', async () => {
    const desk = await metaDesk({ switches: { unknownExtraTask: 'NEW_TASK' } });
    const analyst = await desk.given();
    await desk.pump.advance(2 * MINUTE);
    const moderator = await desk.approved({ level: 'moderator', ticket: '457' });
    desk.graph.faults.next(POST, { kind: 'error', code: 2620 });

    await desk.pump.settle();

    expect(await states(desk, analyst, moderator)).toEqual(['active', 'failed']);
    expect(desk.holds()).toEqual(['ANALYZE']);
  });

  it('after an answer that was lost: what may have been given is taken away, not told as failed', async () => {
    const desk = await metaDesk({ switches: { readLagMs: 10_000 } });
    const { id } = await desk.approved();
    desk.graph.faults.next(POST, { kind: 'cut-after' });
    desk.graph.faults.next(POST, { kind: 'error', code: 100 });

    await desk.pump.settle();

    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'policy', note: expect.any(String) });
    expect(desk.holds()).toEqual([]);
  });

  it('to take a block for the end of a removal', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    desk.graph.faults.next(DELETE, { kind: 'error', code: 368 });
    await desk.pump.advance(HOUR);
    expect([(await desk.now(id)).state, desk.holds(ACME)]).toEqual(['ending', ['ANALYZE']]);

    await desk.pump.settle();
    expect([(await desk.now(id)).state, desk.holds(ACME)]).toEqual(['ended', []]);
  });
});
