import { describe, expect, it } from 'vitest';
import { letStand, takeOut } from '../../src/access/reconcile/decide.ts';
import { answerLog } from '../../src/commands/run-query.ts';
import { card } from '../../src/views/card.ts';
import { value } from '../support/desk.ts';
import { ACME, ANA, EU } from '../support/meta-desk.ts';
import { reconcileOffice } from '../support/reconcile-office.ts';

const ANA_ON_ACME = `page:123:${ANA}`;
const lea = { actor: 'U0LEA', key: ANA_ON_ACME };
const HOURS = 3_600_000;

/** Ana has a grant on Acme Shoes, and somebody gave her more there at Meta. */
async function withMore({ switches = {}, tasks = ['ANALYZE', 'MODERATE'] } = {}) {
  const office = await reconcileOffice();
  const { desk } = office;
  await office.pass(20);
  for (const key of (await desk.ledger.watch.findings()).keys()) value(await letStand(desk, { actor: 'U0LEA', key }));
  Object.assign(desk.graph.switches, switches);
  const { id } = await desk.given({ duration: 2 * HOURS });
  await office.pass(2);
  desk.graph.world.assign({ asset: '123', user: ANA, tasks });
  await office.pass(15);
  const told = () => office.said().filter((text) => text.includes('Ana Ruiz holds'));
  return { ...office, id, told, end: () => desk.pump.advance(2 * HOURS) };
}

describe('what somebody gave at Meta beside a grant', () => {
  it('is told once, marks the grant for good, and ends with it when no lead says anything', async () => {
    const { desk, id, told, pass, end } = await withMore();

    expect(await desk.now(id)).toMatchObject({ state: 'active', drift: { what: 'more', tasks: ['MODERATE'] } });
    expect(await desk.ledger.watch.finding(ANA_ON_ACME)).toMatchObject({ tasks: ['MODERATE'], beside: [id] });
    await pass(25);
    expect(told()).toHaveLength(1);
    expect(told()[0]).toContain(`Ana Ruiz holds MODERATE on Acme Shoes (Page 123), beside ${id} and not by Hallpass`);
    expect((await desk.history(id)).filter((kind) => kind === 'drifted')).toHaveLength(1);
    expect(desk.holds()).toEqual(['ANALYZE', 'MODERATE']);

    await end();
    await pass(15);

    expect([desk.holds(), (await desk.now(id)).state]).toEqual([[], 'ended']);
    expect(JSON.stringify(card(await desk.now(id)))).toContain('MODERATE was given besides');
    expect(told()).toEqual([expect.stringContaining('Nothing of it is left to decide')]);
    expect(JSON.stringify(await answerLog(desk, 'U0ANA', { asset: ACME }))).toMatch(
      /was found beside EU-1, not given by Hallpass.*Somebody gave MODERATE besides/,
    );
  });

  it('is not what Meta adds by itself', async () => {
    const { told } = await withMore({ switches: { unknownExtraTask: 'NEW_TASK' }, tasks: ['ANALYZE'] });
    const other = await withMore({ switches: { unknownExtraTask: 'NEW_TASK' } });

    expect(told()).toEqual([]);
    expect(await other.desk.ledger.watch.finding(ANA_ON_ACME)).toMatchObject({ tasks: ['MODERATE'] });
  });

  it('stays after the end where a lead lets it stand', async () => {
    const { desk, pass, end } = await withMore();

    value(await letStand(desk, lea));
    await end();
    await pass(15);

    expect(desk.holds()).toEqual(['MODERATE']);
    expect(await desk.ledger.watch.finding(ANA_ON_ACME)).toBeNull();
  });

  it.each<[string, string]>([
    ['by whoever gave it, before the grant', 'before'],
    ['while another grant of theirs runs', 'during'],
  ])('does not make a later grant of the same last for ever once it was taken away at Meta, %s', async (_, when) => {
    const { desk, pass, end } = await withMore();
    value(await letStand(desk, lea));
    if (when === 'before') {
      await end();
      await pass(15);
      desk.graph.world.unassign({ asset: '123', user: ANA });
    } else {
      desk.graph.world.assign({ asset: '123', user: ANA, tasks: ['ANALYZE'] });
    }
    await pass(15);

    const { id } = await desk.given({ level: 'moderator', ticket: '9', duration: HOURS });
    expect(desk.holds()).toContain('MODERATE');
    await desk.pump.advance(3 * HOURS);

    expect(await desk.now(id)).toMatchObject({ state: 'ended' });
    expect(desk.holds()).toEqual([]);
  });

  it('is taken away where a lead says so, and the grant goes on', async () => {
    const { desk, id, pass, told, end } = await withMore();

    value(await takeOut(desk, lea));
    await pass(1);

    expect([desk.holds(), (await desk.now(id)).state]).toEqual([['ANALYZE'], 'active']);
    expect(told()[0]).toContain('seen at Meta');
    await end();
    expect(desk.holds()).toEqual([]);
  });

  it('is taken away also when what stays could not be given back at first', async () => {
    const { desk, id, pass } = await withMore();
    Object.assign(desk.graph.switches, { replaceTasks: false });
    const again = { method: 'POST', edge: 'assigned_users' };
    // The first write adds nothing, so all is taken away, and then given.
    desk.graph.faults.next(again, { kind: 'slow', ms: 1 });
    desk.graph.faults.next(again, { kind: 'cut-before' });

    value(await takeOut(desk, lea));
    await pass(0);
    expect(desk.holds()).toEqual([]);
    await pass(3);

    expect([desk.holds(), (await desk.now(id)).state]).toEqual([['ANALYZE'], 'active']);
  });

  it('may not stand where the customer does not permit it', async () => {
    const { desk, pass, told } = await withMore();
    desk.graph.world.share({ asset: '123', business: EU, tasks: ['ANALYZE', 'ADVERTISE'] });
    await pass(1);

    expect(await letStand(desk, lea)).toMatchObject({ refusal: { code: 'finding_above', tasks: ['MODERATE'] } });
    expect(told()[0]).toContain('A lead decides');
  });
});
