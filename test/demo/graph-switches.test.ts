import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ANA, BEN, EU, openGraph, refusal } from './graph-client.ts';

const tasksOf = (answer: { body: { data: Record<string, unknown>[] } }) => answer.body.data[0]?.tasks;

describe('switches about assigning', () => {
  test('replaceTasks: a second POST replaces, or adds', async () => {
    const { assign, world, switches } = await openGraph();
    await assign('123', ANA, ['ADVERTISE']);

    await assign('123', ANA, ['ANALYZE']);
    const replaced = world.holds('123', ANA);
    switches.replaceTasks = false;
    await assign('123', ANA, ['MODERATE']);

    expect(replaced).toEqual(['ANALYZE']);
    expect(world.holds('123', ANA)).toEqual(['ANALYZE', 'MODERATE']);
  });

  test('requireBusinessOnWrite: off, the token says which business', async () => {
    const { post, del, world, switches } = await openGraph();

    const refused = await del('1001/assigned_users', { user: BEN });
    switches.requireBusinessOnWrite = false;
    await post('123/assigned_users', { user: ANA, tasks: ['ANALYZE'] });

    expect(refused.body.error.message).toBe('(#100) The parameter business is required');
    expect(world.holds('123', ANA)).toEqual(['ANALYZE']);
  });

  test('requirePageTokenOnWrite: on, only the Page token writes', async () => {
    const { assign, get, world, switches } = await openGraph();
    switches.requirePageTokenOnWrite = true;
    const { body } = await get('123', { fields: 'access_token' });

    const refused = await assign('123', ANA, ['ANALYZE']);
    await assign('123', ANA, ['ANALYZE'], {}, String(body.access_token));

    expect(refusal(refused)).toBe('210');
    expect(world.holds('123', ANA)).toEqual(['ANALYZE']);
  });

  test('requirePageTokenOnAgencies: off, any token of the business reads', async () => {
    const { get, switches } = await openGraph();
    switches.requirePageTokenOnAgencies = false;

    const { body } = await get('123/agencies');

    expect(body.data).toHaveLength(1);
  });

  test('adminHoldsAssets: off, a Page token needs an assignment', async () => {
    const { get, assign, switches } = await openGraph();
    switches.adminHoldsAssets = false;

    const without = await get('123', { fields: 'access_token' });
    await assign('123', '122000000000001', ['ANALYZE']);
    const holding = await get('123', { fields: 'access_token' });

    expect(without.body).toEqual({ id: '123' });
    expect(holding.body.access_token).toEqual(expect.any(String));
  });

  test('expandTasks: MANAGE comes back unpacked, or as it was given', async () => {
    const { assign, assigned, world, switches } = await openGraph();
    await assign('1001', BEN, ['MANAGE']);

    const unpacked = tasksOf(await assigned('1001'));
    switches.expandTasks = false;

    expect(unpacked).toEqual(['MANAGE', 'CREATE_CONTENT', 'MODERATE', 'MESSAGING', 'ADVERTISE', 'ANALYZE']);
    expect(tasksOf(await assigned('1001'))).toEqual(['MANAGE']);
    expect(world.holds('1001', BEN)).toEqual(['MANAGE']);
  });

  test('profilePlus: newer Pages, or all, spell tasks their own way, and both spellings are one task', async () => {
    const { assign, assigned, world, switches } = await openGraph();
    await assign('1003', ANA, ['ADVERTISE']);
    await assign('123', ANA, ['ADVERTISE']);

    const newPage = tasksOf(await assigned('1003'));
    const classic = tasksOf(await assigned('123'));
    switches.profilePlus = 'always';
    const always = tasksOf(await assigned('123'));
    await assign('1003', ANA, ['PROFILE_PLUS_ADVERTISE']);
    switches.profilePlus = 'off';
    const off = tasksOf(await assigned('1003'));

    expect([newPage, classic, always, off]).toEqual([
      ['PROFILE_PLUS_ADVERTISE'],
      ['ADVERTISE'],
      ['PROFILE_PLUS_ADVERTISE'],
      ['ADVERTISE'],
    ]);
    expect(world.holds('1003', ANA)).toEqual(['ADVERTISE']);
  });

  test('unknownExtraTask: every row carries it, and it can not be given', async () => {
    const { assign, assigned, get, switches } = await openGraph();
    switches.unknownExtraTask = 'VIEW_SOMETHING_NEW';

    const rows = await assigned('1001');
    const pages = await get(`${BEN}/assigned_pages`);
    const refused = await assign('1001', BEN, ['ANALYZE', 'VIEW_SOMETHING_NEW']);

    expect([tasksOf(rows), tasksOf(pages)]).toEqual(Array(2).fill(['ANALYZE', 'VIEW_SOMETHING_NEW']));
    expect(refusal(refused)).toBe('100');
  });

  test('readLagMs: reads show the past, the truth is there at once', async () => {
    const { assign, unassign, assigned, get, world, switches, time } = await openGraph();
    switches.readLagMs = 10_000;
    await assign('1001', ANA, ['ADVERTISE']);
    await unassign('1001', BEN);

    const early = await assigned('1001', { fields: 'id' });
    const earlyPages = await get(`${ANA}/assigned_pages`);
    time.at += 10_000;
    const late = await assigned('1001', { fields: 'id' });
    const latePages = await get(`${ANA}/assigned_pages`);

    expect(world.holders('1001').map(({ user }) => user)).toEqual([ANA]);
    expect(early.body.data).toEqual([{ id: BEN }]);
    expect(earlyPages.body.data).toEqual([]);
    expect(late.body.data).toEqual([{ id: ANA }]);
    expect(latePages.body.data).toHaveLength(1);
  });

  test('readLagMs: several writes in the window come through one by one', async () => {
    const { assign, assigned, switches, time } = await openGraph();
    switches.readLagMs = 10_000;
    const seen: unknown[] = [];

    for (const task of ['ADVERTISE', 'MODERATE', 'MESSAGING']) {
      await assign('123', ANA, [task]);
      time.at += 4_000;
      seen.push(tasksOf(await assigned('123')));
    }
    time.at += 4_000;
    seen.push(tasksOf(await assigned('123')));
    time.at += 4_000;
    seen.push(tasksOf(await assigned('123')));

    expect(seen).toEqual([undefined, undefined, ['ADVERTISE'], ['MODERATE'], ['MESSAGING']]);
  });

  test('deleteUnassigned: success, 100 or 100/33', async () => {
    const { unassign, switches } = await openGraph();

    const success = await unassign('123', ANA);
    switches.deleteUnassigned = '100';
    const plain = await unassign('123', ANA);
    switches.deleteUnassigned = '100/33';
    const hidden = await unassign('123', ANA);

    expect(success.body).toEqual({ success: true });
    expect([plain, hidden].map(refusal)).toEqual(['100', '100/33']);
  });

  test('successAsString', async () => {
    const { assign, switches } = await openGraph();
    switches.successAsString = true;

    const { body } = await assign('123', ANA, ['ANALYZE']);

    expect(body).toEqual({ success: 'true' });
  });

  test('ceilingError: 100, 200 or 2620, and full control covers everything', async () => {
    const { assign, switches, world } = await openGraph();
    const codes: string[] = [];

    for (const code of ['100', '200', '2620'] as const) {
      switches.ceilingError = code;
      codes.push(refusal(await assign('1002', ANA, ['PROFILE_PLUS_FULL_CONTROL'])));
    }
    world.share({ asset: '1002', business: EU, tasks: ['MANAGE'] });
    const covered = await assign('1002', ANA, ['PROFILE_PLUS_FULL_CONTROL']);

    expect(codes).toEqual(['100', '200', '2620']);
    expect(covered.body).toEqual({ success: true });
  });

  test('wrongIdSubcode: an id that is not business-scoped', async () => {
    const { assign, switches } = await openGraph();

    const usual = await assign('123', '555', ['ANALYZE']);
    switches.wrongIdSubcode = '33';
    const hidden = await assign('123', '555', ['ANALYZE']);

    expect([usual, hidden].map(refusal)).toEqual(['100/1752100', '100/33']);
  });
});

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

  test('hideEmails', async () => {
    const { get, switches } = await openGraph();
    switches.hideEmails = true;

    const { body } = await get(`${EU}/business_users`, { fields: 'id,email' });

    expect(body.data[0]).toEqual({ id: ANA });
  });
});

