import { describe, expect, it, test } from 'vitest';
import { ANA, ANA_US, BEN, EU, openGraph, refusal, type Scene, US } from './graph-client.ts';

describe('assigned_users of a Page', () => {
  test('GET /{page}/assigned_users shows who of the business holds what', async () => {
    const { assigned } = await openGraph();

    const { body } = await assigned('1001', {
      fields: 'id,name,user_type,tasks,business{name}',
      summary: 'total_count',
    });

    expect(body.data).toEqual([
      {
        id: BEN,
        name: 'Ben Okafor',
        user_type: 'BUSINESS_USER',
        tasks: ['ANALYZE'],
        business: { id: EU, name: 'Northwind EU' },
      },
    ]);
    expect(body.summary).toEqual({ total_count: 1 });
  });

  it('shows id, name and tasks unasked, and what may be given when asked', async () => {
    const { assigned, assign } = await openGraph();
    await assign('123', ANA, ['ANALYZE']);

    const plain = await assigned('123');
    const asked = await assigned('123', { fields: 'permitted_tasks' });

    expect(plain.body.data).toEqual([{ id: ANA, name: 'Ana Ruiz', tasks: ['ANALYZE'] }]);
    expect(asked.body.data[0]?.permitted_tasks).toEqual([
      'ADVERTISE',
      'ANALYZE',
      'CREATE_CONTENT',
      'MODERATE',
      'MESSAGING',
    ]);
  });

  test('POST /{page}/assigned_users gives tasks, and the ledger remembers', async () => {
    const { assign, world, ledger, time } = await openGraph();

    const { status, body } = await assign('123', ANA, ['ADVERTISE', 'ANALYZE']);

    expect([status, body]).toEqual([200, { success: true }]);
    expect(world.holds('123', ANA)).toEqual(['ADVERTISE', 'ANALYZE']);
    expect(ledger.at(-1)).toEqual({
      at: time.at,
      assetId: '123',
      userId: ANA,
      before: [],
      after: ['ADVERTISE', 'ANALYZE'],
      by: 'api',
    });
  });

  it('answers a POST that names fields with those fields', async () => {
    const { assign } = await openGraph();

    const { body } = await assign('123', ANA, ['ANALYZE'], { fields: 'name' });

    expect(body).toEqual({ success: true, id: '123', name: 'Acme Shoes' });
  });

  test('DELETE /{page}/assigned_users takes everything away', async () => {
    const { unassign, world } = await openGraph();

    const { body } = await unassign('1001', BEN);

    expect(body).toEqual({ success: true });
    expect(world.holds('1001', BEN)).toEqual([]);
    expect(world.holders('1001')).toEqual([]);
  });

  it('refuses tasks that Meta does not know, by position', async () => {
    const { assign } = await openGraph();

    const { body, status } = await assign('123', ANA, ['ANALYZE', 'EVERYTHING']);

    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 100, type: 'OAuthException', fbtrace_id: expect.any(String) });
    expect(body.error.message).toMatch(/^\(#100\) Param tasks\[1\] must be one of \{ADVERTISE, ANALYZE, /);
  });

  it.each([
    ['the business on a read', async (g: Scene) => g.get('123/assigned_users'), 'business'],
    ['the user', async (g: Scene) => g.post('123/assigned_users', { business: EU, tasks: ['ANALYZE'] }), 'user'],
    ['the tasks', async (g: Scene) => g.post('123/assigned_users', { business: EU, user: ANA }), 'tasks'],
  ])('wants %s', async (_, call, name) => {
    const graph = await openGraph();

    const { body } = await call(graph);

    expect(body.error).toMatchObject({ code: 100, message: `(#100) The parameter ${name} is required` });
  });

  it('reaches neither what is not shared, nor what is only asked for, nor another business', async () => {
    const { assign, world } = await openGraph();

    const answers = [
      await assign('1005', ANA, ['ANALYZE']),
      await assign('1004', ANA, ['ANALYZE']),
      await assign('3001', ANA, ['ANALYZE']),
      await assign('123', ANA, ['ANALYZE'], { business: US }),
      await assign('123', ANA_US, ['ANALYZE']),
    ];

    expect(answers.map(refusal)).toEqual(Array(5).fill('100/33'));
    expect(world.holders('123')).toEqual([]);
  });

  it('goes no higher than the customer permits', async () => {
    const { assign, world } = await openGraph();

    const { body } = await assign('1002', ANA, ['ADVERTISE']);

    expect(body.error.code).toBe(100);
    expect(world.holds('1002', ANA)).toEqual([]);
  });
});

describe('assigned_users of an ad account', () => {
  test('POST /{ad_account}/assigned_users gives tasks', async () => {
    const { assign, world } = await openGraph();

    await assign('act_123', ANA, ['ADVERTISE', 'ANALYZE']);

    expect(world.holds('act_123', ANA)).toEqual(['ADVERTISE', 'ANALYZE']);
  });

  it('refuses tasks that only Pages have', async () => {
    const { assign } = await openGraph();

    const { body } = await assign('act_2001', ANA, ['MESSAGING']);

    expect(body.error.message).toContain('must be one of {AA_ANALYZE, ADVERTISE, ANALYZE, DRAFT, MANAGE}');
  });

  test('GET /{ad_account}/assigned_users shows who holds what', async () => {
    const { assign, assigned } = await openGraph();
    await assign('act_2001', ANA, ['DRAFT']);

    const { body } = await assigned('act_2001');

    expect(body.data).toEqual([{ id: ANA, name: 'Ana Ruiz', tasks: ['DRAFT'] }]);
  });

  test('DELETE /{ad_account}/assigned_users takes everything away', async () => {
    const { assign, unassign, world } = await openGraph();
    await assign('act_123', ANA, ['ANALYZE']);

    await unassign('act_123', ANA);

    expect(world.holds('act_123', ANA)).toEqual([]);
  });
});
