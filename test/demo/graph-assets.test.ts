import { describe, expect, it, test } from 'vitest';
import { ANA, BEN, EU, openGraph, refusal } from './graph-client.ts';

describe('asset nodes', () => {
  test('GET /{page} gives id and name unasked', async () => {
    const { get } = await openGraph();

    const { body } = await get('123');

    expect(body).toEqual({ id: '123', name: 'Acme Shoes' });
  });

  it('gives a Page token that works as one', async () => {
    const { get } = await openGraph();

    const { body } = await get('123', { fields: 'access_token,has_transitioned_to_new_page_experience' });
    const asPage = await get('me', {}, String(body.access_token));

    expect(body).toEqual({
      id: '123',
      access_token: expect.any(String),
      has_transitioned_to_new_page_experience: false,
    });
    expect(asPage.body).toEqual({ id: '123', name: 'Acme Shoes' });
  });

  it('refuses a field that the type does not have', async () => {
    const { get } = await openGraph();

    const { body } = await get('123', { fields: 'id,tasks' });

    expect(body.error.message).toBe('(#100) Tried accessing nonexisting field (tasks) on node type (Page)');
  });

  it('reads edges as fields, with their parameters', async () => {
    const { get } = await openGraph();

    const { body } = await get('1001', { fields: `name,owner_business{name},assigned_users.business(${EU}){id}` });

    expect(body).toMatchObject({ owner_business: { name: 'Northwind EU' }, assigned_users: { data: [{ id: BEN }] } });
  });

  test('GET /{ad_account} tells its state and the bare number', async () => {
    const { get } = await openGraph();

    const { body } = await get('act_2001', { fields: 'account_id,account_status,name,owner' });

    expect(body).toEqual({ id: 'act_2001', account_id: '2001', account_status: 1, name: 'Northwind Ads', owner: EU });
  });
});

describe('agencies', () => {
  test('GET /{page}/agencies wants a Page token and shows the ceiling', async () => {
    const { get } = await openGraph();
    const { body: page } = await get('1002', { fields: 'access_token' });

    const refused = await get('1002/agencies');
    const { body } = await get('1002/agencies', {}, String(page.access_token));

    expect(refusal(refused)).toBe('210');
    expect(body.data).toEqual([
      {
        id: EU,
        name: 'Northwind EU',
        access_status: 'CONFIRMED',
        access_requested_time: '2026-10-01T00:00:00+0000',
        access_updated_time: '2026-10-01T00:00:00+0000',
        permitted_tasks: ['ANALYZE'],
      },
    ]);
  });

  test('GET /{ad_account}/agencies shows the ceiling', async () => {
    const { get } = await openGraph();

    const { body } = await get('act_123/agencies', { fields: 'permitted_tasks' });

    expect(body.data).toEqual([{ id: EU, permitted_tasks: ['ADVERTISE', 'ANALYZE'] }]);
  });
});

describe("a business's assets", () => {
  test('GET /{business}/owned_pages', async () => {
    const { get } = await openGraph();

    const { body } = await get(`${EU}/owned_pages`);

    expect(body.data).toEqual([{ id: '1001', name: 'Northwind Help' }]);
  });

  test('GET /{business}/client_pages, with what the customer permits', async () => {
    const { get } = await openGraph();

    const { body } = await get(`${EU}/client_pages`, { fields: 'id,permitted_tasks' });

    expect(body.data.map((row) => row.id)).toEqual(['123', '1002', '1003']);
    expect(body.data[1]?.permitted_tasks).toEqual(['ANALYZE']);
  });

  test('GET /{business}/pending_client_pages', async () => {
    const { get } = await openGraph();

    const { body } = await get(`${EU}/pending_client_pages`);

    expect(body.data).toEqual([{ id: expect.any(String), page: { id: '1004', name: 'Dune Travel' } }]);
  });

  test('GET /{business}/owned_ad_accounts, searched and with the shared ones', async () => {
    const { get } = await openGraph();

    const owned = await get(`${EU}/owned_ad_accounts`);
    const all = await get(`${EU}/owned_ad_accounts`, { include_shared_ad_accounts: true, search_query: 'bottle' });

    expect(owned.body.data).toEqual([{ id: 'act_2001', account_id: '2001' }]);
    expect(all.body.data).toEqual([{ id: 'act_2002', account_id: '2002' }]);
  });

  test('GET /{business}/client_ad_accounts, with what the customer permits', async () => {
    const { get } = await openGraph();

    const { body } = await get(`${EU}/client_ad_accounts`, { fields: 'name,permitted_tasks', search_query: 'acme' });

    expect(body.data).toEqual([{ id: 'act_123', name: 'Acme Shoes Ads', permitted_tasks: ['ADVERTISE', 'ANALYZE'] }]);
  });

  test('GET /{business}/pending_client_ad_accounts', async () => {
    const { get } = await openGraph();

    const { body } = await get(`${EU}/pending_client_ad_accounts`, { fields: 'ad_account{name},permitted_tasks' });

    expect(body.data[0]).toMatchObject({
      ad_account: { id: 'act_2003', name: 'Dune Ads' },
      permitted_tasks: ['ADVERTISE', 'ANALYZE'],
    });
  });

  test('POST /{business}/client_pages asks the customer, who may say yes later', async () => {
    const { post, get, assign, world } = await openGraph();

    const asked = await post(`${EU}/client_pages`, { page_id: '1005', permitted_tasks: ['ANALYZE'] });
    const pending = await get(`${EU}/pending_client_pages`, { fields: 'page{id}' });
    world.share({ asset: '1005', business: EU, tasks: ['ANALYZE'] });
    const granted = await assign('1005', ANA, ['ANALYZE']);

    expect(asked.body).toEqual({ access_status: 'PENDING' });
    expect(pending.body.data.map((row) => row.page)).toEqual([{ id: '1004' }, { id: '1005' }]);
    expect(granted.body).toEqual({ success: true });
  });

  test('DELETE /{business}/pages and DELETE /{business}/ad_accounts take an asset out of the business', async () => {
    const { del, get, assign, world } = await openGraph();
    await assign('123', ANA, ['ANALYZE']);

    const page = await del(`${EU}/pages`, { page_id: '123' });
    const account = await del(`${EU}/ad_accounts`, { adaccount_id: 'act_123' });
    const own = await del(`${EU}/ad_accounts`, { adaccount_id: 'act_2001' });
    const foreign = await del(`${EU}/pages`, { page_id: '1005' });

    expect([page, account].map(({ body }) => body)).toEqual([{ success: true }, { success: true }]);
    expect([own, foreign].map(refusal)).toEqual(['100', '100/33']);
    expect(world.holds('123', ANA)).toEqual([]);
    expect((await get(`${EU}/client_pages`)).body.data.map(({ id }) => id)).not.toContain('123');
  });

  test('DELETE /{business}/pages drops even a Page that the business owns, which nobody should try', async () => {
    const { del, get } = await openGraph();

    await del(`${EU}/pages`, { page_id: '1001' });

    expect((await get(`${EU}/owned_pages`)).body.data).toEqual([]);
  });
});
