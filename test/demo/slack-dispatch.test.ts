import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openWorkspace, secrets, startBolt, until } from './slack-fixture.ts';
import { listen, payloadOf } from './slack-listener.ts';

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

describe('an event', () => {
  const messages = (seen: Awaited<ReturnType<typeof listen>>) =>
    seen.map((one) => ({ payload: payloadOf(one), retry: one.headers['x-slack-retry-num'] }));

  it('is told again under the same id until it is acknowledged', async () => {
    const { workspace } = await openWorkspace({ eventRetryMs: [0, 5, 10] });
    const statuses = [500, 404, 200];
    const seen = await listen(workspace, () => ({ status: statuses.shift() ?? 200 }));

    await workspace.as('U0ANA').say('C0SUPPORT', 'hello');
    await until(() => seen.length === 3);

    const told = messages(seen);
    expect(told.map(({ retry }) => retry)).toEqual([undefined, '1', '2']);
    expect(seen[1]?.headers['x-slack-retry-reason']).toBe('http_error');
    expect(new Set(told.map(({ payload }) => payload.event_id)).size).toBe(1);
    await until(() => workspace.dispatches.every(({ status }) => status !== 'pending'));
    expect(workspace.dispatches.map(({ status, retryNum }) => [status, retryNum])).toEqual([
      ['failed', undefined],
      ['failed', 1],
      ['acked', 2],
    ]);
  });

  it('is given up after three retries, and at once when the bot asks for none', async () => {
    const { workspace } = await openWorkspace({ eventRetryMs: [0, 1, 1] });
    const seen = await listen(workspace, () => ({ status: 500 }));

    await workspace.as('U0ANA').say('C0SUPPORT', 'hello');
    await until(() => seen.length === 4);
    await new Promise((resolve) => setTimeout(resolve, 30));

    expect(seen).toHaveLength(4);
  });

  it('has Slack’s envelope, and says where a message was', async () => {
    const { workspace } = await openWorkspace();
    const seen = await listen(workspace);
    const { ts } = await workspace
      .as('U0ANA')
      .say('C0SUPPORT', 'hi @hallpass, see https://northwind.example/a?b=1&c=2');

    await workspace.as('U0LEA').say('U0HALLPASS', 'approve EU-1');

    const events = seen.map(payloadOf);
    expect(events).toMatchObject([
      {
        type: 'event_callback',
        team_id: 'T0NORTHWIND',
        api_app_id: 'A0HALLPASS',
        authorizations: [{ user_id: 'U0HALLPASS', is_bot: true }],
        event: { type: 'message', channel: 'C0SUPPORT', channel_type: 'channel', user: 'U0ANA', ts },
      },
      {
        event: {
          type: 'app_mention',
          text: 'hi <@U0HALLPASS>, see <https://northwind.example/a?b=1&amp;c=2>',
        },
      },
      { event: { type: 'message', channel: 'D0LEA', channel_type: 'im', text: 'approve EU-1' } },
    ]);
  });

  it('is kept from a bot that is not in the channel or lacks the scope', async () => {
    const { workspace } = await openWorkspace({ scopes: ['channels:history', 'app_mentions:read'] });
    const seen = await listen(workspace);
    workspace.addChannel({ id: 'C0OPEN', name: 'open', members: ['U0ANA'] });
    workspace.addChannel({ id: 'C0SECRET', name: 'secret', members: ['U0ANA', 'U0HALLPASS'], private: true });

    await workspace.as('U0ANA').say('C0OPEN', 'hello @hallpass');
    await workspace.as('U0ANA').say('C0SECRET', 'hello');
    await workspace.as('U0ANA').say('U0HALLPASS', 'hello');

    expect(seen).toEqual([]);
  });

  it('tells of changes in user groups and of people who leave', async () => {
    const { workspace } = await openWorkspace();
    workspace.addUsergroup({ id: 'S0LEADS', handle: 'team-leads', users: ['U0LEA'] });
    const seen = await listen(workspace);

    workspace.addUsergroup({ id: 'S0LEADS', handle: 'team-leads', users: ['U0LEA', 'U0LOU'] });
    workspace.removeUser('U0OLG');
    await until(() => seen.length === 3);

    const events = seen.map((one) => payloadOf(one).event);
    expect(events).toContainEqual(expect.objectContaining({ type: 'subteam_members_changed', added_users: ['U0LOU'] }));
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'user_change', user: expect.objectContaining({ id: 'U0OLG', deleted: true }) }),
    );
  });
});
