import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { openWorkspace, startBolt, until } from './slack-fixture.ts';
import { listen, openFrom, payloadOf } from './slack-listener.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const option = (value: string) => ({ text: plain(`The ${value}`), value });

const form: ModalView = {
  type: 'modal',
  callback_id: 'request',
  private_metadata: 'C0SUPPORT',
  notify_on_close: true,
  title: plain('Request'),
  submit: plain('Ask'),
  blocks: [
    {
      type: 'input',
      block_id: 'asset',
      label: plain('Asset'),
      element: { type: 'external_select', action_id: 'pick', min_query_length: 2 },
    },
    {
      type: 'input',
      block_id: 'level',
      label: plain('Level'),
      dispatch_action: true,
      element: {
        type: 'static_select',
        action_id: 'pick',
        options: ['analyst', 'editor'].map(option),
        initial_option: option('analyst'),
      },
    },
    {
      type: 'input',
      block_id: 'who',
      optional: true,
      label: plain('For'),
      element: { type: 'multi_users_select', action_id: 'pick' },
    },
    { type: 'input', block_id: 'why', label: plain('Why'), element: { type: 'plain_text_input', action_id: 'text' } },
  ],
};

async function withForm() {
  const { workspace, client } = await openWorkspace();
  const ana = workspace.as('U0ANA');
  await client.views.open({ trigger_id: await openFrom(workspace, ana), view: form });
  return { workspace, client, ana };
}

describe('a form', () => {
  it('sends what was filled in, in Slack’s shapes', async () => {
    const { workspace, ana } = await withForm();
    const seen = await listen(workspace, (one) =>
      payloadOf(one).type === 'block_suggestion' ? { json: { options: [option('123')] } } : {},
    );

    const { options } = await ana.suggest('pick', '12', { blockId: 'asset' });
    const result = await ana.submit({
      asset: { pick: '123' },
      who: { pick: ['U0BEN', 'U0LEA'] },
      why: { text: 'ads stopped' },
    });

    expect(options).toEqual([{ text: 'The 123', value: '123' }]);
    expect(result.status).toBe('acked');
    expect(payloadOf(seen.at(-1) ?? { body: '', headers: {} })).toMatchObject({
      type: 'view_submission',
      user: { id: 'U0ANA', team_id: 'T0NORTHWIND' },
      view: {
        callback_id: 'request',
        private_metadata: 'C0SUPPORT',
        hash: expect.any(String),
        state: {
          values: {
            asset: { pick: { type: 'external_select', selected_option: { value: '123' } } },
            level: { pick: { type: 'static_select', selected_option: { value: 'analyst' } } },
            who: { pick: { type: 'multi_users_select', selected_users: ['U0BEN', 'U0LEA'] } },
            why: { text: { type: 'plain_text_input', value: 'ads stopped' } },
          },
        },
      },
    });
    expect(workspace.modal('U0ANA')).toBeNull();
  });

  it('takes only what the menus offer', async () => {
    const { ana } = await withForm();

    await expect(ana.submit({ level: { pick: 'owner' } })).rejects.toThrow('not among the choices');
    await expect(ana.submit({ asset: { pick: '999' } })).rejects.toThrow('not among the choices');
    await expect(ana.submit({ nothing: { text: 'x' } })).rejects.toThrow('no input nothing / text');
  });

  it('keeps what was typed while the bot redraws it', async () => {
    const { workspace, client, ana } = await withForm();
    const seen = await listen(workspace);
    const id = workspace.modal('U0ANA')?.id ?? '';
    ana.fill({ why: { text: 'half a sent' } });

    await ana.click({ view: true }, 'pick', { blockId: 'level', selected: 'editor' });
    await client.views.update({ view_id: id, view: { ...form, title: plain('Redrawn') } });

    const click = payloadOf(seen[0] ?? { body: '', headers: {} });
    expect(click).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: id },
      actions: [{ action_id: 'pick', block_id: 'level', selected_option: { value: 'editor' } }],
      view: { state: { values: { why: { text: { value: 'half a sent' } } } } },
    });
    expect(click).not.toHaveProperty('response_url');
    expect(workspace.modal('U0ANA')).toMatchObject({
      title: 'Redrawn',
      values: { why: { text: 'half a sent' }, level: { pick: 'editor' } },
    });
    await expect(ana.click({ view: true }, 'text')).rejects.toThrow('use fill');
  });

  it('stays open with a word of regret when the bot does not answer', async () => {
    const { workspace, ana } = await withForm();
    await listen(workspace, (one) =>
      payloadOf(one).type === 'block_suggestion' ? { json: { options: [option('123')] } } : { status: 500 },
    );
    await ana.suggest('pick', '123', { blockId: 'asset' });

    const result = await ana.submit({ asset: { pick: '123' }, why: { text: 'x' } });

    expect(result).toMatchObject({ status: 'failed', reason: 'http_service_error' });
    expect(workspace.snapshot().modals.U0ANA?.notice).toBe('We had some trouble connecting. Try again?');
  });

  it('tells that it was closed when it asked to be told', async () => {
    const { workspace, ana } = await withForm();
    const seen = await listen(workspace);

    const closed = await ana.closeModal();

    expect(closed?.status).toBe('acked');
    expect(payloadOf(seen[0] ?? { body: '', headers: {} })).toMatchObject({ type: 'view_closed', is_cleared: false });
    expect(workspace.modal('U0ANA')).toBeNull();
  });

  it('may be followed by another, replaced, or cleared away', async () => {
    const { workspace, url, client } = await openWorkspace();
    const simple = (id: string): ModalView => ({
      type: 'modal',
      callback_id: id,
      title: plain(id),
      submit: plain('Next'),
      blocks: [{ type: 'divider' }],
    });
    const steps = (app: App) => {
      app.command('/access', async ({ ack, body }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: simple('first') });
      });
      app.view('first', async ({ ack }) => ack({ response_action: 'push', view: simple('second') }));
      app.view('second', async ({ ack }) => ack({ response_action: 'update', view: simple('third') }));
      app.view('third', async ({ ack }) => ack({ response_action: 'clear' }));
    };
    await startBolt(workspace, url, steps);
    const ana = workspace.as('U0ANA');
    await ana.command('C0SUPPORT', '/access');
    await until(() => workspace.modal('U0ANA') !== null);

    await ana.submit();
    const second = workspace.modal('U0ANA');
    const depth = workspace.snapshot().modals.U0ANA?.depth;
    await ana.submit();
    const third = workspace.modal('U0ANA');
    await ana.submit();

    expect([second?.previousId === null, depth, third?.callbackId, third?.id === second?.id]).toEqual([
      false,
      1,
      'third',
      true,
    ]);
    expect(workspace.modal('U0ANA')).toBeNull();
  });

  it('opens from a shortcut', async () => {
    const { workspace } = await openWorkspace();
    const { ts } = await workspace.as('U0ANA').say('C0SUPPORT', 'broken');
    const seen = await listen(workspace);

    await workspace.as('U0ANA').shortcut('new_request');
    await workspace.as('U0ANA').shortcut('request_here', { channel: 'C0SUPPORT', ts });

    expect(seen.map(payloadOf)).toMatchObject([
      { type: 'shortcut', callback_id: 'new_request', trigger_id: expect.any(String) },
      { type: 'message_action', callback_id: 'request_here', message: { text: 'broken' }, message_ts: ts },
    ]);
  });
});
