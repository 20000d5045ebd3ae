import { describe, expect, it } from 'vitest';
import { openWorkspace, refusal } from './slack-fixture.ts';

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } }) as const;

describe('messages', () => {
  it('posts, replies, updates and deletes', async () => {
    const { client, workspace } = await openWorkspace();
    const channel = 'C0SUPPORT';

    const { ts = '' } = await client.chat.postMessage({ channel, text: 'card', blocks: [section('*card*')] });
    await client.chat.postMessage({ channel, text: 'timeline', thread_ts: ts });
    await client.chat.postMessage({ channel, text: 'loud', thread_ts: ts, reply_broadcast: true });
    await client.chat.update({ channel, ts, text: 'card', blocks: [section('*approved*')] });

    expect(workspace.messages(channel)).toMatchObject([
      { text: 'card', edited: false, updates: 1, blocks: [{ text: { text: '*approved*' } }] },
      { text: 'timeline', threadTs: ts, broadcast: false },
      { text: 'loud', threadTs: ts, broadcast: true },
    ]);

    await client.chat.delete({ channel, ts });

    expect(workspace.messages(channel).map(({ text }) => text)).toEqual(['timeline', 'loud']);
  });

  it('takes the blocks away when only text comes, and says that it was edited', async () => {
    const { client, workspace } = await openWorkspace();
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0SUPPORT', text: 'a', blocks: [section('a')] });

    await client.chat.update({ channel: 'C0SUPPORT', ts, text: 'b' });

    expect(workspace.messages('C0SUPPORT')).toMatchObject([{ text: 'b', blocks: [], edited: true }]);
  });

  it('opens the direct messages of a person to post there', async () => {
    const { client, workspace } = await openWorkspace();

    const { channel = '', ts = '' } = await client.chat.postMessage({ channel: 'U0ANA', text: 'psst' });
    await client.chat.update({ channel, ts, text: 'psst!' });

    expect(channel).toBe('D0ANA');
    expect(workspace.dm('U0ANA')).toMatchObject([{ text: 'psst!' }]);
    expect(await refusal(client.chat.update({ channel: 'U0ANA', ts, text: 'x' }))).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('shows an ephemeral message to one person', async () => {
    const { client, workspace } = await openWorkspace();

    const { message_ts: ts = '' } = await client.chat.postEphemeral({
      channel: 'C0SUPPORT',
      user: 'U0ANA',
      text: 'shh',
    });

    expect(workspace.ephemerals('U0ANA')).toMatchObject([{ ts, text: 'shh', ephemeralFor: 'U0ANA' }]);
    expect(workspace.ephemerals('U0BEN')).toEqual([]);
    expect(await refusal(client.chat.update({ channel: 'C0SUPPORT', ts, text: 'x' }))).toMatchObject({
      error: 'message_not_found',
    });
  });

  it('links to a message', async () => {
    const { client } = await openWorkspace();
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0SUPPORT', text: 'a' });

    const { permalink } = await client.chat.getPermalink({ channel: 'C0SUPPORT', message_ts: ts });

    expect(permalink).toBe(`https://northwind.slack.com/archives/C0SUPPORT/p${ts.replace('.', '')}`);
  });

  it('refuses what it cannot post or find', async () => {
    const { client, workspace } = await openWorkspace();
    workspace.addChannel({ id: 'C0LEADS', name: 'leads', members: ['U0LEA'], private: true });
    workspace.addChannel({ id: 'C0OPEN', name: 'open', members: ['U0LEA'] });
    const { ts: theirs } = await workspace.as('U0ANA').say('C0SUPPORT', 'mine');
    const channel = 'C0SUPPORT';

    const refusals = await Promise.all([
      refusal(client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' })),
      refusal(client.chat.postMessage({ channel: 'C0LEADS', text: 'x' })),
      refusal(client.chat.postMessage({ channel: 'C0OPEN', text: 'x' })),
      refusal(client.chat.postMessage({ channel, text: '' })),
      refusal(client.chat.postMessage({ channel, text: 'x'.repeat(40_001) })),
      refusal(client.chat.postMessage({ channel, text: 'x', thread_ts: '1700000000.000000' })),
      refusal(client.chat.postMessage({ channel, text: 'x', thread_ts: '17' })),
      refusal(client.chat.update({ channel, ts: '1700000000.000000', text: 'x' })),
      refusal(client.chat.update({ channel, ts: theirs, text: 'x' })),
      refusal(client.chat.delete({ channel, ts: theirs })),
      refusal(client.chat.postEphemeral({ channel: 'C0SUPPORT', user: 'U0NOBODY', text: 'x' })),
      refusal(client.apiCall('chat.postMessage', { channel, text: 'x', metadata: { event_type: 'grant' } })),
      refusal(client.apiCall('chat.postMessage', { channel, blocks: '{not json' })),
    ]);

    expect(refusals.map(({ error }) => error)).toEqual([
      'channel_not_found',
      'channel_not_found',
      'not_in_channel',
      'no_text',
      'msg_too_long',
      'thread_not_found',
      'invalid_thread_ts',
      'message_not_found',
      'cant_update_message',
      'cant_delete_message',
      'user_not_in_channel',
      'invalid_metadata_format',
      'invalid_blocks_format',
    ]);
  });
});
