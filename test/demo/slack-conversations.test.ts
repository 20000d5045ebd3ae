import { describe, expect, it } from 'vitest';
import { openWorkspace, refusal } from './slack-fixture.ts';

describe('conversations', () => {
  it('gives history newest first, page by page, with metadata where it is asked for', async () => {
    const { client } = await openWorkspace();
    const channel = 'C0SUPPORT';
    for (const text of ['one', 'two', 'three']) {
      const metadata = { event_type: 'hallpass_card', event_payload: { id: text } };
      await client.chat.postMessage({ channel, text, metadata });
    }

    const first = await client.conversations.history({ channel, limit: 2, include_all_metadata: true });
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client.conversations.history({ channel, limit: 2, cursor });

    expect(first.messages?.map(({ text }) => text)).toEqual(['three', 'two']);
    expect(first.messages?.[0]?.metadata).toEqual({ event_type: 'hallpass_card', event_payload: { id: 'three' } });
    expect(first.has_more).toBe(true);
    expect(second).toMatchObject({ has_more: false, messages: [{ text: 'one' }] });
    expect(second.messages?.[0]?.metadata).toBeUndefined();
  });

  it('cuts history at oldest and latest', async () => {
    const { client } = await openWorkspace();
    const channel = 'C0SUPPORT';
    const posted = [];
    for (const text of ['one', 'two', 'three'])
      posted.push((await client.chat.postMessage({ channel, text })).ts ?? '');

    const after = await client.conversations.history({ channel, oldest: posted[0] ?? '' });
    const upTo = await client.conversations.history({ channel, latest: posted[1] ?? '', inclusive: true });

    expect(after.messages?.map(({ text }) => text)).toEqual(['three', 'two']);
    expect(upTo.messages?.map(({ text }) => text)).toEqual(['two', 'one']);
  });

  it('gives a thread with its parent first, and leaves replies out of history', async () => {
    const { client, workspace } = await openWorkspace();
    const { ts } = await workspace.as('U0ANA').say('C0SUPPORT', 'broken ads');
    await client.chat.postMessage({ channel: 'C0SUPPORT', text: 'on it', thread_ts: ts });

    const thread = await client.conversations.replies({ channel: 'C0SUPPORT', ts });
    const history = await client.conversations.history({ channel: 'C0SUPPORT' });

    expect(thread.messages?.map(({ text }) => text)).toEqual(['broken ads', 'on it']);
    expect(history.messages).toMatchObject([{ text: 'broken ads', reply_count: 1, thread_ts: ts }]);
  });

  it('knows its channels and who is in them', async () => {
    const { client, workspace } = await openWorkspace();
    workspace.addChannel({ id: 'C0OPEN', name: 'open', members: ['U0LEA'] });

    const info = await client.conversations.info({ channel: 'C0SUPPORT' });
    const list = await client.conversations.list({ types: 'public_channel,private_channel', limit: 3 });
    const members = await client.conversations.members({ channel: 'C0SUPPORT' });
    const before = await client.users.conversations({});
    await client.conversations.join({ channel: 'C0OPEN' });
    const after = await client.users.conversations({});

    expect(info.channel).toMatchObject({ name: 'support', is_member: true, is_private: false });
    expect(list.channels?.map(({ name }) => name)).toEqual(['support', 'us-desk', 'random']);
    expect(list.response_metadata?.next_cursor).not.toBe('');
    expect(members.members).toEqual(['U0ANA', 'U0BEN', 'U0LEA', 'U0LOU', 'U0OLG', 'U0HALLPASS']);
    expect(before.channels?.map(({ id }) => id)).not.toContain('C0OPEN');
    expect(after.channels?.map(({ id }) => id)).toContain('C0OPEN');
  });

  it('opens direct messages, but not with those who left', async () => {
    const { client, workspace } = await openWorkspace();
    workspace.removeUser('U0OLG');

    const { channel } = await client.conversations.open({ users: 'U0BEN' });
    const again = await client.conversations.open({ users: 'U0BEN' });

    expect(channel).toEqual({ id: 'D0BEN' });
    expect(again.already_open).toBe(true);
    expect(await refusal(client.conversations.open({ users: 'U0OLG' }))).toMatchObject({ error: 'user_disabled' });
    expect(await refusal(client.conversations.open({ users: 'U0ANA,U0BEN' }))).toMatchObject({ needed: 'mpim:write' });
  });
});
