import { FormData, request } from 'undici';
import { describe, expect, it, test } from 'vitest';
import { ANA, EU, openGraph, refusal } from './graph-client.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('parameters', () => {
  it.each([
    ['as JSON in a form', 'tasks=["ADVERTISE","ANALYZE"]'],
    ['with single quotes', "tasks=['ADVERTISE','ANALYZE']"],
  ])('take a list %s', async (_, tasks) => {
    const { send, world } = await openGraph();

    await send('POST', '/v26.0/123/assigned_users', `access_token=EAADEMOEU&business=${EU}&user=${ANA}&${tasks}`, FORM);

    expect(world.holds('123', ANA)).toEqual(['ADVERTISE', 'ANALYZE']);
  });

  it('take a bare value for a list, and numbers for ids', async () => {
    const { assign, world } = await openGraph();

    await assign('123', Number(ANA) as unknown as string, 'ANALYZE', { business: Number(EU) });

    expect(world.holds('123', ANA)).toEqual(['ANALYZE']);
  });

  it('may be multipart, as curl -F sends them', async () => {
    const { base, agent, world } = await openGraph();
    const body = new FormData();
    for (const [name, value] of Object.entries({ access_token: 'EAADEMOEU', business: EU, user: ANA })) {
      body.append(name, value);
    }
    body.append('tasks', "['ANALYZE']");

    const url = `${base}/v26.0/123/assigned_users`;
    const answer = await request(url, { method: 'POST', body, dispatcher: agent });
    await answer.body.dump();

    expect(world.holds('123', ANA)).toEqual(['ANALYZE']);
  });

  it('of a DELETE may be in its body', async () => {
    const { send, assign, world } = await openGraph();
    await assign('123', ANA, ['ANALYZE']);

    const body = `access_token=EAADEMOEU&business=${EU}&user=${ANA}`;
    const answer = await send('DELETE', '/v26.0/123/assigned_users', body, FORM);

    expect(answer.body).toEqual({ success: true });
    expect(world.holds('123', ANA)).toEqual([]);
  });

  it.each([
    ['unknown ones', { everything: '1' }, 'Unknown parameter: everything'],
    ['ids that are none', { business: 'eu' }, 'Param business must be a valid ID string (e.g., "123")'],
    ['limits that are none', { business: EU, limit: '0' }, 'Param limit must be an integer greater than or equal to 1'],
  ])('are refused: %s', async (_, params, message) => {
    const { get } = await openGraph();

    const { body } = await get('123/assigned_users', params);

    expect(body.error).toMatchObject({ code: 100, message: `(#100) ${message}` });
  });

  it('are refused in a body that is no JSON object', async () => {
    const { send } = await openGraph();

    const answer = await send('POST', '/v26.0/123/assigned_users', '[1', { 'content-type': 'application/json' });

    expect(refusal(answer)).toBe('100');
  });
});

describe('paths', () => {
  it.each([
    ['foo', 'Unknown path components: /foo', '2500'],
    [`${EU}/pages/123/user_permissions`, 'Unknown path components: /pages/123/user_permissions', '2500'],
    ['123/likes', '(#100) Tried accessing nonexisting field (likes) on node type (Page)', '100'],
    ['424242', "Object with ID '424242' does not exist", '100/33'],
    ['2001', "Object with ID '2001' does not exist", '100/33'],
    ['act_123/assigned_pages', 'nonexisting field (assigned_pages) on node type (AdAccount)', '100'],
  ])('that lead nowhere: %s', async (path, message, code) => {
    const { get } = await openGraph();

    const answer = await get(path);

    expect(refusal(answer)).toBe(code);
    expect(answer.body.error.message).toContain(message);
  });

  it('know methods that an edge does not have', async () => {
    const { del } = await openGraph();

    const answer = await del(`${EU}/business_users`);

    expect(answer.body.error.message).toMatch(/^Unsupported delete request\./);
  });

  it.each([
    ['v20.0', '2635'],
    ['v3.1', '2635'],
    ['v26', '2500'],
    ['v99.0', '2500'],
    ['v21.0', undefined],
  ])('with version %s', async (version, code) => {
    const { send } = await openGraph();

    const answer = await send('GET', `/${version}/123?access_token=EAADEMOEU`);

    if (code === undefined) expect(answer.headers['facebook-api-version']).toBe(version);
    else expect(refusal(answer)).toBe(code);
  });
});

