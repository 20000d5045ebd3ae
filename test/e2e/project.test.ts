import { describe, expect, it } from 'vitest';
import { ANA, office, words } from './office.ts';

const EU = '100000000000001';

async function withProject() {
  const here = await office();
  here.graph.world.addGroup({ id: '6001', name: 'Acme', business: EU, assets: ['1001', '123', 'act_123'] });
  return here;
}

describe('a project', () => {
  it('is asked for by name, given as a whole, and taken as a whole', async () => {
    const { ana, active, card, graph, reaches, shows } = await withProject();

    const { id } = await active(ana, 'request project "acme" for ticket 456');
    expect(words(await card(id))).toMatch(
      /Project 6001\nOurs, with clients' assets in it\n3 assets: Northwind Help, Acme Shoes and Acme Shoes Ads/,
    );
    expect(words(await card(id))).toMatch(/Pages: see insights; ad accounts: see insights/);
    expect(graph.world.waysTo('123', ANA)).toEqual(['group 6001']);

    await ana.presses(id, 'release');
    await reaches(id, 'ended');
    await shows(id, /Removed, confirmed/);
    expect(graph.world.waysTo('123', ANA)).toEqual([]);
  });

  it('is given no further than the least that a customer permits of what is in it', async () => {
    const { ana, graph } = await withProject();
    graph.world.putInGroup('6001', '1002');

    expect(await ana.asks('request project "Acme" for ticket 456 as editor')).toMatch(
      /goes beyond what the customer allows us.*Ask again as \*analyst\*/s,
    );
  });

  it('that there is none of, or two of, is said so', async () => {
    const { ana, clock, graph } = await withProject();
    expect(await ana.asks('show project "Acne"')).toMatch(/no project “Acne”.*\*Acme\*/);
    graph.world.addGroup({ id: '6002', name: 'ACME', business: EU, assets: [] });
    clock.advance(61_000);
    expect(await ana.asks('show project "acme"')).toMatch(/More than one project.*`project 6001` or `project 6002`/);
    expect(await ana.asks('show project 6001')).toMatch(/Acme \(project 6001\)[\s\S]*3 assets/);
  });
});
