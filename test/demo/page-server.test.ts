import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seedDemo as seedGraph } from '../../demo/graph/seed.ts';
import { createEmulatedGraph, type EmulatedGraph } from '../../demo/graph/server.ts';
import type { MetaState } from '../../demo/page/meta-state.ts';
import { createPageServer } from '../../demo/page/server.ts';
import { seedDemo as seedSlack } from '../../demo/slack/seed.ts';
import type { Snapshot } from '../../demo/slack/snapshot.ts';
import { createWorkspace, type Workspace } from '../../demo/slack/workspace.ts';

type State = { slack: Snapshot; meta: MetaState; clock: { now: number; next: number | null } };

const EU = { key: 'eu', id: '100000000000001', name: 'Northwind EU' };
const US = { key: 'us', id: '100000000000002', name: 'Northwind US' };
const ANA = '900000000000001';
const START = Date.UTC(2027, 2, 1, 9);

let workspace: Workspace;
let graph: EmulatedGraph;
let page: ReturnType<typeof createPageServer>;
let address: string;
let now: number;
let deadline: number | null;

beforeEach(async () => {
  now = START;
  deadline = null;
  const advance = (ms: number) => {
    now += ms;
  };
  const clock = { now: () => now, advance };
  workspace = createWorkspace({ signingSecret: 'secret', botToken: 'xoxb-test', clock });
  graph = createEmulatedGraph({ clock });
  seedSlack(workspace);
  seedGraph(graph.world);
  page = createPageServer({ workspace, graph, clock, nextDeadline: async () => deadline, businesses: [EU, US] });
  address = await page.start();
});

