import { describe, expect, it, test } from 'vitest';
import { ANA, BEN, EU, LEA, openGraph, refusal, US } from './graph-client.ts';

const GROUP = '6001';

/** A project with a Page of the business' own and two things of a customer's. */
async function project() {
  const scene = await openGraph();
  scene.world.addGroup({ id: GROUP, name: 'Acme', business: EU, assets: ['1001', '123', 'act_123'] });
  const write = (user: string, tasks: object, group = GROUP) =>
    scene.post(`${group}/assigned_users`, { user, business: EU, ...tasks });
  return { ...scene, write };
}

describe('business asset groups', () => {
  test('GET /{business}/business_asset_groups and GET /{asset_group} show which there are', async () => {
    const { get } = await project();

    expect((await get(`${EU}/business_asset_groups`)).body.data).toEqual([{ id: GROUP, name: 'Acme' }]);
    expect((await get(`${US}/business_asset_groups`, {}, 'EAADEMOUS')).body.data).toEqual([]);
    expect((await get(GROUP, { fields: 'name,owner_business' })).body).toEqual({
      id: GROUP,
      name: 'Acme',
      owner_business: { id: EU, name: 'Northwind EU' },
    });
    expect(refusal(await get(GROUP, {}, 'EAADEMOUS'))).toBe('100/33');
  });

  test('GET /{asset_group}/contained_pages and GET /{asset_group}/contained_adaccounts show what is in them', async () => {
    const { get } = await project();

    const pages = await get(`${GROUP}/contained_pages`);
    const accounts = await get(`${GROUP}/contained_adaccounts`, { fields: 'id,name' });

    expect(pages.body.data.map(({ name }) => name)).toEqual(['Northwind Help', 'Acme Shoes']);
    expect(accounts.body.data).toEqual([{ id: 'act_123', name: 'Acme Shoes Ads' }]);
  });

  test('POST /{asset_group}/assigned_users gives both sides, and the ledger remembers', async () => {
    const { write, world, ledger } = await project();

    const { body } = await write(ANA, { page_tasks: ['ANALYZE', 'MODERATE'], adaccount_tasks: ['ANALYZE'] });

    expect(body).toEqual({ success: true });
    expect(world.holdsGroup(GROUP, ANA)).toEqual(['ACCOUNTS.ANALYZE', 'PAGES.ANALYZE', 'PAGES.MODERATE']);
    expect(world.waysTo('123', ANA)).toEqual([`group ${GROUP}`]);
    expect(world.waysTo('123', LEA)).toEqual(['role']);
    expect(ledger.at(-1)).toMatchObject({ assetId: GROUP, userId: ANA, by: 'api' });
  });

  it('refuses tasks that are none, nobody, and more than a customer permits on something inside', async () => {
    const { write, world } = await project();

    expect(refusal(await write(ANA, { adaccount_tasks: ['MODERATE'] }))).toBe('100');
    expect(refusal(await write(ANA, {}))).toBe('100');
    expect(refusal(await write(ANA, { page_tasks: ['MANAGE'] }))).toBe('100');
    expect(refusal(await write('123', { page_tasks: ['ANALYZE'] }))).toBe('100/1752100');
    expect(world.holdsGroup(GROUP, ANA)).toEqual([]);
  });

  test('GET /{asset_group}/assigned_users shows who is on it; DELETE /{asset_group}/assigned_users takes off', async () => {
    const { write, get, del, world } = await project();
    for (const user of [ANA, BEN]) await write(user, { page_tasks: ['ANALYZE'] });

    const before = await get(`${GROUP}/assigned_users`, { business: EU });
    const gone = await del(`${GROUP}/assigned_users`, { user: ANA, business: EU });

    expect(before.body.data.map(({ id }) => id)).toEqual([ANA, BEN]);
    expect(gone.body).toEqual({ success: true });
    expect(world.holdsGroup(GROUP, ANA)).toEqual([]);
    expect(refusal(await get(`${GROUP}/assigned_users`))).toBe('100');
  });

  test('GET /{business_user}/assigned_business_asset_groups shows what somebody is on, also by what is in it', async () => {
    const { write, get } = await project();
    await write(ANA, { page_tasks: ['ANALYZE'], adaccount_tasks: ['ADVERTISE', 'ANALYZE'] });
    const groups = async (asset: string) =>
      (await get(`${ANA}/assigned_business_asset_groups`, { contained_asset_id: asset })).body.data;

    expect(await groups('123')).toEqual([
      { id: GROUP, name: 'Acme', page_roles: ['ANALYZE'], adaccount_roles: ['ADVERTISE', 'ANALYZE'] },
    ]);
    expect(await groups('1002')).toEqual([]);
  });

  test('GET /{system_user}/assigned_business_asset_groups is the same for users that are no people', async () => {
    const { get, world } = await project();
    const { body } = await get(`${EU}/system_users`);
    const robot = String(body.data[0]?.id);
    world.assignGroup({ group: GROUP, user: robot, pages: ['ANALYZE'], accounts: [] });

    expect((await get(`${robot}/assigned_business_asset_groups`)).body.data).toHaveLength(1);
  });

  test('readLagMs: reads show the past, both lists alike, and the truth is there at once', async () => {
    const { write, get, del, world, switches, time } = await project();
    await write(BEN, { page_tasks: ['ANALYZE'] });
    switches.readLagMs = 10_000;
    await write(ANA, { page_tasks: ['ANALYZE'] });
    await del(`${GROUP}/assigned_users`, { user: BEN, business: EU });
    const seen = async () => {
      const on = await get(`${GROUP}/assigned_users`, { business: EU });
      const groups = await Promise.all([ANA, BEN].map((user) => get(`${user}/assigned_business_asset_groups`)));
      return [on.body.data.map(({ id }) => id), ...groups.map(({ body }) => body.data.length)];
    };

    expect([world.holdsGroup(GROUP, ANA), world.holdsGroup(GROUP, BEN)]).toEqual([['PAGES.ANALYZE'], []]);
    expect(await seen()).toEqual([[BEN], 0, 1]);
    time.at += 10_000;
    expect(await seen()).toEqual([[ANA], 1, 0]);
  });

  test('deleteUnassigned: success, 100 or 100/33', async () => {
    const { del, switches } = await project();
    const off = async () => {
      const answer = await del(`${GROUP}/assigned_users`, { user: ANA, business: EU });
      return answer.body.success ?? refusal(answer);
    };

    const answers = [await off()];
    for (const deleteUnassigned of ['100', '100/33'] as const) {
      switches.deleteUnassigned = deleteUnassigned;
      answers.push(await off());
    }

    expect(answers).toEqual([true, '100', '100/33']);
  });

  test('groupEmptySide: tasks for what is not in it are taken, dropped or refused', async () => {
    const { write, world, switches } = await project();
    world.addGroup({ id: '6009', name: 'Pages', business: EU, assets: ['123'] });
    const give = () => write(ANA, { page_tasks: ['ANALYZE'], adaccount_tasks: ['ANALYZE'] }, '6009');
    const held: unknown[] = [];

    for (const how of ['taken', 'dropped', 'refused'] as const) {
      switches.groupEmptySide = how;
      const { status } = await give();
      held.push([status, world.holdsGroup('6009', ANA)]);
    }

    expect(held).toEqual([
      [200, ['ACCOUNTS.ANALYZE', 'PAGES.ANALYZE']],
      [200, ['PAGES.ANALYZE']],
      [400, ['PAGES.ANALYZE']],
    ]);
  });

  test('groupTaskNames: as the guide calls them, as they are written, or not at all', async () => {
    const { write, get, switches } = await project();
    await write(ANA, { page_tasks: ['ANALYZE'] });
    switches.groupTaskNames = 'tasks';

    const { body } = await get(`${ANA}/assigned_business_asset_groups`);

    expect(body.data[0]).toEqual({ id: GROUP, name: 'Acme', page_tasks: ['ANALYZE'], adaccount_tasks: [] });

    switches.groupTaskNames = 'hidden';

    const bare = await get(`${ANA}/assigned_business_asset_groups`);
    expect(bare.body.data).toEqual([{ id: GROUP, name: 'Acme' }]);
  });
});
