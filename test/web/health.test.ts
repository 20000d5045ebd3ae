import { describe, expect, it, onTestFinished } from 'vitest';
import { portOf } from '../../src/slack/app.ts';
import { type Check, healthRoutes } from '../../src/web/health.ts';
import { createMetrics } from '../../src/web/metrics.ts';
import { serveRoutes } from '../../src/web/server.ts';

/** A server with the health routes over these checks; answers what a probe gets. */
async function probe(checks: Check[], now?: () => number) {
  const server = await serveRoutes(healthRoutes(checks, createMetrics(), now), 0);
  onTestFinished(() => new Promise<void>((done) => void server.close(() => done())));
  return async (path: string, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${portOf(server)}${path}`, { method });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
}

const well: Check = { name: 'redis', run: async () => 'PONG' };
const ill: Check = {
  name: 'slack',
  run: async () => {
    throw new Error('Slack answered invalid_auth');
  },
};

describe('/healthz', () => {
  it('answers as long as the process lives, whatever does not work', async () => {
    const get = await probe([ill]);

    expect(await get('/healthz')).toEqual({ status: 200, body: { ok: true } });
    expect((await get('/healthz?from=probe')).status).toBe(200);
  });
});

describe('/readyz', () => {
  it('is 200 when every check holds', async () => {
    const get = await probe([well, { name: 'meta eu', run: async () => {} }]);

    expect(await get('/readyz')).toEqual({ status: 200, body: { ok: true, checks: { redis: 'ok', 'meta eu': 'ok' } } });
  });

  it('is 503 when one does not, and says which and why', async () => {
    const get = await probe([well, ill]);

    expect(await get('/readyz')).toEqual({
      status: 503,
      body: { ok: false, checks: { redis: 'ok', slack: 'Slack answered invalid_auth' } },
    });
  });

  it('does not wait for ever for a check that hangs', { timeout: 10_000 }, async () => {
    const get = await probe([well, { name: 'meta eu', run: () => new Promise(() => {}) }]);

    expect(await get('/readyz')).toMatchObject({ status: 503, body: { checks: { 'meta eu': 'no answer in time' } } });
  });

  it('runs a check once for probes that come together, and again later', async () => {
    let runs = 0;
    const count = async () => {
      runs += 1;
    };
    let now = 1_000;
    const get = await probe([{ name: 'redis', keep: 30, run: count }], () => now);

    await Promise.all([get('/readyz'), get('/readyz'), get('/readyz')]);
    const together = runs;
    now += 30;
    await get('/readyz');
    const soon = runs;
    now += 1;
    await get('/readyz');

    expect([together, soon, runs]).toEqual([1, 1, 2]);
  });

  it('keeps each check for its own time', async () => {
    const runs: string[] = [];
    const get = await probe([
      { name: 'redis', keep: 0, run: async () => runs.push('redis') },
      { name: 'meta eu', keep: 60_000, run: async () => runs.push('meta') },
    ]);

    await get('/readyz');
    await get('/readyz');

    expect(runs).toEqual(['redis', 'meta', 'redis']);
  });
});

describe('everything else', () => {
  it('is 404: other paths, and other methods', async () => {
    const get = await probe([well]);

    expect((await get('/')).status).toBe(404);
    expect((await get('/metrics', 'POST')).status).toBe(404);
  });

  it('takes no port that another has', async () => {
    const server = await serveRoutes([], 0);
    onTestFinished(() => new Promise<void>((done) => void server.close(() => done())));

    await expect(serveRoutes([], portOf(server))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
