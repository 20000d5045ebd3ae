import { describe, expect, it } from 'vitest';
import { movableClock, openWorkspace, refusal } from './slack-fixture.ts';
import { openFrom } from './slack-listener.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const x = (count: number) => 'x'.repeat(count);
const divider = { type: 'divider' };
const why = { type: 'input', label: plain('Why'), element: { type: 'plain_text_input', action_id: 'why' } };
const modal = (more = {}) => ({ type: 'modal', title: plain('Request'), blocks: [divider], ...more });

const bad: Record<string, [view: unknown, complaint: string]> = {
  'a title over 24': [
    modal({ title: plain(x(25)) }),
    'must be less than 25 characters [json-pointer:/view/title/text]',
  ],
  'a submit over 24': [
    modal({ submit: plain(x(25)) }),
    'must be less than 25 characters [json-pointer:/view/submit/text]',
  ],
  'private metadata over 3000': [
    modal({ private_metadata: x(3001) }),
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  'a callback id over 255': [
    modal({ callback_id: x(256) }),
    'must be less than 256 characters [json-pointer:/view/callback_id]',
  ],
  'more than 100 blocks': [
    modal({ blocks: Array.from({ length: 101 }, () => divider) }),
    'no more than 100 items allowed [json-pointer:/view/blocks]',
  ],
  'inputs without a submit': [modal({ blocks: [why] }), 'missing required field: submit [json-pointer:/view]'],
  'no title': [{ type: 'modal', blocks: [divider] }, 'missing required field: title [json-pointer:/view]'],
  'an unknown property': [modal({ colour: 'red' }), 'invalid additional property: colour [json-pointer:/view]'],
  'a bad block': [
    modal({ blocks: [{ type: 'header', text: plain(x(151)) }] }),
    'must be less than 151 characters [json-pointer:/view/blocks/0/text/text]',
  ],
  'a table': [
    modal({ blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }] }),
    'unsupported type: table [json-pointer:/view/blocks/0/type]',
  ],
};

describe('a modal', () => {
  it('may be 100 blocks long and hold an alert', async () => {
    const { client, workspace } = await openWorkspace();
    const alert = { type: 'alert', text: plain('Careful'), level: 'warning' };
    const blocks = [alert, why, ...Array.from({ length: 98 }, () => divider)];

    const trigger_id = await openFrom(workspace, workspace.as('U0ANA'));
    await client.apiCall('views.open', { trigger_id, view: modal({ blocks, submit: plain('Send') }) });

    expect(workspace.modal('U0ANA')?.blocks).toHaveLength(100);
  });

  it.each(Object.entries(bad))('may not have %s', async (_, [view, complaint]) => {
    const { client, workspace } = await openWorkspace();
    const trigger_id = await openFrom(workspace, workspace.as('U0ANA'));

    const refused = await refusal(client.apiCall('views.open', { trigger_id, view }));

    expect(refused.error).toBe('invalid_arguments');
    expect(refused.messages).toContain(`[ERROR] ${complaint}`);
    expect(workspace.modal('U0ANA')).toBeNull();
  });
});

describe('a trigger', () => {
  it('opens one view only', async () => {
    const { client, workspace } = await openWorkspace();
    const trigger_id = await openFrom(workspace, workspace.as('U0ANA'));

    await client.apiCall('views.open', { trigger_id, view: modal() });

    const again = await refusal(client.apiCall('views.open', { trigger_id, view: modal() }));
    expect(again.error).toBe('exchanged_trigger_id');
  });

  it('is good for three seconds', async () => {
    const clock = movableClock();
    const { client, workspace } = await openWorkspace({ clock });
    const trigger_id = await openFrom(workspace, workspace.as('U0ANA'));

    clock.advance(3001);

    const late = await refusal(client.apiCall('views.open', { trigger_id, view: modal() }));
    expect(late.error).toBe('expired_trigger_id');
  });

  it('cannot be made up', async () => {
    const { client } = await openWorkspace();

    const made = await refusal(client.apiCall('views.open', { trigger_id: '1.2.3', view: modal() }));

    expect(made.error).toBe('invalid_trigger_id');
  });

  it('of a command does not push', async () => {
    const { client, workspace } = await openWorkspace();
    const trigger_id = await openFrom(workspace, workspace.as('U0ANA'));

    const pushed = await refusal(client.apiCall('views.push', { trigger_id, view: modal() }));

    expect(pushed.error).toBe('invalid_trigger_id');
  });
});
