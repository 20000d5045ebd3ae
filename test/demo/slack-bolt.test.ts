import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../demo/slack/workspace.ts';
import { openWorkspace, secrets, startBolt, startSocketBolt, until } from './slack-fixture.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const approve = (value: string) => ({ type: 'button', text: plain('Approve'), action_id: 'approve', value }) as const;
const modal = (id: string): ModalView => ({
  type: 'modal',
  callback_id: 'deny',
  private_metadata: id,
  title: plain('Deny'),
  submit: plain('Deny'),
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Reason'),
      element: { type: 'plain_text_input', action_id: 'text', min_length: 3 },
    },
  ],
});

/** A small approval bot: a card, a button, a modal, a Home tab, and replies in the thread. */
function approvals(app: App): void {
  app.command('/access', async ({ ack, command, client, respond }) => {
    await ack();
    const blocks = [
      { type: 'actions' as const, elements: [approve('EU-1'), { ...approve('EU-1'), action_id: 'deny' }] },
    ];
    await client.chat.postMessage({ channel: command.channel_id, text: `card: ${command.text}`, blocks });
    await respond('Asked.');
  });
  app.action('approve', async ({ ack, respond, body }) => {
    await ack();
    await respond({ replace_original: true, text: `approved by ${body.user.id}` });
  });
  app.action('deny', async ({ ack, client, body }) => {
    await ack();
    if (body.type === 'block_actions') await client.views.open({ trigger_id: body.trigger_id, view: modal('EU-1') });
  });
  app.view('deny', async ({ ack, view, body, client }) => {
    const reason = view.state.values.reason?.text?.value ?? '';
    if (reason === 'bad') {
      await ack({ response_action: 'errors', errors: { reason: 'Say more.' } });
      return;
    }
    await ack();
    await client.chat.postMessage({ channel: body.user.id, text: `${view.private_metadata} denied: ${reason}` });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
  });
  app.message('approve', async ({ message, say }) => {
    if ('thread_ts' in message) await say({ text: 'heard', thread_ts: String(message.thread_ts) });
  });
}

const connections = {
  HTTP: (workspace: Workspace, url: string) => startBolt(workspace, url, approvals),
  'Socket Mode': (_: Workspace, url: string) => startSocketBolt(url, approvals),
} as const;

const open = async (connect: (workspace: Workspace, url: string) => Promise<unknown>) => {
  const { workspace, url } = await openWorkspace({ appToken: secrets.appToken });
  await connect(workspace, url);
  return workspace;
};

describe.each(Object.entries(connections))('a Bolt app over %s', (name, connect) => {
  it('takes a slash command and answers late', async () => {
    const workspace = await open(connect);

    const result = await workspace.as('U0ANA').command('C0SUPPORT', '/access request page 123 for @ben');
    await until(() => workspace.ephemerals('U0ANA').length === 1);

    expect(result).toMatchObject({ status: 'acked' });
    expect(workspace.messages('C0SUPPORT')).toMatchObject([
      { text: 'card: request page 123 for <@U0BEN|ben>', bot: true },
    ]);
    expect(workspace.ephemerals('U0ANA')).toMatchObject([{ text: 'Asked.' }]);
    expect(workspace.dispatches[0]).toMatchObject({ kind: 'command', via: name === 'HTTP' ? 'http' : 'socket' });
  });

  it('takes a click and replaces the card', async () => {
    const workspace = await open(connect);
    await workspace.as('U0ANA').command('C0SUPPORT', '/access');
    await until(() => workspace.messages('C0SUPPORT').length === 1);
    const { ts = '' } = workspace.messages('C0SUPPORT')[0] ?? {};

    await workspace.as('U0LEA').click({ channel: 'C0SUPPORT', ts }, 'approve');
    await until(() => workspace.messages('C0SUPPORT')[0]?.updates === 1);

    expect(workspace.messages('C0SUPPORT')).toMatchObject([{ text: 'approved by U0LEA', blocks: [] }]);
    await expect(workspace.as('U0LOU').click({ channel: 'C0SUPPORT', ts }, 'approve')).rejects.toThrow('no approve');
    const late = await workspace.as('U0LOU').click({ channel: 'C0SUPPORT', ts }, 'approve', { stale: true });
    expect(late.status).toBe('acked');
  });

  it('opens a modal, refuses an input, and takes the next', async () => {
    const workspace = await open(connect);
    const lea = workspace.as('U0LEA');
    await workspace.as('U0ANA').command('C0SUPPORT', '/access');
    await until(() => workspace.messages('C0SUPPORT').length === 1);
    const { ts = '' } = workspace.messages('C0SUPPORT')[0] ?? {};
    await lea.click({ channel: 'C0SUPPORT', ts }, 'deny');
    await until(() => workspace.modal('U0LEA') !== null);

    const empty = await lea.submit({});
    const short = await lea.submit({ reason: { text: 'no' } });
    const refused = await lea.submit({ reason: { text: 'bad' } });
    const taken = await lea.submit({ reason: { text: 'wrong customer' } });
    await until(() => workspace.dm('U0LEA').length === 1);

    expect(empty).toMatchObject({ status: 'refused', errors: { reason: 'Please complete this required field.' } });
    expect(short).toMatchObject({ status: 'refused', errors: { reason: 'Must be at least 3 characters.' } });
    expect(refused).toMatchObject({ status: 'acked', errors: { reason: 'Say more.' } });
    expect(taken.status).toBe('acked');
    expect(workspace.modal('U0LEA')).toBeNull();
    expect(workspace.dm('U0LEA')).toMatchObject([{ text: 'EU-1 denied: wrong customer' }]);
  });

  it('hears a reply in a thread, and does not answer itself', async () => {
    const workspace = await open(connect);
    const { ts } = await workspace.as('U0ANA').say('C0SUPPORT', 'please');

    await workspace.as('U0LEA').say('C0SUPPORT', 'approve', { threadTs: ts });
    await until(() => workspace.messages('C0SUPPORT').length === 3);

    expect(workspace.messages('C0SUPPORT').at(-1)).toMatchObject({ text: 'heard', threadTs: ts, bot: true });
  });

  it('fills the Home tab', async () => {
    const workspace = await open(connect);

    await workspace.as('U0ANA').openHome();
    await until(() => workspace.home('U0ANA') !== null);

    expect(workspace.home('U0ANA')?.blocks).toMatchObject([{ type: 'divider' }]);
  });
});
