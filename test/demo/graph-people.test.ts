import { describe, expect, it, test } from 'vitest';
import { ANA, BEN, EU, LEA, LOU, openGraph, refusal, US } from './graph-client.ts';

const SYSTEM_USER = '122000000000001';

describe('people of a business', () => {
  test('GET /{business} tells its name and its two-factor rule', async () => {
    const { get } = await openGraph();

    const { body } = await get(EU, { fields: 'id,name,two_factor_type' });

    expect(body).toEqual({ id: EU, name: 'Northwind EU', two_factor_type: 'none' });
  });

  test('GET /{business}/business_users', async () => {
    const { get } = await openGraph();

    const { body } = await get(`${EU}/business_users`, { fields: 'email,role,two_fac_status' });

    expect(body.data.map((row) => row.id)).toEqual([ANA, BEN, LEA, LOU]);
    expect(body.data[2]).toEqual({ id: LEA, email: 'lea@northwind.example', role: 'ADMIN', two_fac_status: 'enabled' });
  });

  test('POST /{business}/business_users invites; the person counts after accepting', async () => {
    const { post, get, assign, world } = await openGraph();

    const { body } = await post(`${EU}/business_users`, { email: 'olga@northwind.example', role: 'EMPLOYEE' });
    const tooEarly = await assign('1001', String(body.id), ['ANALYZE']);
    const accepted = world.acceptInvite(String(body.id), { name: 'Olga Petrova' });
    const assigned = await assign('1001', accepted, ['ANALYZE']);
    const pending = await get(`${EU}/pending_users`);

    expect(refusal(tooEarly)).toBe('100/1752100');
    expect(assigned.body).toEqual({ success: true });
    expect(pending.body.data).toEqual([]);
    expect(world.people(EU).at(-1)).toMatchObject({ name: 'Olga Petrova', email: 'olga@northwind.example' });
  });

  test('GET /{business}/pending_users, by e-mail', async () => {
    const { get, world } = await openGraph();
    const inviteLink = 'https://business.facebook.com/invitation/?token=1';
    world.addPendingUser({ business: EU, id: '700', email: 'olga@northwind.example', inviteLink });

    const found = await get(`${EU}/pending_users`, { email: 'Olga@northwind.example', fields: 'invite_link,status' });
    const missing = await get(`${EU}/pending_users`, { email: 'nobody@northwind.example' });

    expect(found.body.data).toEqual([{ id: '700', invite_link: inviteLink, status: 'PENDING' }]);
    expect(missing.body.data).toEqual([]);
  });

  test('GET /{role_request}', async () => {
    const { get, world } = await openGraph();
    world.addPendingUser({ business: EU, id: '700', email: 'olga@northwind.example', inviteLink: 'https://x.example' });

    const { body } = await get('700', { fields: 'email,expiration_time' });

    expect(body).toEqual({ id: '700', email: 'olga@northwind.example', expiration_time: '2026-10-31T00:00:00+0000' });
  });

  test('DELETE /{role_request} takes an invite back', async () => {
    const { del, world } = await openGraph();
    world.addPendingUser({ business: EU, id: '700', email: 'olga@northwind.example', inviteLink: 'https://x.example' });

    const { body } = await del('700');

    expect(body).toEqual({ success: true });
    expect(() => world.acceptInvite('700')).toThrow('no invite 700');
  });

  test('GET /{business_user}, of the own business only', async () => {
    const { get } = await openGraph();

    const own = await get(ANA);
    const other = await get(ANA, {}, 'EAADEMOUS');

    expect(own.body).toEqual({
      id: ANA,
      name: 'Ana Ruiz',
      role: 'EMPLOYEE',
      business: { id: EU, name: 'Northwind EU' },
    });
    expect(refusal(other)).toBe('100/33');
  });

  test('DELETE /{business_user} drops what this business gave, and stops at the last admin', async () => {
    const { del, world } = await openGraph();
    world.assign({ asset: '1001', user: LEA, tasks: ['MANAGE'] });

    const lea = await del(LEA);
    const lou = await del(LOU);

    expect(lea.body).toEqual({ success: true });
    expect(world.holders('1001').map(({ user }) => user)).toEqual([BEN]);
    expect(refusal(lou)).toBe('3914');
    expect(world.people(US).map(({ name }) => name)).toContain('Lea Brandt');
  });

  test('GET /{business}/system_users', async () => {
    const { get } = await openGraph();

    const { body } = await get(`${EU}/system_users`, { fields: 'name,role' });

    expect(body.data).toEqual([{ id: SYSTEM_USER, name: 'Northwind EU system user', role: 'ADMIN' }]);
  });

  test('GET /{system_user}, which is also what /me is', async () => {
    const { get } = await openGraph();

    const byId = await get(SYSTEM_USER, { fields: 'name' });
    const me = await get('me', { fields: 'name' });

    expect(me.body).toEqual(byId.body);
  });
});

