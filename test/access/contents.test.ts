import { expect, it } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { request } from '../../src/access/request.ts';
import { earlier } from '../../src/commands/earlier.ts';
import { card } from '../../src/views/card.ts';
import { value, wish } from '../support/desk.ts';
import { MINUTE } from '../support/grants.ts';
import { EU, metaDesk } from '../support/meta-desk.ts';

const asset = { kind: 'group', id: '6001' } as const;

/** Ana's request for a project of two assets. */
async function asked() {
  const desk = await metaDesk();
  desk.graph.world.addGroup({ id: asset.id, name: 'Acme', business: EU, assets: ['123', 'act_123'] });
  const { id } = value(await request(desk, wish({ asset })));
  return { desk, id, world: desk.graph.world };
}

it('a lead approves what the card shows: what came into a project since is shown first', async () => {
  const { desk, id, world } = await asked();
  world.putInGroup(asset.id, '1001');
  desk.clock.move(MINUTE);

  const first = await approve(desk, { actor: 'U0LEA', id, origin: 'click-1' });
  const shown = JSON.stringify(card(await desk.now(id)));
  const again = await earlier(desk, id, 'click-1');
  const second = value(await approve(desk, { actor: 'U0LEA', id, origin: 'click-2' }));

  expect(first).toMatchObject({ refusal: { code: 'group_changed', contains: { count: 3 } } });
  expect(shown).toMatch(/3 assets: .*Northwind Help/);
  expect(JSON.stringify(again)).toContain('nothing was approved');
  expect(second).toMatchObject({ state: 'granting', contains: { count: 3 } });
  expect(await desk.history(id)).toEqual(['requested', 'contents-changed', 'approved']);
});

it('a project that is as it was is approved at once', async () => {
  const { desk, id } = await asked();
  desk.clock.move(MINUTE);

  expect(value(await approve(desk, { actor: 'U0LEA', id }))).toMatchObject({ state: 'granting' });
});