describe('switches about limits and lists', () => {
  test('usageHeaders: each lane has its own header', async () => {
    const { get, switches } = await openGraph();
    switches.usageHeaders = true;

    const [page, account, people] = [await get('123'), await get('act_123'), await get(EU)];

    expect(JSON.parse(String(page.headers['x-business-use-case-usage']))[EU][0]).toMatchObject({ type: 'pages' });
    expect(String(account.headers['x-business-use-case-usage'])).toContain('ads_management');
    expect(people.headers).toHaveProperty('x-app-usage');
  });

  test('hourlyBudget: the share grows, then the lane is throttled until its hour is over', async () => {
    const { get, switches, time } = await openGraph();
    Object.assign(switches, { hourlyBudget: 2, usageHeaders: true });
    const usage = (answer: { headers: Record<string, unknown> }) =>
      JSON.parse(String(answer.headers['x-business-use-case-usage']))[EU][0];

    const first = await get('123');
    await get('123');
    time.at += 1_800_000;
    const third = await get('123');
    const otherLane = await get('act_123');
    time.at += 1_800_000;
    const nextHour = await get('123');

    expect(usage(first).call_count).toBe(50);
    expect(refusal(third)).toBe('80001');
    expect(usage(third)).toMatchObject({ call_count: 100, estimated_time_to_regain_access: 30 });
    expect([otherLane.status, nextHour.status]).toEqual([200, 200]);
  });

  test('pageLimitCap: a larger limit is not obeyed', async () => {
    const { get, switches } = await openGraph();
    switches.pageLimitCap = 2;

    const { body } = await get(`${EU}/business_users`, { limit: 500 });

    expect(body.data).toHaveLength(2);
    expect(body.paging?.next).toEqual(expect.any(String));
  });

  test('filteredShortPages: empty and short pages that go on', async () => {
    const { get, send, switches } = await openGraph();
    switches.filteredShortPages = true;
    const sizes: number[] = [];

    let { body } = await get(`${EU}/business_users`, { limit: 4 });
    sizes.push(body.data.length);
    while (body.paging?.next !== undefined) {
      ({ body } = await send('GET', body.paging.next));
      sizes.push(body.data.length);
    }

    expect(sizes).toEqual([0, 2, 2]);
  });

  test('cursorTtlMs: an old cursor is refused', async () => {
    const { get, switches, time } = await openGraph();
    switches.cursorTtlMs = 60_000;
    const { body } = await get(`${EU}/business_users`, { limit: 1 });
    const after = body.paging?.cursors.after;

    const fresh = await get(`${EU}/business_users`, { limit: 1, after });
    time.at += 60_001;
    const stale = await get(`${EU}/business_users`, { limit: 1, after });

    expect(fresh.body.data[0]?.id).toBe(BEN);
    expect(refusal(stale)).toBe('100');
  });

  test('latencyMs: every call takes that long', async () => {
    const { get, switches } = await openGraph();
    switches.latencyMs = 60;

    const started = performance.now();
    await get('123');

    expect(performance.now() - started).toBeGreaterThan(50);
  });

  test('requireVersion: off, a bare path is served', async () => {
    const { send, switches } = await openGraph();

    const refused = await send('GET', '/123?access_token=EAADEMOEU');
    switches.requireVersion = false;
    const served = await send('GET', '/123?access_token=EAADEMOEU');

    expect(refusal(refused)).toBe('2635');
    expect(served.body.id).toBe('123');
  });
});
