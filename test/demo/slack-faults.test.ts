import { describe, expect, it } from 'vitest';
import { clientFor, openWorkspace, secrets } from './slack-fixture.ts';

const hello = { channel: 'C0SUPPORT', text: 'hello' };

describe('faults on demand', () => {
  it('a rate limit says how long to wait, as often as it was set', async () => {
    const { workspace, client } = await openWorkspace();
    workspace.faults.next('chat.postMessage', { kind: 'ratelimited', retryAfter: 7 }, 2);

    const first = client.chat.postMessage(hello);
    await expect(first).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 });
    await expect(client.chat.postMessage(hello)).rejects.toMatchObject({ retryAfter: 7 });
    await client.chat.postMessage(hello);

    expect(workspace.messages('C0SUPPORT')).toHaveLength(1);
    expect(workspace.apiCalls.map(({ ok, error }) => [ok, error])).toEqual([
      [false, 'ratelimited'],
      [false, 'ratelimited'],
      [true, undefined],
    ]);
  });

  it('a cut after the work leaves the message there and the caller in doubt', async () => {
    const { workspace, client } = await openWorkspace();
    workspace.faults.next('chat.postMessage', { kind: 'cut-after' });

    const post = client.chat.postMessage(hello);

    await expect(post).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(workspace.messages('C0SUPPORT')).toMatchObject([{ text: 'hello' }]);
  });

  it('a cut before the work leaves nothing', async () => {
    const { workspace, client } = await openWorkspace();
    workspace.faults.next('chat.postMessage', { kind: 'cut-before' });

    const post = client.chat.postMessage(hello);

    await expect(post).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(workspace.messages('C0SUPPORT')).toEqual([]);
  });

  it('any error name, any HTTP status, and any method', async () => {
    const { workspace, client } = await openWorkspace();
    workspace.faults.next('*', { kind: 'error', error: 'internal_error' });
    workspace.faults.next('team.info', { kind: 'http', status: 503 });

    await expect(client.auth.test()).rejects.toMatchObject({ data: { error: 'internal_error' } });
    await expect(client.team.info()).rejects.toMatchObject({ statusCode: 503 });
    expect((await client.team.info()).ok).toBe(true);
  });

  it('a hang outlasts the caller, and the work is done all the same', async () => {
    const { workspace, url } = await openWorkspace();
    workspace.faults.next('chat.postMessage', { kind: 'hang', ms: 60 });

    const call = fetch(`${url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secrets.botToken}` },
      body: new URLSearchParams(hello),
      signal: AbortSignal.timeout(20),
    });

    await expect(call).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(workspace.messages('C0SUPPORT')).toHaveLength(1);
  });

  it('are forgotten when cleared', async () => {
    const { workspace, url } = await openWorkspace();
    workspace.faults.next('*', { kind: 'error', error: 'internal_error' }, 5);

    workspace.faults.clear();

    expect((await clientFor(url).auth.test()).ok).toBe(true);
  });
});
