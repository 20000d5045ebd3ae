import { describe, expect, it } from 'vitest';
import type { WorkspaceOptions } from '../../demo/slack/workspace.ts';
import { movableClock, openWorkspace } from './slack-fixture.ts';
import { listen, payloadOf } from './slack-listener.ts';

const post = async (url: string, body: unknown) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
};

const button = { type: 'button', text: { type: 'plain_text', text: 'Go' }, action_id: 'go' };
const blocks = [{ type: 'actions', elements: [button] }];

async function afterCommand(options: Partial<WorkspaceOptions> = {}) {
  const { workspace, client } = await openWorkspace(options);
  const seen = await listen(workspace);
  await workspace.as('U0ANA').command('C0SUPPORT', '/access');
  const url = String(payloadOf(seen[0] ?? { body: '', headers: {} }).response_url);
  return { workspace, client, url, seen };
}

describe('a response URL', () => {
  it('answers the person alone, or everybody', async () => {
    const { workspace, url } = await afterCommand();

    await post(url, { text: 'only you' });
    await post(url, { text: 'all of you', response_type: 'in_channel' });

    expect(workspace.ephemerals('U0ANA')).toMatchObject([{ text: 'only you', channel: 'C0SUPPORT' }]);
    expect(workspace.messages('C0SUPPORT')).toMatchObject([{ text: 'all of you' }]);
  });

  it('is good for five answers', async () => {
    const { workspace, url } = await afterCommand();
    for (const text of ['1', '2', '3', '4', '5']) await post(url, { text });

    const sixth = await post(url, { text: '6' });

    expect(sixth).toEqual({ status: 404, body: { ok: false, error: 'used_url' } });
    expect(workspace.ephemerals('U0ANA')).toHaveLength(5);
  });

  it('is good for half an hour', async () => {
    const clock = movableClock();
    const { url } = await afterCommand({ clock });

    clock.advance(30 * 60_000);
    const inTime = await post(url, { text: 'still' });
    clock.advance(1);
    const late = await post(url, { text: 'late' });

    expect(inTime.status).toBe(200);
    expect(late).toEqual({ status: 404, body: { ok: false, error: 'expired_url' } });
  });

  it('refuses blocks that Slack would not show', async () => {
    const { url } = await afterCommand();

    const refused = await post(url, { blocks: [{ type: 'sparkles' }] });

    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_blocks' } });
  });

  it('of a click on an ephemeral message replaces and deletes it', async () => {
    const { workspace, url, seen } = await afterCommand();
    await post(url, { text: 'sure?', blocks });
    const [first] = workspace.ephemerals('U0ANA');
    await workspace.as('U0ANA').click({ ephemeral: first?.ts ?? '' }, 'go');
    const payload = payloadOf(seen.at(-1) ?? { body: '', headers: {} });

    await post(String(payload.response_url), { replace_original: true, text: 'really?' });

    expect(payload).toMatchObject({ container: { is_ephemeral: true, message_ts: first?.ts } });
    expect(payload).not.toHaveProperty('message');
    expect(workspace.ephemerals('U0ANA')).toMatchObject([{ ts: first?.ts, text: 'really?', blocks: [] }]);

    await post(String(payload.response_url), { delete_original: true });
    const gone = await post(String(payload.response_url), { replace_original: true, text: 'again' });

    expect(workspace.ephemerals('U0ANA')).toEqual([]);
    expect(gone).toMatchObject({ status: 404, body: { error: 'message_not_found' } });
  });

  it('of a click in a channel changes the message for all, or adds one', async () => {
    const { workspace, client, seen } = await afterCommand();
    const { ts } = (await client.apiCall('chat.postMessage', { channel: 'C0SUPPORT', text: 'card', blocks })) as {
      ts?: string;
    };
    await workspace.as('U0LEA').click({ channel: 'C0SUPPORT', ts: ts ?? '' }, 'go');
    const click = seen.map(payloadOf).find(({ type }) => type === 'block_actions');

    await post(String(click?.response_url), { text: 'only Lea' });
    await post(String(click?.response_url), { text: 'done', replace_original: true });

    expect(workspace.ephemerals('U0LEA')).toMatchObject([{ text: 'only Lea' }]);
    expect(workspace.messages('C0SUPPORT')).toMatchObject([{ ts, text: 'done', blocks: [] }]);
  });
});
