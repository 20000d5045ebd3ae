import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { BEN, offers, office, words } from './office.ts';

const EU = '100000000000001';
const ALWAYS = 'approvers: [U0LEA]\nleave_client_assets: always\n';

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

  it('needs nobody’s word where the rules say always: it follows the last access, and only what is a customer’s', async () => {
    const { ana, ben, active, card, graph, reaches, shows, tells } = await office({ policy: ALWAYS });
    const standing = (id: string) => graph.world.assets().find((asset) => asset.id === id)?.businesses[EU]?.ownership;
    const [first, last, own] = [
      await active(ana, 'request page 123 for ticket 456'),
      await active(ben, 'request page 123 for ticket 457'),
      await active(ana, 'request page 1001 for ticket 456'),
    ];

    await ana.presses(first.id, 'release');
    await ana.presses(own.id, 'release');
    await Promise.all([reaches(first.id, 'ended'), reaches(own.id, 'ended')]);
    await Promise.all([first.id, own.id].map((id) => shows(id, /Removed, confirmed/)));
    expect(graph.world.holds('123', BEN)).toEqual(['ANALYZE']);
    await ben.presses(last.id, 'release');

    await shows(last.id, /Removed, confirmed[\s\S]*Our business left the asset/);
    await tells(last.id, /has left the customer's asset, seen at Meta, as the rules say/);
    expect([standing('123'), standing('1001')]).toEqual([undefined, 'owned']);
    expect(words(await card(first.id))).not.toContain('left the asset');
    expect(offers(await card(last.id))).toEqual([]);
    expect(graph.calls.filter(({ method, edge }) => method === 'DELETE' && edge === 'pages')).toHaveLength(1);
    expect(await ana.asks('request page 123 for ticket 458')).toMatch(/ask page 123/);
  });
});