describe('what a person holds', () => {
  test('GET /{business_user}/assigned_pages, with tasks', async () => {
    const { get, assign } = await openGraph();
    await assign('123', BEN, ['MODERATE']);

    const all = await get(`${BEN}/assigned_pages`, { summary: 'total_count' });
    const one = await get(`${BEN}/assigned_pages`, { pages: ['123'], fields: 'tasks,permitted_tasks' });

    expect(all.body.data).toEqual([
      { id: '1001', name: 'Northwind Help', tasks: ['ANALYZE'] },
      { id: '123', name: 'Acme Shoes', tasks: ['MODERATE'] },
    ]);
    expect(all.body.summary).toEqual({ total_count: 2 });
    expect(one.body.data).toMatchObject([{ id: '123', tasks: ['MODERATE'] }]);
  });

  test('GET /{business_user}/assigned_ad_accounts', async () => {
    const { get, assign } = await openGraph();
    await assign('act_123', ANA, ['ANALYZE']);

    const { body } = await get(`${ANA}/assigned_ad_accounts`);

    expect(body.data).toEqual([{ id: 'act_123', account_id: '123', tasks: ['ANALYZE'] }]);
  });

  test('GET /{system_user}/assigned_pages, by /me too', async () => {
    const { get, assign } = await openGraph();
    await assign('123', SYSTEM_USER, ['ADVERTISE']);

    const byId = await get(`${SYSTEM_USER}/assigned_pages`);
    const me = await get('me/assigned_pages');

    expect(byId.body.data).toEqual([{ id: '123', name: 'Acme Shoes', tasks: ['ADVERTISE'] }]);
    expect(me.body.data).toEqual(byId.body.data);
  });

  test('GET /{system_user}/assigned_ad_accounts', async () => {
    const { get, assign } = await openGraph();
    await assign('act_2001', SYSTEM_USER, ['MANAGE']);

    const { body } = await get(`${SYSTEM_USER}/assigned_ad_accounts`, { fields: 'tasks' });

    expect(body.data).toEqual([{ id: 'act_2001', tasks: ['MANAGE', 'ADVERTISE', 'ANALYZE'] }]);
  });

  it('is read only', async () => {
    const { post } = await openGraph();

    const answer = await post(`${ANA}/assigned_pages`, { pages: ['123'] });

    expect(refusal(answer)).toBe('100/33');
  });
});

describe('the human behind the people', () => {
  test('GET /{user} and GET /{user}/business_users, for their own token', async () => {
    const { get, world } = await openGraph();
    world.setToken({ token: 'EAAANA', business: EU, kind: 'user', user: ANA });
    const [{ facebookId = '' } = {}] = world.people(EU);

    const me = await get('me', {}, 'EAAANA');
    const people = await get('me', { fields: 'business_users{id,business{id}}' }, 'EAAANA');

    expect(me.body).toEqual({ id: facebookId, name: 'Ana Ruiz' });
    expect(people.body.business_users).toMatchObject({
      data: [
        { id: ANA, business: { id: EU } },
        { id: '910000000000001', business: { id: US } },
      ],
    });
  });

  it('cannot be assigned under the Facebook id', async () => {
    const { assign, world } = await openGraph();
    const [{ facebookId = '' } = {}] = world.people(EU);

    const answer = await assign('123', facebookId, ['ANALYZE']);

    expect(refusal(answer)).toBe('100/1752100');
  });
});