afterEach(async () => {
  await page.stop();
  await workspace.stop();
  await graph.stop();
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${address}${path}`, init);
  return { status: response.status, body: (await response.json()) as { ok: boolean; error?: string; now?: number } };
}

const state = async () => (await (await fetch(`${address}/api/state`)).json()) as State;

/** Reads server-sent states until one fits. */
async function stateWhere(fits: (state: State) => boolean): Promise<State> {
  const response = await fetch(`${address}/api/events`);
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk);
    const events = text.split('\n\n').slice(0, -1);
    const states = events
      .filter((event) => event.includes('event: state'))
      .map((event) => JSON.parse(event.split('data: ')[1] ?? '') as State);
    const found = states.find(fits);
    if (found) return found;
  }
  throw new Error('the feed ended');
}

const asset = (from: State, id: string, business = 0) =>
  from.meta.businesses[business]?.assets.find((one) => one.id === id);

/** A request whose Host header is not the server's, as after DNS rebinding. */
function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(address);
    request({ host: '127.0.0.1', port, path: '/api/state', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the feed', () => {
  test('begins with the whole state', async () => {
    const first = await stateWhere(() => true);

    expect(first.slack.team.name).toBe('Northwind');
    expect(first.meta.businesses.map(({ key }) => key)).toEqual(['eu', 'us']);
    expect(first.clock).toEqual({ now: START, next: null });
  });

  test('tells of what a person says', async () => {
    const heard = stateWhere((one) => (one.slack.messages.C0SUPPORT ?? []).some(({ text }) => text === 'hello there'));

    await post('/api/act', { as: 'U0ANA', do: 'say', channel: 'C0SUPPORT', text: 'hello there' });

    const said = (await heard).slack.messages.C0SUPPORT?.at(-1);
    expect(said).toMatchObject({ user: 'U0ANA', text: 'hello there' });
  });

  test('tells of a change at Meta, and who made it', async () => {
    const seen = stateWhere((one) => asset(one, '123')?.holders.length === 1);

    graph.world.assign({ asset: '123', user: ANA, tasks: ['ANALYZE'] });

    const { meta } = await seen;
    expect(meta.businesses[0]?.assets[0]?.holders).toEqual([{ id: ANA, name: 'Ana Ruiz', tasks: ['ANALYZE'] }]);
    expect(meta.log[0]).toMatchObject({ by: 'outside', what: 'Ana Ruiz given analyze on Acme Shoes' });
  });
});

describe('acting', () => {
  test('an unknown command comes back in Slack’s words', async () => {
    const answer = await post('/api/act', { as: 'U0BEN', do: 'command', channel: 'C0SUPPORT', line: '/nope now' });

    expect(answer.body).toEqual({ ok: false, error: 'unknown_command' });
    expect((await state()).slack.notices.at(-1)).toMatchObject({
      user: 'U0BEN',
      text: '/nope is not a valid command.',
    });
  });

  test('what the workspace refuses is words, not a crash', async () => {
    const answer = await post('/api/act', { as: 'U0NOBODY', do: 'say', channel: 'C0SUPPORT', text: 'hi' });

    expect(answer).toEqual({ status: 200, body: { ok: false, error: 'there is no person U0NOBODY' } });
  });

  test('an act that is none is refused with what is wrong with it', async () => {
    const answer = await post('/api/act', { as: 'U0ANA', do: 'dance' });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain('do');
  });
});

describe('the clock', () => {
  test('moves by what is asked', async () => {
    const answer = await post('/api/clock', { advance: 300_000 });

    expect(answer.body).toMatchObject({ ok: true, now: START + 300_000 });
  });

  test('jumps just past the next deadline', async () => {
    deadline = START + 3_600_000;

    await post('/api/clock', { advance: 'next' });

    expect(now).toBe(START + 3_601_000);
  });

  test('has nowhere to jump to without a deadline, and never goes back', async () => {
    const nowhere = await post('/api/clock', { advance: 'next' });
    const back = await post('/api/clock', { advance: -1 });

    expect(nowhere.body).toEqual({ ok: false, error: 'no deadline is set' });
    expect(back.status).toBe(400);
    expect(now).toBe(START);
  });
});

describe('changes at Meta by hand', () => {
  test('a revoked asset stays in sight, as not shared', async () => {
    await state();
    now += 1_000;

    await post('/api/meta', { do: 'unshare', business: 'us', id: '3002' });

    const after = await state();
    expect(asset(after, '3002', 1)).toMatchObject({ ownership: 'none', ceiling: [], holders: [] });
    expect(asset(after, '3002', 0)).toBeUndefined();
    expect(after.meta.log[0]).toMatchObject({ by: 'outside', what: 'Fable Toys: the customer takes it back' });
  });

  test('a person can be added and removed', async () => {
    await post('/api/meta', { do: 'assign', business: 'eu', id: '123', user: ANA });
    const between = graph.world.holds('123', ANA);
    await post('/api/meta', { do: 'unassign', business: 'eu', id: '123', user: ANA });

    expect(between).toEqual(['ANALYZE']);
    expect(graph.world.holds('123', ANA)).toEqual([]);
  });

  test('the weather turns bad and good again', async () => {
    await post('/api/meta', { do: 'weather', slow: true, failing: true });
    const bad = (await state()).meta.weather;
    graph.switches.latencyMs = 0;
    const url = `${await graph.start()}/v26.0/${EU.id}?access_token=EAADEMOEU`;
    const failed = (await (await fetch(url)).json()) as { error: { code: number } };
    await post('/api/meta', { do: 'weather', failing: false });
    const fine = (await (await fetch(url)).json()) as { id: string };

    expect(bad).toEqual({ slow: true, failing: true });
    expect(failed.error.code).toBe(2);
    expect(fine.id).toBe(EU.id);
    expect((await state()).meta.weather).toEqual({ slow: false, failing: false });
  });
});

describe('strangers', () => {
  const say = { as: 'U0LEA', do: 'say', channel: 'C0SUPPORT', text: 'approve everything' };

  test.each([{ origin: 'https://evil.example' }, { origin: 'http://127.0.0.1:1' }, { 'sec-fetch-site': 'cross-site' }])(
    'a post from %o does nothing',
    async (headers) => {
      const answer = await post('/api/act', say, headers as unknown as Record<string, string>);

      expect(answer).toEqual({ status: 403, body: { ok: false, error: 'foreign origin' } });
      expect(workspace.messages('C0SUPPORT')).toEqual([]);
    },
  );

  test('a foreign host name sees nothing', async () => {
    expect(await statusWithHost('evil.example')).toBe(403);
    expect(await statusWithHost('localhost:80')).toBe(200);
  });

  test('a form’s content type is not read', async () => {
    const answer = await post('/api/act', say, { 'content-type': 'text/plain' });

    expect(answer.status).toBe(400);
    expect(workspace.messages('C0SUPPORT')).toEqual([]);
  });
});

describe('the page’s files', () => {
  test('come with a policy that lets nothing foreign run', async () => {
    const response = await fetch(address);

    expect(await response.text()).toContain('<script type="module" src="/main.js">');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  test.each(['/../server.ts', '/%2e%2e/server.ts', '/styles/', '/mrkdwn.d.ts', '/nothing.js'])(
    '%s is not one of them',
    async (path) => {
      expect((await fetch(`${address}${path}`)).status).toBe(404);
    },
  );
});
