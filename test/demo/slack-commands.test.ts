import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openWorkspace, secrets, startBolt } from './slack-fixture.ts';
import { listen } from './slack-listener.ts';

describe('a slash command', () => {
  it('is signed and has the fields that Slack sends', async () => {
    const { workspace, url } = await openWorkspace();
    const seen = await listen(workspace);

    await workspace.as('U0ANA').command('C0SUPPORT', '/access request page 123');

    const { headers, body } = seen[0] ?? { headers: {}, body: '' };
    const base = `v0:${headers['x-slack-request-timestamp']}:${body}`;
    const digest = createHmac('sha256', secrets.signingSecret).update(base).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${digest}`);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      token: expect.any(String),
      team_id: 'T0NORTHWIND',
      team_domain: 'northwind',
      channel_id: 'C0SUPPORT',
      channel_name: 'support',
      user_id: 'U0ANA',
      user_name: 'ana',
      command: '/access',
      text: 'request page 123',
      api_app_id: 'A0HALLPASS',
      is_enterprise_install: 'false',
      response_url: expect.stringContaining(`${url}/response/T0NORTHWIND/`),
      trigger_id: expect.any(String),
    });
  });

  it('fails in Slack’s words when nobody acknowledges in time', async () => {
    const { workspace } = await openWorkspace({ ackTimeoutMs: 40 });
    await listen(workspace, () => ({ hang: true }));

    const result = await workspace.as('U0ANA').command('C0SUPPORT', '/access mine');

    expect(result).toMatchObject({ status: 'timeout', reason: 'operation_timeout' });
    expect(workspace.notices('U0ANA')).toMatchObject([{ text: '/access failed with the error "operation_timeout"' }]);
    expect(workspace.dispatches).toMatchObject([{ kind: 'command', user: 'U0ANA', status: 'timeout' }]);
  });

  it('shows as pending until it is answered', async () => {
    const { workspace } = await openWorkspace({ ackTimeoutMs: 40 });
    await listen(workspace, () => ({ hang: true }));

    const command = workspace.as('U0ANA').command('C0SUPPORT', '/access mine');

    expect(workspace.snapshot().pending).toMatchObject([{ kind: 'command', status: 'pending' }]);
    await command;
    expect(workspace.snapshot()).toMatchObject({ pending: [], recent: [{ status: 'timeout' }] });
  });

  it('fails when the bot is away, and when it breaks', async () => {
    const { workspace } = await openWorkspace();
    const ana = workspace.as('U0ANA');

    const nowhere = await ana.command('C0SUPPORT', '/access');
    workspace.setRequestUrl('http://127.0.0.1:1/slack/events');
    const away = await ana.command('C0SUPPORT', '/access');
    await listen(workspace, () => ({ status: 500 }));
    const broken = await ana.command('C0SUPPORT', '/access');

    expect([nowhere, away, broken].map(({ reason }) => reason)).toEqual([
      'dispatch_failed',
      'dispatch_failed',
      'http_service_error',
    ]);
  });

  it('fails when Bolt refuses the signature', async () => {
    const { workspace, url } = await openWorkspace({ signingSecret: 'not-the-bot’s' });
    await startBolt(workspace, url, (app) => app.command('/access', async ({ ack }) => ack()));

    const result = await workspace.as('U0ANA').command('C0SUPPORT', '/access');

    expect(result).toMatchObject({ status: 'failed', reason: 'http_client_error' });
  });

  it('may be answered in the acknowledgement itself', async () => {
    const { workspace } = await openWorkspace();
    const answers = [
      { text: 'Only you.' },
      { json: { response_type: 'in_channel', text: 'All of you.' } },
      { json: { text: 'x', blocks: [{ type: 'sparkles' }] } },
    ];
    await listen(workspace, ({ headers }) =>
      headers['content-type'] === 'application/json' ? {} : (answers.shift() ?? {}),
    );
    const ana = workspace.as('U0ANA');

    await ana.command('C0SUPPORT', '/access one');
    await ana.command('C0SUPPORT', '/access two');
    const invalid = await ana.command('C0SUPPORT', '/access three');

    expect(workspace.ephemerals('U0ANA').map(({ text }) => text)).toEqual(['Only you.']);
    expect(workspace.messages('C0SUPPORT')).toMatchObject([{ text: 'All of you.', bot: true }]);
    expect(invalid).toMatchObject({ status: 'failed', reason: 'invalid_blocks' });
  });

  it('never reaches the bot when Slack does not know it, or the person cannot type there', async () => {
    const { workspace } = await openWorkspace();
    const seen = await listen(workspace);
    workspace.addChannel({ id: 'C0LEADS', name: 'leads', members: ['U0LEA'], private: true });
    workspace.removeUser('U0OLG');

    const unknown = await workspace.as('U0ANA').command('C0SUPPORT', '/acces');

    expect(unknown).toMatchObject({ status: 'refused', reason: 'unknown_command' });
    await expect(workspace.as('U0ANA').command('C0LEADS', '/access')).rejects.toThrow('U0ANA is not in C0LEADS');
    await expect(workspace.as('U0OLG').command('C0SUPPORT', '/access')).rejects.toThrow('deactivated');
    expect(seen.filter(({ headers }) => headers['content-type'] !== 'application/json')).toEqual([]);
  });
});