describe('tokens', () => {
  it('may come as Bearer', async () => {
    const { send } = await openGraph();

    const { body } = await send('GET', '/v26.0/123', undefined, { authorization: 'Bearer EAADEMOEU' });

    expect(body.id).toBe('123');
  });

  it('are refused when missing, unknown, revoked or expired', async () => {
    const { send, get, world, time } = await openGraph();
    world.setToken({ token: 'EAASHORT', business: EU, expiresAt: time.at + 1_000 });
    world.setToken({ token: 'EAAGONE', business: EU });
    world.revokeToken('EAAGONE');
    const inTime = await get('123', {}, 'EAASHORT');
    time.at += 1_000;

    const answers = [
      await send('GET', '/v26.0/123'),
      await get('123', {}, 'EAAWRONG'),
      await get('123', {}, 'EAAGONE'),
      await get('123', {}, 'EAASHORT'),
    ];

    expect(inTime.status).toBe(200);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(answers.map(refusal)).toEqual(['190', '190', '190/467', '190/463']);
  });

  it('of a Page die with the token they were taken with', async () => {
    const { get, world } = await openGraph();
    const { body } = await get('123', { fields: 'access_token' });

    world.revokeToken('EAADEMOEU');
    const answer = await get('123', {}, String(body.access_token));

    expect(refusal(answer)).toBe('190/467');
  });

  it('without a permission, or of somebody who is no admin, are refused', async () => {
    const { get, assign, world } = await openGraph();
    world.setToken({ token: 'EAAADS', business: EU, scopes: ['ads_read'] });
    world.setToken({ token: 'EAALOW', business: EU, kind: 'employee_system_user' });

    const read = await get('act_123/assigned_users', { business: EU }, 'EAAADS');
    const refused = [await get(EU, {}, 'EAAADS'), await assign('123', ANA, ['ANALYZE'], {}, 'EAALOW')];

    expect(read.status).toBe(200);
    expect(refused.map(refusal)).toEqual(['200', '10']);
  });

  test('GET /debug_token tells kind, scopes and whether it still works', async () => {
    const { get, world } = await openGraph();
    const app = '5550001|demo-app-secret';

    const alive = await get('debug_token', { input_token: 'EAADEMOEU' }, app);
    world.revokeToken('EAADEMOEU');
    const revoked = await get('debug_token', { input_token: 'EAADEMOEU' }, app);
    const unknown = await get('debug_token', { input_token: 'EAANONE' }, app);

    expect(alive.body.data).toMatchObject({ app_id: '5550001', type: 'SYSTEM_USER', is_valid: true, expires_at: 0 });
    expect(revoked.body.data).toMatchObject({ is_valid: false, error: { code: 190 } });
    expect([unknown.status, unknown.body.data]).toEqual([200, expect.objectContaining({ is_valid: false })]);
  });
});

describe('lists', () => {
  it('are walked with cursors in both directions; the end has no next', async () => {
    const { get, send } = await openGraph();

    const first = await get(`${EU}/business_users`, { limit: 3, fields: 'name' });
    const second = await get(`${EU}/business_users`, { limit: 3, after: first.body.paging?.cursors.after });
    const back = await send('GET', String(second.body.paging?.previous));

    expect([first.body.data.length, second.body.data.length]).toEqual([3, 1]);
    expect(new URL(String(first.body.paging?.next)).searchParams.get('access_token')).toBe('EAADEMOEU');
    expect(second.body.paging).not.toHaveProperty('next');
    expect(back.body.data.map((row) => row.name)).toEqual(['Ana Ruiz', 'Ben Okafor', 'Lea Brandt']);
  });

  it('hold 25 rows unless asked otherwise', async () => {
    const { get, world } = await openGraph();
    for (let id = 5000; id < 5030; id += 1) world.addPage({ id: `${id}`, name: `Page ${id}`, owner: EU });

    const { body } = await get(`${EU}/owned_pages`, { summary: 'total_count' });

    expect(body.data).toHaveLength(25);
    expect(body.summary).toEqual({ total_count: 31 });
  });

  it('refuse a cursor whose row is gone, or which is another edge’s', async () => {
    const { get, world } = await openGraph();
    const { body } = await get(`${EU}/business_users`, { limit: 1 });
    const after = body.paging?.cursors.after;

    const elsewhere = await get(`${EU}/owned_pages`, { after });
    world.removePerson(ANA);
    const gone = await get(`${EU}/business_users`, { after });

    expect([elsewhere, gone].map(refusal)).toEqual(['100', '100']);
  });
});

describe('errors', () => {
  it('have trace ids that repeat with the seed', async () => {
    const trace = async () => (await (await openGraph({ seed: 3 })).get('foo')).body.error.fbtrace_id;

    expect(await trace()).toBe(await trace());
  });
});
