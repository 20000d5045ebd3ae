import { describe, expect, test } from 'vitest';
import { BEN, EU, openGraph, refusal } from './graph-client.ts';

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
