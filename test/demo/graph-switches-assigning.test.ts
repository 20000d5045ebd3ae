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

  test('pageTokenError: the code of a dead token', async () => {
    const { assign, switches } = await openGraph();
    Object.assign(switches, { requirePageTokenOnWrite: true, pageTokenError: '190' });

    expect(refusal(await assign('123', ANA, ['ANALYZE']))).toBe('190');
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

  test('assignedTasks: off, rows tell who is there and nothing more', async () => {
    const { assigned, switches } = await openGraph();
    switches.assignedTasks = false;

    const { body } = await assigned('1001');

    expect(body.data).toEqual([expect.objectContaining({ id: BEN })]);
    expect(body.data[0]).not.toHaveProperty('tasks');
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

  test('readLagMs: what changed while reads did not lag is never shown older', async () => {
    const { assign, unassign, assigned, switches, time } = await openGraph();
    switches.readLagMs = 10_000;
    await assign('123', ANA, ['ADVERTISE']);
    switches.readLagMs = 0;
    time.at += 20_000;
    await unassign('123', ANA);
    switches.readLagMs = 10_000;

    expect((await assigned('123')).body.data).toEqual([]);
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
