import { describe, expect, it } from 'vitest';
import { clientFor, openWorkspace, refusal, secrets } from './slack-fixture.ts';

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } }) as const;

describe('who may call', () => {
  it('knows the bot by its token', async () => {
    const { client } = await openWorkspace();

    const me = await client.auth.test();

    expect(me).toMatchObject({ user_id: 'U0HALLPASS', bot_id: 'B0HALLPASS', team_id: 'T0NORTHWIND' });
    expect(me.response_metadata?.scopes).toContain('chat:write');
  });

  it('refuses other tokens with the names that Slack has for them', async () => {
    const { url } = await openWorkspace();

    const answers = await Promise.all([
      refusal(clientFor(url, 'xoxb-somebody-else').auth.test()),
      refusal(clientFor(url, '').auth.test()),
      refusal(clientFor(url, secrets.appToken).auth.test()),
      refusal(clientFor(url).apps.connections.open()),
      refusal(clientFor(url).apiCall('chat.explode')),
    ]);

    expect(answers.map(({ error }) => error)).toEqual([
      'invalid_auth',
      'not_authed',
      'not_allowed_token_type',
      'not_allowed_token_type',
      'unknown_method',
    ]);
  });

  it('opens a Socket Mode address for the app token', async () => {
    const { url } = await openWorkspace();

    const { url: link } = await clientFor(url, secrets.appToken).apps.connections.open();

    expect(link).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\?ticket=/);
  });

  it('names the scope that is missing', async () => {
    const { client } = await openWorkspace({ scopes: ['channels:read', 'groups:read'] });

    const post = await refusal(client.chat.postMessage({ channel: 'C0SUPPORT', text: 'hello' }));
    const read = await refusal(client.conversations.history({ channel: 'C0SUPPORT' }));

    expect(post).toMatchObject({ error: 'missing_scope', needed: 'chat:write' });
    expect(read).toMatchObject({ error: 'missing_scope', needed: 'channels:history' });
  });

  it('takes JSON bodies as well as forms', async () => {
    const { url, workspace } = await openWorkspace();

    const answer = await fetch(`${url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${secrets.botToken}` },
      body: JSON.stringify({ channel: 'C0SUPPORT', text: 'by JSON', blocks: [section('by JSON')] }),
    });

    expect(await answer.json()).toMatchObject({ ok: true });
    expect(workspace.messages('C0SUPPORT')).toMatchObject([{ text: 'by JSON' }]);
  });

  it('keeps the token out of the record of calls', async () => {
    const { url, workspace } = await openWorkspace();

    await fetch(`${url}/api/auth.test?token=${secrets.botToken}`);

    expect(workspace.apiCalls).toMatchObject([{ method: 'auth.test', ok: true }]);
    expect(JSON.stringify(workspace.apiCalls)).not.toContain(secrets.botToken);
  });
});
