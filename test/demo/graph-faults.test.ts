import { describe, expect, it, test } from 'vitest';
import { ANA, BEN, EU, openGraph, refusal } from './graph-client.ts';

const assignedUsers = { edge: 'assigned_users', method: 'POST' };
const assignItem = (user: string) => ({
  method: 'POST',
  relative_url: '123/assigned_users',
  body: `business=${EU}&user=${user}&tasks=["ANALYZE"]`,
});

describe('faults on order', () => {
  test('error: any code, once, without effect', async () => {
    const { assign, faults, world } = await openGraph();
    faults.next(assignedUsers, { kind: 'error', code: 2, transient: true });

    const failed = await assign('123', ANA, ['ANALYZE']);
    const heldThen = world.holds('123', ANA);
    const again = await assign('123', ANA, ['ANALYZE']);

    expect(failed.status).toBe(503);
    expect(failed.body.error).toMatchObject({ code: 2, is_transient: true });
    expect(heldThen).toEqual([]);
    expect(again.body).toEqual({ success: true });
  });

  test('error: with subcode and status, as many times as ordered', async () => {
    const { get, faults } = await openGraph();
    faults.next({ path: /^\/123/ }, { kind: 'error', code: 368, subcode: 1390008, status: 400 }, 2);

    const answers = [await get('act_123'), await get('123'), await get('123'), await get('123')];

    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 200]);
    expect(answers.slice(1, 3).map(refusal)).toEqual(['368/1390008', '368/1390008']);
  });

  test('html: a page instead of JSON', async () => {
    const { assign, faults, world } = await openGraph();
    faults.next({}, { kind: 'html', status: 502 });

    const { status, text, headers } = await assign('123', ANA, ['ANALYZE']);

    expect(status).toBe(502);
    expect(headers['content-type']).toContain('text/html');
    expect(text).toContain('Service Unavailable');
    expect(world.holds('123', ANA)).toEqual([]);
  });

  test('success-false: HTTP 200 that is a failure', async () => {
    const { assign, faults, world } = await openGraph();
    faults.next(assignedUsers, { kind: 'success-false' });

    const { status, body } = await assign('123', ANA, ['ANALYZE']);

    expect([status, body]).toEqual([200, { success: false }]);
    expect(world.holds('123', ANA)).toEqual([]);
  });

  test('no-effect: success is answered, and nothing done', async () => {
    const { assign, faults, world } = await openGraph();
    faults.next(assignedUsers, { kind: 'no-effect' });

    const { status, body } = await assign('123', ANA, ['ANALYZE']);

    expect([status, body]).toEqual([200, { success: true }]);
    expect(world.holds('123', ANA)).toEqual([]);
  });

  test('late-effect: success is answered before it is done', async () => {
    const { assign, faults, world } = await openGraph();
    faults.next(assignedUsers, { kind: 'late-effect', ms: 30 });

    const { body } = await assign('123', ANA, ['ANALYZE']);

    expect(body).toEqual({ success: true });
    expect(world.holds('123', ANA)).toEqual([]);
    await expect.poll(() => world.holds('123', ANA)).toEqual(['ANALYZE']);
  });

  test('no-effect: no read is older than the answer where it is ordered so', async () => {
    const { assign, unassign, assigned, faults, switches } = await openGraph();
    await assign('123', ANA, ['ANALYZE']);
    switches.readLagMs = 10_000;
    await unassign('123', ANA);
    const shown: number[] = [];
    for (const fresh of [false, true]) {
      faults.next(assignedUsers, { kind: 'no-effect', fresh });
      await assign('123', ANA, ['ANALYZE']);
      shown.push((await assigned('123')).body.data.length);
    }

    expect(shown).toEqual([1, 0]);
  });

  test('empty: nothing in the answer, with or without effect', async () => {
    const { assign, faults, world } = await openGraph();
    faults.next({}, { kind: 'empty' });
    faults.next({}, { kind: 'empty', effect: true });

    const first = await assign('123', ANA, ['ANALYZE']);
    const heldFirst = world.holds('123', ANA);
    const second = await assign('123', ANA, ['ANALYZE']);

    expect([first.text, second.text]).toEqual(['', '']);
    expect([heldFirst, world.holds('123', ANA)]).toEqual([[], ['ANALYZE']]);
  });

  test('cut-before: the connection is cut and nothing happened', async () => {
    const { assign, faults, world, calls } = await openGraph();
    faults.next({}, { kind: 'cut-before' });

    await expect(assign('123', ANA, ['ANALYZE'])).rejects.toThrow();

    expect(world.holds('123', ANA)).toEqual([]);
    expect(calls.at(-1)).toMatchObject({ edge: 'assigned_users', status: 0 });
  });

  test('cut-after: the connection is cut and it happened', async () => {
    const { assign, faults, world } = await openGraph();
    faults.next({}, { kind: 'cut-after' });

    await expect(assign('123', ANA, ['ANALYZE'])).rejects.toThrow();

    expect(world.holds('123', ANA)).toEqual(['ANALYZE']);
  });

  test('hang: held for a while, then cut', async () => {
    const { assign, faults, world } = await openGraph();
    faults.next({}, { kind: 'hang', ms: 60 });
    const started = performance.now();

    await expect(assign('123', ANA, ['ANALYZE'])).rejects.toThrow();

    expect(performance.now() - started).toBeGreaterThan(50);
    expect(world.holds('123', ANA)).toEqual([]);
  });

  test('hang: stopping does not wait for it', async () => {
    const { get, faults, stop, calls } = await openGraph();
    faults.next({}, { kind: 'hang', ms: 60_000 });
    const hanging = get('123').catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const started = performance.now();

    await stop();

    expect(await hanging).toBeInstanceOf(Error);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(calls).toHaveLength(1);
  });

  test('slow: answered late, and in force late', async () => {
    const { assign, faults, world } = await openGraph();
    faults.next({}, { kind: 'slow', ms: 60 });

    const answer = assign('123', ANA, ['ANALYZE']);
    const early = world.holds('123', ANA);
    const { body } = await answer;

    expect(early).toEqual([]);
    expect(body).toEqual({ success: true });
    expect(world.holds('123', ANA)).toEqual(['ANALYZE']);
  });

  test('throttle: each code has its header and its unit of time', async () => {
    const { get, faults } = await openGraph();
    const told: Record<string, unknown> = {};

    for (const code of [4, 17, 32, 613, 80001, 80004] as const) {
      faults.next({}, { kind: 'throttle', code, minutes: 5 });
      const answer = await get('123');
      const name = Object.keys(answer.headers).find((header) => /^x-.*usage$/.test(header)) ?? '';
      told[answer.body.error.code as number] = [name, JSON.parse(String(answer.headers[name]))];
    }

    const app = ['x-app-usage', { call_count: 100, total_time: 100, total_cputime: 100 }];
    const object = (type: string) => [
      'x-business-use-case-usage',
      { 123: [expect.objectContaining({ type, call_count: 100, estimated_time_to_regain_access: 5 })] },
    ];
    expect(told).toEqual({
      4: app,
      17: app,
      32: object('pages'),
      613: ['x-ad-account-usage', expect.objectContaining({ acc_id_util_pct: 100, reset_time_duration: 300 })],
      80001: object('pages'),
      80004: object('ads_management'),
    });
  });

  test('throttle: held until the clock says so', async () => {
    const { get, faults, time } = await openGraph();
    faults.next({ edge: 'page' }, { kind: 'throttle', code: 80001, minutes: 10, hold: true });

    const first = await get('123');
    time.at += 4 * 60_000;
    const second = await get('123');
    const elsewhere = await get('act_123');
    time.at += 6 * 60_000;
    const after = await get('123');

    expect([first, second].map(refusal)).toEqual(['80001', '80001']);
    expect(String(second.headers['x-business-use-case-usage'])).toContain('"estimated_time_to_regain_access":6');
    expect([elsewhere.status, after.status]).toEqual([200, 200]);
  });
});

