import { describe, expect, it } from 'vitest';
import type { Workspace, WorkspaceOptions } from '../../demo/slack/workspace.ts';
import { clientFor, onEnd, openWorkspace, secrets, until } from './slack-fixture.ts';
import { listen } from './slack-listener.ts';

type Envelope = { type: string; envelope_id: string; payload: unknown; retry_attempt?: number };

/** A bare Socket Mode connection that keeps what it gets and acknowledges nothing by itself. */
async function connect(url: string) {
  const { url: link = '' } = await clientFor(url, secrets.appToken).apps.connections.open();
  const socket = new WebSocket(link);
  const got: Envelope[] = [];
  socket.addEventListener('message', ({ data }) => got.push(JSON.parse(String(data)) as Envelope));
  onEnd(async () => socket.close());
  await until(() => got.length === 1);
  const ack = (payload?: unknown) => socket.send(JSON.stringify({ envelope_id: got.at(-1)?.envelope_id, payload }));
  return { link, socket, got, ack };
}

async function open(options: Partial<WorkspaceOptions> = {}) {
  const { workspace, url } = await openWorkspace(options);
  return { workspace, url, line: await connect(url) };
}

const lastVia = (workspace: Workspace) => workspace.dispatches.at(-1)?.via;

describe('Socket Mode', () => {
  it('says hello, and hands out a command that waits for its acknowledgement', async () => {
    const { workspace, line } = await open();

    const command = workspace.as('U0ANA').command('C0SUPPORT', '/access mine');
    await until(() => line.got.length === 2);
    line.ack({ text: 'Nothing.' });

    expect(line.got[0]).toMatchObject({ type: 'hello', num_connections: 1 });
    expect(line.got[1]).toMatchObject({ type: 'slash_commands', payload: { command: '/access', text: 'mine' } });
    expect(await command).toMatchObject({ status: 'acked' });
    expect(workspace.ephemerals('U0ANA')).toMatchObject([{ text: 'Nothing.' }]);
  });

  it('calls a command that is not acknowledged an operation_timeout', async () => {
    const { workspace } = await open({ ackTimeoutMs: 40 });

    const result = await workspace.as('U0ANA').command('C0SUPPORT', '/access mine');

    expect(result).toMatchObject({ status: 'timeout', reason: 'operation_timeout' });
  });

  it('tells an event again, counting its tries', async () => {
    const { workspace, line } = await open({ ackTimeoutMs: 20, eventRetryMs: [0] });

    await workspace.as('U0ANA').say('C0SUPPORT', 'hello');
    await until(() => line.got.length === 3);

    expect(line.got.slice(1)).toMatchObject([
      { type: 'events_api', retry_attempt: 0, payload: { event: { text: 'hello' } } },
      { type: 'events_api', retry_attempt: 1, payload: { event: { text: 'hello' } } },
    ]);
  });

  it('gives each message to one of several connections', async () => {
    const { workspace, url, line } = await open({ ackTimeoutMs: 20, eventRetryMs: [] });
    const other = await connect(url);

    await workspace.as('U0ANA').say('C0SUPPORT', 'one');
    await workspace.as('U0ANA').say('C0SUPPORT', 'two');

    expect(line.got).toHaveLength(2);
    expect(other.got).toHaveLength(2);
  });

  it('comes before HTTP while it is connected, and fails what it was given when it is cut', async () => {
    const { workspace, line } = await open();
    const seen = await listen(workspace);
    const ana = workspace.as('U0ANA');

    const cut = ana.command('C0SUPPORT', '/access mine');
    await until(() => line.got.length === 2);
    line.socket.close();

    expect(await cut).toMatchObject({ status: 'failed', reason: 'dispatch_failed' });
    expect(lastVia(workspace)).toBe('socket');
    expect(await ana.command('C0SUPPORT', '/access mine')).toMatchObject({ status: 'acked' });
    expect(lastVia(workspace)).toBe('http');
    expect(seen).toHaveLength(1);
  });

  it('lets nobody in with a used or made-up ticket', async () => {
    const { line } = await open();
    const refused = (link: string) =>
      new Promise((resolve) => new WebSocket(link).addEventListener('error', () => resolve('refused')));

    const answers = [await refused(line.link), await refused(line.link.replace(/ticket=[^&]+/, 'ticket=made-up'))];

    expect(answers).toEqual(['refused', 'refused']);
  });

  it('carries long messages both ways', async () => {
    const { workspace, line } = await open();
    const long = 'x'.repeat(70_000);

    const command = workspace.as('U0ANA').command('C0SUPPORT', `/access ${long}`);
    await until(() => line.got.length === 2);
    line.ack({ text: long.slice(0, 39_000) });

    expect(line.got[1]).toMatchObject({ payload: { text: long } });
    expect(await command).toMatchObject({ status: 'acked', body: { text: long.slice(0, 39_000) } });
  });
});
