import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { offers, office, words } from './office.ts';

const EU = '100000000000001';

describe('leaving a customer’s asset', () => {
  it('is offered on the card once the access is over, and done by a lead', async () => {
    const { ana, lea, active, card, graph, reaches, shows, tells } = await office();
    const { id } = await active(ana, 'request page 123 for ticket 456');
    await ana.presses(id, 'release');
    await reaches(id, 'ended');
    await eventually(async () => expect(offers(await card(id))).toEqual(['leave']));

    expect(await ana.presses(id, 'leave')).toMatch(/Only team leads/);
    expect(await lea.presses(id, 'leave')).toMatch(/our business has left Acme Shoes/);

    await shows(id, /Our business left the asset/);
    await tells(id, /<@U0LEA> decided it/);
    expect(offers(await card(id))).toEqual([]);
    expect(graph.world.assets().find((asset) => asset.id === '123')?.businesses[EU]).toBeUndefined();
    expect(await lea.asks(`leave ${id}`)).toMatch(/was left already/);
    expect(words(await card(id))).toContain('Removed, confirmed');
  });
});
