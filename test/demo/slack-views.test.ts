import type { HomeView, ModalView } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { openWorkspace, refusal } from './slack-fixture.ts';
import { openFrom, pushFrom } from './slack-listener.ts';

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } }) as const;

describe('views', () => {
  const title = { type: 'plain_text', text: 'Request' } as const;
  const modal: ModalView = { type: 'modal', title, blocks: [section('hello')] };
  const home = (text: string): HomeView => ({ type: 'home', blocks: [section(text)] });

  it('publishes a Home tab and guards it with its hash', async () => {
    const { client, workspace } = await openWorkspace();

    const { view } = await client.views.publish({ user_id: 'U0ANA', view: home('one') });
    await client.views.publish({ user_id: 'U0ANA', view: home('two'), hash: String(view?.hash) });

    expect(workspace.home('U0ANA')?.blocks).toMatchObject([{ text: { text: 'two' } }]);
    const late = client.views.publish({ user_id: 'U0ANA', view: home('three'), hash: String(view?.hash) });
    expect(await refusal(late)).toMatchObject({ error: 'hash_conflict' });
  });

  it('opens, updates and stacks modals up to three', async () => {
    const { client, workspace } = await openWorkspace();
    const ana = workspace.as('U0ANA');

    const { view } = await client.views.open({ trigger_id: await openFrom(workspace, ana), view: modal });
    await client.views.update({ view_id: String(view?.id), view: { ...modal, title: { ...title, text: 'Changed' } } });

    expect(workspace.modal('U0ANA')).toMatchObject({ id: view?.id, title: 'Changed' });

    const button = { type: 'button', text: title, action_id: 'deeper' } as const;
    const deep: ModalView = { ...modal, blocks: [{ type: 'actions', elements: [button] }] };
    await client.views.update({ view_id: String(view?.id), view: deep });
    await client.views.push({ trigger_id: await pushFrom(workspace, ana, 'deeper'), view: deep });
    await client.views.push({ trigger_id: await pushFrom(workspace, ana, 'deeper'), view: deep });
    const fourth = client.views.push({ trigger_id: await pushFrom(workspace, ana, 'deeper'), view: deep });

    expect(await refusal(fourth)).toMatchObject({ error: 'push_limit_reached' });
    await ana.closeModal();
    expect(workspace.modal('U0ANA')?.previousId).toBe(view?.id);
  });

  it('refuses views that are not there', async () => {
    const { client } = await openWorkspace();

    const gone = await refusal(client.views.update({ view_id: 'V0GONE', view: modal }));

    expect(gone.error).toBe('not_found');
  });
});
