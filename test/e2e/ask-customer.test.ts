import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ANA, offers, office, words } from './office.ts';

const EU = '100000000000001';
const ELM = { asset: '1005', business: EU };
const MINUTE = 60_000;

/** Ana asked for a Page that is not shared, and Lea had the customer asked. */
async function waiting() {
  const here = await office();
  const { ana, lea, requested, shows } = here;
  const id = await requested(ana, 'ask page 1005 for ticket 456 for 1h');
  const card = words(await here.card(id));
  const answer = await lea.presses(id, 'ask_customer');
  await shows(id, /Waiting for the customer/);
  return { ...here, id, asked: card, answer };
}

describe('a Page that the customer has not shared', () => {
  it('is asked for by a lead’s approval, and given by itself when the customer agrees', async () => {
    const { id, asked, answer, ana, card, clock, graph, reaches, tells } = await waiting();
    expect(asked).toMatch(/not shared with us: approving asks the customer.*/);
    expect(answer).toMatch(/The customer is asked for it; the access is given by itself when they agree/);
    expect(offers(await card(id))).toEqual(['deny']);
    expect(graph.world.holds('1005', ANA)).toEqual([]);

    graph.world.share({ ...ELM, tasks: ['ADVERTISE', 'ANALYZE'] });
    clock.advance(2 * MINUTE);

    const grant = await reaches(id, 'active');
    expect(grant).toMatchObject({ approvedBy: 'U0LEA', ownership: 'client', assetName: 'Elm Books' });
    expect(graph.world.holds('1005', ANA)).toEqual(['ANALYZE']);
    await ana.reads(/You have analyst access to Elm Books/);
    await tells(id, /had|The customer is asked for the Page/);
    await tells(id, /The customer shared it\. Giving access now/);
  });

  it('is asked for by a typed approval only once the lead was warned, on their terms', async () => {
    const { ana, lea, requested, shows, graph, workspace, tells } = await office();
    const id = await requested(ana, 'ask page 1005 for ticket 456 for 1h');
    const sent = () => graph.calls.filter(({ method, edge }) => method === 'POST' && edge === 'client_pages').length;

    await lea.replies(id, 'approve');
    await lea.hears(/reported as spam can lock our Business Manager/);
    expect(await lea.asks(`approve ${id} 30m`)).toMatch(/Page 1005.*Nothing was sent yet; press the button/);
    expect(sent()).toBe(0);

    const answer = workspace.ephemerals('U0LEA').at(-1)?.ts ?? '';
    await lea.click({ ephemeral: answer }, 'hallpass_ask_customer');
    await shows(id, /Waiting for the customer[\s\S]*30 min/);
    await tells(id, /<@U0LEA> approved it as analyst for 30 min\. The customer is asked/);
    expect(sent()).toBe(1);
  });

  it('comes back to a lead when the customer permits less than was asked for', async () => {
    const { id, clock, graph, lea, reaches, shows, tells } = await waiting();

    graph.world.share({ ...ELM, tasks: ['MODERATE'] });
    clock.advance(2 * MINUTE);

    await tells(id, /less than was asked for\. A lead decides again/);
    await shows(id, /Waiting for a lead/);
    expect(await lea.presses(id, 'approve')).toMatch(/goes beyond what the customer allows us/);
    await reaches(id, 'pending');
  });

  it('is over when the customer declines, and the person is told once', async () => {
    const { id, ana, clock, graph, reaches, shows } = await waiting();

    graph.world.unshare(ELM);
    for (let minute = 0; minute < 4; minute += 1) {
      clock.advance(2 * MINUTE);
      await eventually(async () => expect(graph.calls.at(-1)?.edge).toBeDefined());
      await new Promise((resolve) => setTimeout(resolve, 1_200));
    }

    await reaches(id, 'denied');
    await shows(id, /The customer did not agree.*neither our request/);
    await ana.reads(/You asked for analyst access[\s\S]*The customer did not agree[\s\S]*Talk to the customer/);
    expect(ana.inbox()).toHaveLength(1);
  });

  it('lapses when the customer answers nothing for a week', async () => {
    const { id, clock, reaches, shows } = await waiting();

    clock.advance(8 * 24 * 60 * MINUTE);

    await reaches(id, 'lapsed');
    await shows(id, /The customer did not answer in time/);
  });
});
