import { describe, expect, it } from 'vitest';
import { openWorkspace } from './slack-fixture.ts';

describe('the snapshot', () => {
  it('draws the cast, with the colours and initials of people', async () => {
    const { workspace } = await openWorkspace();

    const { team, users, channels, commands } = workspace.snapshot();

    expect(team.name).toBe('Northwind');
    expect(users.map(({ id, initials }) => [id, initials])).toEqual([
      ['U0HALLPASS', 'H'],
      ['U0ANA', 'AR'],
      ['U0BEN', 'BO'],
      ['U0LEA', 'LB'],
      ['U0LOU', 'LM'],
      ['U0OLG', 'OP'],
    ]);
    expect(users.every(({ color }) => /^#[0-9a-f]{6}$/.test(color))).toBe(true);
    expect(channels.map(({ name }) => name)).toEqual(['support', 'us-desk', 'random']);
    expect(commands).toMatchObject([{ command: '/access' }]);
  });

  it('hangs replies under their parents, and shows ephemerals where they were said', async () => {
    const { workspace, client } = await openWorkspace();
    const { ts } = await workspace.as('U0ANA').say('C0SUPPORT', 'broken');
    await client.chat.postMessage({ channel: 'C0SUPPORT', text: 'on it', thread_ts: ts });
    await client.chat.postEphemeral({ channel: 'C0SUPPORT', user: 'U0ANA', text: 'just you' });
    await client.chat.postMessage({ channel: 'U0LEA', text: 'see #support' });

    const { messages, dms } = workspace.snapshot();

    expect(messages.C0SUPPORT).toMatchObject([
      { text: 'broken', bot: false, replies: [{ text: 'on it', threadTs: ts }] },
      { text: 'just you', ephemeralFor: 'U0ANA', replies: [] },
    ]);
    expect(dms.U0LEA).toMatchObject([{ text: 'see #support', bot: true }]);
  });

  it('is plain JSON that later changes leave alone', async () => {
    const { workspace } = await openWorkspace();
    const before = workspace.snapshot();

    await workspace.as('U0ANA').say('C0SUPPORT', 'later');

    expect(before.messages.C0SUPPORT).toEqual([]);
    expect(JSON.parse(JSON.stringify(before))).toEqual(before);
  });

  it('tells its listeners of every change until they leave', async () => {
    const { workspace } = await openWorkspace();
    const versions: number[] = [];
    const leave = workspace.onChange(() => versions.push(workspace.snapshot().version));

    await workspace.as('U0ANA').say('C0SUPPORT', 'one');
    const heard = versions.length;
    leave();
    await workspace.as('U0ANA').say('C0SUPPORT', 'two');

    expect(heard).toBeGreaterThan(0);
    expect(versions).toHaveLength(heard);
  });
});
