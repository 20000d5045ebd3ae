import { describe, expect, it } from 'vitest';
import { openWorkspace, until } from './slack-fixture.ts';
import { listen, payloadOf } from './slack-listener.ts';

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

  it('is given up after three retries', async () => {
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
