import { describe, expect, it } from 'vitest';
import { createBoard } from '../../src/web/board.ts';
import { office } from '../e2e/office.ts';
import { eventually } from '../support/eventually.ts';
import { type Stage, stage } from '../support/stage.ts';

const KEY = 'a-key-of-queues-0123456789';
const NAMES = ['eu-converge', 'eu-notify', 'eu-leave', 'us-converge', 'us-notify', 'us-leave'];
const withKey = { env: { HALLPASS_QUEUES_KEY: KEY } };
const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`ops:${password}`).toString('base64')}` });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const ask = ({ bot }: Stage, path: string, request: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${bot.port}${path}`, { redirect: 'manual', ...request });

describe('the queues', () => {
  it.each([
    ['without a key in the environment', {}],
    ['where no jobs run', { HALLPASS_QUEUES_KEY: KEY, HALLPASS_ROLES: 'web' }],
  ])('are not there %s', async (_, env) => {
    const town = await stage({ env });

    for (const path of ['/queues', '/queues/', '/queues/api/queues']) {
      expect((await ask(town, path, { headers: bearer(KEY) })).status).toBe(404);
    }
  });

  it.each([
    ['none', {}],
    ['another one', basic(`${KEY}x`)],
    ['a part of it', bearer(KEY.slice(0, -1))],
    ['it as the user', { authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}` }],
    ['it in another way', { authorization: `Digest ${KEY}` }],
    ['nothing in the right way', { authorization: 'Bearer ' }],
  ])('are shown to nobody who brings %s, and the log does not tell what was brought', async (_, headers) => {
    const town = await stage(withKey);

    for (const path of ['/queues', '/queues/api/queues', '/queues/static/favicon.ico', '/queues/nothing']) {
      const answer = await ask(town, path, { headers });
      expect({ path, status: answer.status, text: await answer.text() }).toEqual({ path, status: 401, text: '' });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    }
    expect(town.logged.join('')).not.toContain(KEY.slice(0, 20));
  });

  it.each([
    ['web,worker', {}],
    ['worker', { HALLPASS_ROLES: 'worker' }],
  ])('are shown to who has the key, on an instance with the roles %s', async (_, env) => {
    const town = await stage({ env: { HALLPASS_QUEUES_KEY: KEY, ...env } });

    const listed = await ask(town, '/queues/api/queues', { headers: basic(KEY) });
    const page = await ask(town, '/queues', { headers: bearer(KEY) });
    const html = await page.text();

    const { queues } = (await listed.json()) as { queues: { name: string; readOnlyMode: boolean }[] };
    expect(queues.map(({ name }) => name)).toEqual(NAMES);
    expect(queues.every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    // All that the page asks for is here, and nothing of it anywhere else.
    expect(html).toContain('<base href="/queues/" />');
    expect(html).not.toMatch(/https?:\/\/|<%/);
    for (const [, file] of html.matchAll(/(?:src|href)="(static\/[^"]+)"/g)) {
      expect((await ask(town, `/queues/${file}`, { headers: bearer(KEY) })).status).toBe(200);
    }
  });

  it('show a job with what it carries, which holds no secret', async () => {
    const town = await office(withKey);
    const id = await town.requested(town.ana, 'request page 123 for ticket 456 because "what Ana typed"');
    town.graph.faults.next({ edge: 'assigned_users' }, { kind: 'html', status: 503 }, 1_000);
    await town.lea.presses(id, 'approve');

    const text = await eventually(async () => {
      const path = '/queues/api/queues?activeQueue=eu-converge&status=latest&page=1&jobsPerPage=10';
      const answer = await (await ask(town, path, { headers: bearer(KEY) })).text();
      expect(answer).toContain('"id":"converge-');
      return answer;
    });

    const [job] = (JSON.parse(text) as { queues: { jobs: { id: string; data: object }[] }[] }).queues[0]?.jobs ?? [];
    expect(Object.keys(job?.data ?? {}).toSorted()).toEqual(expect.arrayContaining(['asset', 'follows', 'principal']));
    const one = await ask(town, `/queues/api/queues/eu-converge/${job?.id}`, { headers: bearer(KEY) });
    expect(await one.json()).toMatchObject({ job: { id: job?.id, data: { asset: { kind: 'page', id: '123' } } } });
    expect(text).not.toMatch(/EAA|xox|secret|what Ana typed/);
  });

  it('take nothing that would change them, not even with the key', async () => {
    const town = await stage(withKey);

    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await ask(town, '/queues/api/queues/eu-converge/pause', { method, headers: bearer(KEY) });
      expect({ method, status: answer.status }).toEqual({ method, status: 405 });
    }
    const { queues } = (await (await ask(town, '/queues/api/queues', { headers: bearer(KEY) })).json()) as {
      queues: { isPaused: boolean }[];
    };
    expect(queues.some(({ isPaused }) => isPaused)).toBe(false);
  });

  it('give out no file that is not of the page', async () => {
    const board = await createBoard('/queues', []);

    for (const path of ['/static/../index.ejs', '/static/..%2fpackage.json', '/static/', '/static/nothing.js']) {
      expect((await board(path, {})).status).toBe(404);
    }
  });
});
