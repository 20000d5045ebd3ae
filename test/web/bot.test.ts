import { describe, expect, it } from 'vitest';
import { createFeed } from '../../src/store/feed.ts';
import { archiveOf, ownFolder, told } from '../support/archive.ts';
import { eventually } from '../support/eventually.ts';
import { lineTo } from '../support/line.ts';
import { testRedis } from '../support/redis.ts';
import { type Stage, stage } from '../support/stage.ts';

const POLICY = 'approvers: [U0LEA]\nauditors: []\n';
const WELL = { redis: 'ok', slack: 'ok', 'meta eu': 'ok', 'meta us': 'ok' };

async function get({ bot }: Stage, path: string) {
  const answer = await fetch(`http://127.0.0.1:${bot.port}${path}`);
  const text = await answer.text();
  return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : null };
}

/** Waits for readiness to answer this. */
const ready = (town: Stage, status: number, checks: object) =>
  eventually(async () => expect(await get(town, '/readyz')).toMatchObject({ status, body: { checks } }));

describe('the running bot', () => {
  it('is healthy and ready, and tells its metrics', async () => {
    const town = await stage();

    expect(await get(town, '/healthz')).toMatchObject({ status: 200, body: { ok: true } });
    expect(await get(town, '/readyz')).toMatchObject({ status: 200, body: { ok: true, checks: WELL } });
    const { status, text } = await get(town, '/metrics');
    expect(status).toBe(200);
    expect(text).toContain('hallpass_queue_jobs{business="us",job="notify"} 0');
    expect(text).toContain('hallpass_meta_breaker_open{business="eu"} 0');
  });

  it('tells of events, and of the lag of a removal', async () => {
    const town = await stage();
    const { workspace, clock, reaches } = town;
    await workspace.as('U0ANA').command('C0SUPPORT', '/access request page 123 for ticket 456 for 2m');
    await reaches('EU-1', 'pending');
    await workspace.as('U0LEA').command('C0SUPPORT', '/access approve EU-1');
    const active = await reaches('EU-1', 'active');
    clock.advance(active.expiresAt - clock.now() + 1);
    await reaches('EU-1', 'ended');

    await eventually(async () => {
      const { text } = await get(town, '/metrics');
      for (const kind of ['requested', 'approved', 'activated', 'ending', 'ended']) {
        expect(text).toContain(`hallpass_events_total{business="eu",kind="${kind}"} 1`);
      }
      expect(text).toContain('hallpass_removal_lag_seconds_count{business="eu"} 1');
      expect(text).toContain('hallpass_removal_lag_seconds_bucket{le="5",business="eu"} 1');
    });
  });

  it('is not ready while Redis is away, still tells its metrics, and is ready again by itself', async () => {
    const line = await lineTo((await testRedis()).url);
    const town = await stage({ env: { REDIS_URL: line.url } });
    await ready(town, 200, WELL);

    await line.cut();
    await ready(town, 503, { slack: 'ok' });
    expect((await get(town, '/readyz')).body.checks.redis).not.toBe('ok');
    expect((await get(town, '/healthz')).status).toBe(200);
    const { status, text } = await get(town, '/metrics');
    expect(status).toBe(200);
    expect(text).not.toContain('hallpass_queue_jobs{');

    await line.mend();
    await ready(town, 200, WELL);
  });

  it('is not ready when a token of Meta does not work, says for which business, and shows no token', async () => {
    const town = await stage({ env: { META_TOKEN_US: 'EAAREVOKED' } });

    const { status, body, text } = await get(town, '/readyz');

    expect(status).toBe(503);
    expect(body.checks).toMatchObject({ redis: 'ok', slack: 'ok', 'meta eu': 'ok' });
    expect(body.checks['meta us']).not.toBe('ok');
    expect(text).not.toContain('EAA');
  });

  it.each([
    ['throttles', { kind: 'throttle', code: 80004, minutes: 5 } as const],
    ['has trouble', { kind: 'html', status: 503 } as const],
  ])('stays ready while Meta %s: it passes, and a restart mends nothing', async (_, fault) => {
    const town = await stage();
    town.graph.faults.next({}, fault, 1_000);

    const { status, body } = await get(town, '/readyz');

    expect({ status, checks: body.checks }).toEqual({ status: 200, checks: WELL });
  });

  it("is not ready with another business' token", async () => {
    const town = await stage({ env: { META_TOKEN_US: 'EAADEMOEU' } });

    const { status, body } = await get(town, '/readyz');

    expect(status).toBe(503);
    expect(body.checks['meta us']).toMatch(/business/i);
  });

  it('is not ready when the bot token is revoked while it runs', async () => {
    const town = await stage();
    await ready(town, 200, WELL);

    town.workspace.faults.next('auth.test', { kind: 'error', error: 'token_revoked' }, 20);

    await ready(town, 503, { slack: 'Slack answered token_revoked', redis: 'ok' });
  });

  it('is not ready while Slack is down', async () => {
    const town = await stage();
    await town.workspace.stop();

    await ready(town, 503, { slack: 'Slack answered request_failed', redis: 'ok' });
  });
});

describe('every kind of instance', () => {
  it.each([
    ['a worker alone', { env: { HALLPASS_ROLES: 'worker' } }],
    ['a web instance alone', { env: { HALLPASS_ROLES: 'web' } }],
    ['Socket Mode', { socketMode: true }],
  ])('answers all three: %s', async (_, options) => {
    const town = await stage(options);

    expect((await get(town, '/healthz')).status).toBe(200);
    expect(await get(town, '/readyz')).toMatchObject({ status: 200, body: { checks: WELL } });
    expect((await get(town, '/metrics')).text).toContain('process_cpu_seconds_total');
    expect((await get(town, '/elsewhere')).status).toBe(404);
  });

  it('but only who writes the archive needs its folder, and whoever has it sees what Redis lost', async () => {
    const { redis, url } = await testRedis();
    const dir = ownFolder();
    const archive = createFeed({ redis, business: { key: 'eu', id: '100000000000001' } });
    await archive.mark({ seq: 3, head: 'ab'.repeat(32), event: '1-1' });
    const web = () =>
      stage({ on: { redis, url }, policy: `${POLICY}archive: { dir: "${dir}" }\n`, env: { HALLPASS_ROLES: 'web' } });

    const without = await get(await web(), '/readyz');
    await archiveOf([told(1), told(2), told(3), told(4)], 'eu', dir);
    const lost = await get(await web(), '/readyz');

    expect(without).toMatchObject({ status: 200, body: { checks: { 'archive eu': 'ok' } } });
    expect(lost).toMatchObject({
      status: 503,
      body: { checks: { 'archive eu': expect.stringContaining('Redis does not know') } },
    });
  });

  it('but a worker alone takes nothing from Slack', async () => {
    const { workspace } = await stage({ env: { HALLPASS_ROLES: 'worker' } });

    const { status } = await workspace.as('U0ANA').command('C0SUPPORT', '/access mine');

    expect(status).toBe('failed');
  });
});
