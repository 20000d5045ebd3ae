import { describe, expect, it } from 'vitest';
import { release } from '../../src/access/end.ts';
import type { GrantIn } from '../../src/access/grant.ts';
import { card } from '../../src/views/card.ts';
import { timelineLine } from '../../src/views/timeline.ts';
import { ANA, EU, type MetaDesk, metaDesk } from '../support/meta-desk.ts';

const inGroup = ({ graph }: MetaDesk) => {
  const id = graph.world.addGroup({ name: 'Acme', business: EU, assets: ['123'] });
  graph.world.assignGroup({ group: id, user: ANA, pages: ['ANALYZE'], accounts: [] });
  return id;
};

async function over(desk: MetaDesk): Promise<{ grant: GrantIn<'ended'>; told: string }> {
  const { id, requester } = await desk.given();
  await release(desk, { actor: requester, id });
  await desk.pump.advance(6_000);
  const grant = await desk.now(id);
  if (grant.state !== 'ended') throw new Error(`${id} is ${grant.state}`);
  const event = (await desk.ledger.timeline(id)).at(-1);
  const told = [JSON.stringify(card(grant)), event ? timelineLine(event, grant) : ''].join('\n');
  return { grant, told };
}

describe('a removal, while there is another way to the asset', () => {
  it('claims that all is gone only when Meta shows no other way', async () => {
    const { grant, told } = await over(await metaDesk());

    expect(grant.elsewhere).toBeUndefined();
    expect(told).toContain('Removed, confirmed');
  });

  it('says that access remains through an asset group', async () => {
    const desk = await metaDesk();
    const group = inGroup(desk);

    const { grant, told } = await over(desk);

    expect(desk.graph.world.waysTo('123', ANA)).toEqual([`group ${group}`]);
    expect(grant.elsewhere).toEqual([{ kind: 'group', id: group, name: 'Acme' }]);
    expect(told).toMatch(
      /The assignment given was removed, confirmed[\s\S]*still has access through the asset group “Acme”/,
    );
    expect(told).not.toContain('*Removed');
    expect((await desk.ledger.timeline(grant.id)).at(-1)?.detail).toMatchObject({ elsewhere: `group:${group}` });
  });

  it('says that an admin holds it by their role', async () => {
    const desk = await metaDesk();
    desk.graph.world.setRole(ANA, 'ADMIN');

    const { told } = await over(desk);

    expect(told).toContain('still has access as an admin of the business');
  });

  it('speaks of the assignment alone when Meta leaves out who is an admin', async () => {
    const desk = await metaDesk({ switches: { hideRoles: true } });
    desk.graph.world.setRole(ANA, 'ADMIN');

    const { grant } = await over(desk);

    expect(grant.elsewhere).toBe('unread');
  });

  it('speaks of the assignment alone when Meta does not tell the rest', async () => {
    const desk = await metaDesk();
    inGroup(desk);
    desk.graph.faults.next({ edge: 'business_asset_groups' }, { kind: 'error', code: 10 }, 50);

    const { grant, told } = await over(desk);

    expect(grant.elsewhere).toBe('unread');
    expect(told).toMatch(/The assignment given was removed[\s\S]*did not tell whether there is another way/);
  });
});
