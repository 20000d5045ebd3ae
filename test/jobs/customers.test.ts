import { describe, expect, it } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { request } from '../../src/access/request.ts';
import { lookForAnswers } from '../../src/jobs/customers.ts';
import { value, wish } from '../support/desk.ts';
import { EU, type MetaDesk, metaDesk } from '../support/meta-desk.ts';
import { silent } from '../support/silent-log.ts';

const ELM = { kind: 'page', id: '1005' } as const;
const MINUTE = 60_000;

/** Ana's request for a Page for which the customer was asked. */
async function waiting(desk: MetaDesk, changes = {}): Promise<string> {
  const { id } = value(await request(desk, wish({ asset: ELM, ask: true, ...changes })));
  value(await approve(desk, { actor: 'U0LEA', aware: true, id }));
  return id;
}

const open = () => metaDesk();
const looked = ({ graph }: MetaDesk) =>
  graph.calls.splice(0).filter(({ edge }) => edge === 'pending_client_pages').length;
/** As many instances as that, each as if it had just started. */
const instances = (desk: MetaDesk, count: number) =>
  Promise.all(Array.from({ length: count }, () => lookForAnswers(desk, silent)));

describe('a customer’s answer', () => {
  it('is looked for by one of many instances, a minute after asking and then ever more seldom', async () => {
    const desk = await open();
    await waiting(desk);
    looked(desk);

    const minutes: number[] = [];
    for (let minute = 0; minute <= 16; minute += 0.5) {
      await instances(desk, 3);
      if (looked(desk) > 0) minutes.push(minute);
      desk.clock.move(MINUTE / 2);
    }

    expect(minutes[0]).toBe(1);
    expect(minutes.length).toBeGreaterThan(2);
    expect(minutes.length).toBeLessThan(8);
  });

  it('is looked for once for all requests that wait for it', async () => {
    const desk = await open();
    const ids = [await waiting(desk), await waiting(desk, { requester: 'U0BEN', ticket: '9' })];
    looked(desk);
    desk.graph.world.share({ asset: ELM.id, business: EU, tasks: ['ANALYZE'] });
    desk.clock.move(MINUTE);

    await instances(desk, 2);

    // One look, and the business' lists once, which say on what terms it is shared.
    expect(looked(desk)).toBe(2);
    for (const id of ids) expect((await desk.now(id)).state).toBe('granting');
  });

  it('is looked for as soon as Meta takes the token again, however often it was due before', async () => {
    const desk = await open();
    const id = await waiting(desk);
    desk.graph.world.share({ asset: ELM.id, business: EU, tasks: ['ANALYZE'] });
    desk.graph.world.revokeToken('EAADEMOEU');
    await desk.meta.check().catch(() => {});
    for (let minute = 0; minute < 240; minute += 10) {
      desk.clock.move(10 * MINUTE);
      await instances(desk, 1);
    }
    expect((await desk.now(id)).state).toBe('pending');

    desk.graph.world.setToken({ token: 'EAADEMOEU', business: EU });
    await desk.meta.tryToken();
    await instances(desk, 1);
    expect((await desk.now(id)).state).toBe('granting');
  });

  it('gives nothing to whoever has left in the days that it took', async () => {
    const desk = await open();
    const id = await waiting(desk);
    desk.people.change('U0ANA', { deleted: true });
    desk.graph.world.share({ asset: ELM.id, business: EU, tasks: ['ANALYZE'] });
    desk.clock.move(MINUTE);

    await instances(desk, 1);

    expect(await desk.now(id)).toMatchObject({ state: 'pending', ownership: 'client' });
    expect(await desk.history(id)).toEqual(['requested', 'customer-asked', 'customer-agreed']);
    expect(await approve(desk, { actor: 'U0LEA', id })).toMatchObject({ refusal: { code: 'requester_left' } });
  });

  it('is not looked for anew where Meta could not be read just now', async () => {
    const desk = await open();
    await waiting(desk);
    desk.clock.move(MINUTE);
    desk.graph.faults.next({ edge: 'pending_client_pages' }, { kind: 'error', code: 2 });

    await instances(desk, 1);
    looked(desk);
    desk.clock.move(MINUTE / 2);
    await instances(desk, 1);

    expect(looked(desk)).toBe(0);
  });

  it('is a refusal only when nothing was left of the request twice in a row, whoever looks', async () => {
    const desk = await open();
    const id = await waiting(desk);
    desk.graph.world.unshare({ asset: ELM.id, business: EU });

    desk.clock.move(MINUTE);
    await instances(desk, 1);
    expect((await desk.now(id)).state).toBe('pending');
    desk.clock.move(2 * MINUTE);
    await instances(desk, 1);

    expect((await desk.now(id)).state).toBe('denied');
    await instances(desk, 1);
    expect(await desk.ledger.looks()).toEqual(new Map());
  });

  it('to a second request is not what was seen before that was asked', async () => {
    const desk = await open();
    await waiting(desk);
    desk.graph.world.unshare({ asset: ELM.id, business: EU });
    desk.clock.move(MINUTE);
    await instances(desk, 1);
    const second = await waiting(desk, { requester: 'U0BEN', ticket: '9' });
    desk.graph.world.unshare({ asset: ELM.id, business: EU });

    desk.clock.move(MINUTE);
    await instances(desk, 1);

    expect((await desk.now(second)).state).toBe('pending');
  });
});
