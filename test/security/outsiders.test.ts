import { describe, expect, it } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { office, SUPPORT, words } from '../e2e/office.ts';
import { click, post } from '../e2e/wire.ts';
import { refused, testDesk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';

const ASK = 'request page 123 for ticket 456';
const ANA_RUIZ = { id: 'U0ANA', name: 'ana', realName: 'Ana Ruiz', email: 'ana@northwind.example' };
const GUEST = /<@U0GUS> is a guest in this Slack workspace/;
const STRANGER = /<@U0SIA> is from another Slack workspace/;

/** A channel with a guest and somebody of another workspace, both named as approvers, in which Ana's request waits. */
async function shared() {
  const here = await office({ policy: 'approvers: [U0LEA, U0LOU, U0GUS, U0SIA]\n' });
  const { workspace } = here;
  const email = (name: string) => `${name}@northwind.example`;
  workspace.addUser({ id: 'U0GUS', name: 'gus', realName: 'Gus Vane', email: email('gus'), guest: 'multi' });
  workspace.addUser({ id: 'U0SIA', name: 'sia', realName: 'Sia Koh', email: email('sia'), team: 'T0OTHER' });
  const members = ['U0ANA', 'U0BEN', 'U0LEA', 'U0LOU', 'U0GUS', 'U0SIA', 'U0HALLPASS'];
  workspace.addChannel({ id: SUPPORT, name: 'support', members });
  await here.requested(here.ana, ASK);
  const state = async () => (await here.ledger.get('EU-1'))?.state;
  return { ...here, here, state, gus: here.agent('U0GUS'), sia: here.agent('U0SIA') };
}

describe('a guest, or somebody of another workspace, in the channel', () => {
  it('decides nothing by a button, listed as approver or not', async () => {
    const { gus, sia, state } = await shared();

    for (const action of ['approve', 'deny', 'change']) {
      expect(await gus.presses('EU-1', action)).toMatch(GUEST);
      expect(await sia.presses('EU-1', action)).toMatch(STRANGER);
    }

    expect(await state()).toBe('pending');
  });

  it('neither asks nor decides by a command', async () => {
    const { gus, sia, state, workspace, cards } = await shared();

    for (const line of [ASK, 'approve EU-1', 'deny EU-1', 'revoke EU-1', 'who page 123', 'log page 123', 'reconcile'])
      expect(await gus.asks(line)).toMatch(GUEST);
    await sia.command(SUPPORT, `/access ${ASK}`);

    expect(workspace.notices('U0SIA').at(-1)?.text).toContain('not a valid command');
    expect([await state(), cards()]).toEqual(['pending', ['EU-1']]);
  });

  it('decides nothing by a reply in the thread', async () => {
    const { gus, sia, state, thread } = await shared();

    await gus.replies('EU-1', 'approve');
    await sia.replies('EU-1', 'deny wrong customer');

    await Promise.all([gus.hears(GUEST), sia.hears(STRANGER)]);
    expect([await state(), await thread('EU-1')]).toEqual(['pending', ['approve', 'deny wrong customer']]);
  });

  it('gets no form, and sends none that was opened before', async () => {
    const { gus, ana, workspace, cards } = await shared();

    expect(await gus.asks('')).toMatch(GUEST);
    expect(workspace.modal('U0GUS')).toBeNull();
    await ana.command(SUPPORT, '/access');
    await eventually(() => expect(workspace.modal('U0ANA')).not.toBeNull());
    await ana.suggest('hallpass_asset', '1002');
    workspace.addUser({ ...ANA_RUIZ, guest: 'single' });
    await ana.submit({ asset: { hallpass_asset: 'page:1002' }, ticket: { ticket: '1' } });

    await eventually(() =>
      expect([...ana.heard(), ...ana.inbox()].join()).toContain('<@U0ANA> is a guest in this Slack workspace'),
    );
    expect(cards()).toEqual(['EU-1']);
  });

  it('decides nothing about what was found, and sees nothing on the Home tab', async () => {
    const { gus, sia, here, workspace } = await shared();

    for (const [user, action] of [
      ['U0GUS', 'found_remove'],
      ['U0SIA', 'found_standing'],
    ] as const)
      await post(here.bot, click(user, action, 'page:1001:900000000000002'));
    await Promise.all([gus.hears(GUEST), sia.hears(STRANGER)]);
    await gus.openHome();

    await eventually(() => expect(words(workspace.home('U0GUS') as never)).toMatch(GUEST));
  });
});

describe('who became a guest', () => {
  it('is given nothing that they had asked for before', async () => {
    const desk = await testDesk();
    const { id } = await desk.ask();
    desk.directory.change('U0ANA', { outsider: 'guest' });

    const refusal = await refused(desk, id, () => approve(desk, { actor: 'U0LEA', id }));

    expect(refusal).toEqual({ code: 'outsider', user: 'U0ANA', who: 'guest' });
  });

  it('may only give back what they have', async () => {
    const { ana, here, reaches } = await shared();
    await here.lea.presses('EU-1', 'approve');
    await reaches('EU-1', 'active');
    here.workspace.addUser({ ...ANA_RUIZ, guest: 'single' });

    expect(await ana.asks('extend EU-1 by 30m')).toMatch(/<@U0ANA> is a guest/);
    expect(await ana.asks('release EU-1')).toContain('EU-1');
    await reaches('EU-1', 'ended');
  });
});
