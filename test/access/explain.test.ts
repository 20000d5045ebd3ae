import { expect, it } from 'vitest';
import { explain } from '../../src/access/explain.ts';
import { request } from '../../src/access/request.ts';
import { value, wish } from '../support/desk.ts';
import { ACME, EU, metaDesk } from '../support/meta-desk.ts';

/** Asked for, and not shared yet. */
const DUNE = { kind: 'page', id: '1004' } as const;
const PROJECT = { kind: 'group', id: '6001' } as const;

it('an admin holds what the business has, and nothing that is not shared with it', async () => {
  const desk = await metaDesk({ timeoutMs: 5_000 });

  const shared = value(await explain(desk, 'U0LEA', ACME));
  const pending = value(await explain(desk, 'U0LEA', DUNE));
  const asked = value(await request(desk, wish({ requester: 'U0LEA', asset: DUNE, ask: true })));

  expect(shared).toMatchObject({ direct: null, elsewhere: [{ kind: 'role' }], obstacle: null });
  expect(pending).toMatchObject({ direct: null, elsewhere: [], obstacle: { code: 'asset_pending' } });
  expect(asked).not.toHaveProperty('already');
});

it('what somebody holds of a project by itself is a way to it', async () => {
  const desk = await metaDesk({ timeoutMs: 5_000 });
  desk.graph.world.addGroup({ id: PROJECT.id, name: 'Acme', business: EU, assets: ['123', '1001'] });
  await desk.given();

  const told = value(await explain(desk, 'U0ANA', PROJECT));

  expect(told).toMatchObject({ direct: null, elsewhere: [{ kind: 'asset', asset: ACME, name: 'Acme Shoes' }] });
});

it('where customers are not asked through Hallpass, no refusal names that as the way', async () => {
  const desk = await metaDesk({ timeoutMs: 5_000, rules: { askCustomers: 'never' } });

  expect(await request(desk, wish({ asset: DUNE }))).toMatchObject({
    refusal: { code: 'asset_pending', asks: 'never' },
  });
});