describe('faults in a batch', () => {
  test('null-item: an item that did not finish, and its neighbours that did', async () => {
    const { batch, faults, world } = await openGraph();
    faults.next(assignedUsers, { kind: 'null-item' });
    faults.next(assignedUsers, { kind: 'null-item', effect: true });

    const { items } = await batch([assignItem(ANA), assignItem(BEN), { method: 'GET', relative_url: 'me' }]);

    expect(items.map((item) => item?.code)).toEqual([undefined, undefined, 200]);
    expect(world.holders('123')).toEqual([{ user: BEN, name: 'Ben Okafor', tasks: ['ANALYZE'] }]);
  });

  it('fails one item and no other', async () => {
    const { batch, faults } = await openGraph();
    faults.next(assignedUsers, { kind: 'throttle', code: 80001, minutes: 2 });

    const { status, items, headers } = await batch([assignItem(ANA), assignItem(BEN)]);

    expect(status).toBe(200);
    expect(items.map((item) => item?.code)).toEqual([400, 200]);
    expect(headers).toHaveProperty('x-business-use-case-usage');
  });

  it('cuts the connection after everything took effect', async () => {
    const { batch, faults, world } = await openGraph();
    faults.next({ edge: 'batch' }, { kind: 'cut-after' });

    await expect(batch([assignItem(ANA), assignItem(BEN)])).rejects.toThrow();

    expect(world.holders('123')).toHaveLength(2);
  });

  it('fails as a whole', async () => {
    const { batch, faults, world } = await openGraph();
    faults.next({ edge: 'batch' }, { kind: 'error', code: 1 });

    const { status, body } = await batch([assignItem(ANA)]);

    expect([status, body.error.code]).toEqual([500, 1]);
    expect(world.holders('123')).toEqual([]);
  });
});

describe('faults by chance', () => {
  it('come at the rate asked for, the same with the same seed', async () => {
    const run = async (seed: number) => {
      const { get, faults } = await openGraph({ seed });
      faults.random({ rate: 0.5, kinds: ['error', { kind: 'html', status: 503 }], match: { edge: 'page' } });
      const statuses: number[] = [];
      for (let call = 0; call < 40; call += 1) statuses.push((await get('123')).status);
      return statuses;
    };

    const [first, again, other] = [await run(7), await run(7), await run(8)];

    const healthy = first.filter((status) => status === 200).length;
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    expect(healthy).toBeGreaterThan(8);
    expect(healthy).toBeLessThan(32);
  });

  it('stop when cleared, as do those on order', async () => {
    const { get, faults } = await openGraph();
    faults.random({ rate: 1, kinds: ['cut-before'] });
    faults.next({}, { kind: 'error', code: 1 }, 3);
    const waiting = faults.waiting();

    faults.clear();
    const { status } = await get('123');

    expect([waiting, faults.waiting(), status]).toEqual([3, 0, 200]);
  });
});
