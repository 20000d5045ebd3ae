import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ANA, EU, openGraph, refusal } from './graph-client.ts';

describe('switches about tokens and people', () => {
  test('foreignTokenError: 10, 200 or 100/33', async () => {
    const { get, switches } = await openGraph();
    const codes: string[] = [];

    for (const code of ['10', '200', '100/33'] as const) {
      switches.foreignTokenError = code;
      codes.push(refusal(await get(`${EU}/business_users`, {}, 'EAADEMOUS')));
    }

    expect(codes).toEqual(['10', '200', '100/33']);
  });

  test('proof: off, optional and required; plain, or timed for five minutes', async () => {
    const { get, switches, time } = await openGraph();
    const proof = (message: string) => createHmac('sha256', 'demo-app-secret').update(message).digest('hex');
    const seconds = Math.floor(time.at / 1000);
    const timed = { appsecret_proof: proof(`EAADEMOEU|${seconds}`), appsecret_time: String(seconds) };

    const wrong = await get('me', { appsecret_proof: proof('another') });
    switches.proof = 'required';
    const missing = await get('me');
    const plain = await get('me', { appsecret_proof: proof('EAADEMOEU') });
    const fresh = await get('me', timed);
    time.at += 301_000;
    const stale = await get('me', timed);
    switches.proof = 'off';
    const ignored = await get('me', timed);

    expect([wrong, stale].map(({ body }) => body.error.message)).toEqual(
      Array(2).fill('Invalid appsecret_proof provided in the API argument'),
    );
    expect(missing.body.error).toMatchObject({ code: 100, type: 'GraphMethodException' });
    expect([plain, fresh, ignored].map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('inviteQuota: code 17 until a day has passed', async () => {
    const { post, switches, time } = await openGraph();
    switches.inviteQuota = 1;
    const invite = (email: string) => post(`${EU}/business_users`, { email });

    const first = await invite('a@northwind.example');
    const second = await invite('b@northwind.example');
    time.at += 86_400_000;
    const nextDay = await invite('b@northwind.example');

    expect([first.status, nextDay.status]).toEqual([200, 200]);
    expect(refusal(second)).toBe('17');
  });

  test('pageRequestStatus: asking may be granted at once', async () => {
    const { post, world, switches } = await openGraph();
    switches.pageRequestStatus = 'CONFIRMED';

    const { body } = await post(`${EU}/client_pages`, { page_id: '1004', permitted_tasks: ['ANALYZE'] });

    expect(body).toEqual({ access_status: 'CONFIRMED' });
    expect(world.assets().find(({ id }) => id === '1004')?.businesses[EU]).toEqual({
      ownership: 'client',
      ceiling: ['ANALYZE'],
    });
  });

  test('twoFactorRequired: who has no second factor can neither act nor be assigned', async () => {
    const { assign, get, world, switches } = await openGraph();
    world.addPerson({
      business: EU,
      id: '900000000000009',
      name: 'Mo Mi',
      email: 'mo@northwind.example',
      twoFactor: false,
    });
    world.setToken({ token: 'EAAMO', business: EU, kind: 'user', user: '900000000000009' });
    switches.twoFactorRequired = true;

    const acting = await get(EU, {}, 'EAAMO');
    const assigned = await assign('123', '900000000000009', ['ANALYZE']);
    const bot = await get(EU, { fields: 'two_factor_type' });

    expect([acting, assigned].map(refusal)).toEqual(['415/2859009', '415/2859009']);
    expect(acting.body.error).toMatchObject({ error_data: { hash: expect.any(String) } });
    expect(bot.body.two_factor_type).toBe('all_required');
  });

  test('clientPagesPermittedTasks: off, the field does not exist', async () => {
    const { get, switches } = await openGraph();
    switches.clientPagesPermittedTasks = false;

    const { body } = await get(`${EU}/client_pages`, { fields: 'permitted_tasks' });

    expect(body.error.message).toContain('nonexisting field (permitted_tasks)');
  });

  test('hideRoles', async () => {
    const { get, switches } = await openGraph();
    switches.hideRoles = true;

    const { body } = await get(`${EU}/business_users`, { fields: 'id,role' });

    expect(body.data[0]).toEqual({ id: ANA });
  });

  test('hideEmails', async () => {
    const { get, switches } = await openGraph();
    switches.hideEmails = true;

    const { body } = await get(`${EU}/business_users`, { fields: 'id,email' });

    expect(body.data[0]).toEqual({ id: ANA });
  });
});
