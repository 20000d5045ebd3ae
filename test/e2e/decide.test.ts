import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ANA, offers, office, SUPPORT, words } from './office.ts';
import { click, post } from './wire.ts';

const ASK = 'request page 123 for ticket 456';
const MINUTE = 60_000;
const GROUP = 'approvers: [S0LEADS]\n';

/** An office in which Ana's request waits on its card. */
async function waiting(options: Parameters<typeof office>[0] = {}) {
  const here = await office(options);
  await here.requested(here.ana, ASK);
  const state = async () => (await here.ledger.get('EU-1'))?.state;
  const kinds = async () => (await here.ledger.timeline('EU-1')).map(({ kind }) => kind);
  return { ...here, here, state, kinds };
}

describe('who decides', () => {
  it('no agent: a click, a command and a reply are each refused privately', async () => {
    const { ben, state, card, thread } = await waiting();

    for (const action of ['approve', 'deny', 'change'])
      expect(await ben.presses('EU-1', action)).toMatch(/Only team leads/);
    expect(await ben.asks('approve EU-1')).toMatch(/Only team leads/);
    expect(await ben.asks('deny EU-1')).toMatch(/Only team leads/);
    await ben.replies('EU-1', 'approve');
    await eventually(() => expect(ben.heard()).toHaveLength(6));

    expect(await state()).toBe('pending');
    expect(offers(await card('EU-1'))).toEqual(['approve', 'deny', 'change']);
    expect(await thread('EU-1')).toEqual(['approve']);
  });

  it('nobody about their own request, lead or not', async () => {
    const { lea, lou, here, reaches } = await waiting();
    const id = await here.requested(lea, 'request page 123 for ticket 9');

    expect(await lea.presses(id, 'approve')).toMatch(/Nobody decides on their own request/);
    expect(await lea.presses(id, 'change')).toMatch(/Nobody decides on their own request/);
    expect(await lea.asks(`approve ${id}`)).toMatch(/Nobody decides/);
    await lea.replies(id, 'approve');
    await eventually(() => expect(lea.heard().filter((text) => text.includes('Nobody decides'))).toHaveLength(4));
    expect((await here.ledger.get(id))?.state).toBe('pending');

    await lou.presses(id, 'approve');
    await reaches(id, 'active');
  });

  it('no lead who left Slack, not even with a click that was under way', async () => {
    const { here, workspace, state, logged } = await waiting();
    workspace.removeUser('U0LOU');

    await post(here.bot, click('U0LOU', 'approve', 'EU-1'));

    await eventually(() => expect(logged.join()).toContain('answer not sent'));
    expect(await state()).toBe('pending');
  });

  it('members of a user group, as it is at the click', async () => {
    const here = await office({ policy: GROUP });
    const { workspace, ana, lea, lou, requested, reaches } = here;
    workspace.addUsergroup({ id: 'S0LEADS', handle: 'leads', users: ['U0LEA'] });
    const first = await requested(ana, ASK);
    const second = await requested(ana, 'request page 1001 for ticket 456');

    expect(await lou.presses(first, 'approve')).toMatch(/Only team leads/);
    await lea.presses(first, 'approve');
    await reaches(first, 'active');

    workspace.addUsergroup({ id: 'S0LEADS', handle: 'leads', users: ['U0LOU'] });
    await eventually(() => expect(workspace.dispatches.at(-1)).toMatchObject({ status: 'acked' }));
    expect(await lea.presses(second, 'approve')).toMatch(/Only team leads/);
    await lou.presses(second, 'approve');
    await reaches(second, 'active');
  });

  it('of two leads at the same instant, one; the other hears who it was', async () => {
    const { lea, lou, kinds, reaches, graph } = await waiting();

    const answers = await Promise.all([lea.presses('EU-1', 'approve'), lou.presses('EU-1', 'approve')]);
    const late = await lou.presses('EU-1', 'approve', { stale: true });

    const [winner, loser] = answers[0]?.includes('you approved') ? ['U0LEA', answers[1]] : ['U0LOU', answers[0]];
    for (const answer of [loser, late])
      expect(answer).toMatch(new RegExp(`EU-1 was approved.*by <@${winner}>.*nothing was changed`));
    await reaches('EU-1', 'active');
    expect((await kinds()).filter((kind) => kind === 'approved')).toHaveLength(1);
    const gifts = graph.calls.filter(({ method, edge }) => method === 'POST' && edge === 'assigned_users');
    expect(gifts).toHaveLength(1);
  });

  it('once: a second lead’s yes and no at the same instant change nothing more', async () => {
    const { here, lea, lou, ana, reaches } = await waiting();

    await Promise.all([
      lea.asks('approve EU-1'),
      lou.asks('approve EU-1 30m as editor'),
      lou.asks('deny EU-1 no'),
      lea.asks('approve EU-1'),
    ]);

    const decisions = (await here.ledger.timeline('EU-1')).filter(({ kind }) => ['approved', 'denied'].includes(kind));
    expect(decisions).toHaveLength(1);
    // Two lines of one person, typed at once, may both count the first answer as theirs.
    const told = () => [...lea.heard(), ...lou.heard()];
    await eventually(() => {
      expect(told().filter((text) => /you (approved|denied)/.test(text))).toHaveLength(1);
      expect(told().filter((text) => text.includes(`by <@${decisions[0]?.actor}>`))).toHaveLength(3);
    });
    if (decisions[0]?.kind === 'approved') await reaches('EU-1', 'active');
    else await ana.reads(/Denied/);
  });
});

describe('an approval', () => {
  it('on the card gives what was asked, and the buttons are gone at once', async () => {
    const { lea, card, reaches, graph, shows, tells } = await waiting();
    graph.switches.readLagMs = 400;

    const answer = await lea.presses('EU-1', 'approve');

    expect(answer).toMatch(/you approved analyst access to Acme Shoes \(Page 123\) for <@U0ANA>, 1 h/);
    await eventually(async () => expect(offers(await card('EU-1'))).toEqual([]));
    expect(await shows('EU-1', /Approved by <@U0LEA>/)).toContain('waiting to see it at Meta');
    await reaches('EU-1', 'active');
    await shows('EU-1', /Active until .*Approved by <@U0LEA>/);
    await tells('EU-1', /<@U0LEA> approved it as analyst for 1 h/);
    expect(graph.world.holds('123', ANA)).toEqual(['ANALYZE']);
  });

  it('may change level and time in a form, within what the customer allows', async () => {
    const { lea, workspace, card, reaches, graph, shows, ana } = await waiting();
    const { ts } = await card('EU-1');

    await lea.click({ channel: SUPPORT, ts }, 'hallpass_change');
    await eventually(() => expect(workspace.modal('U0LEA')).not.toBeNull());
    const form = words({ text: '', blocks: workspace.modal('U0LEA')?.blocks ?? [] });
    expect(form).toContain('editor');
    expect(form).not.toContain('manager');
    await lea.submit({ level: { level: 'advertiser' }, duration: { duration: '30m' } });

    const active = await reaches('EU-1', 'active');
    expect(active).toMatchObject({ level: 'advertiser', duration: 30 * MINUTE, approvedBy: 'U0LEA' });
    expect(graph.world.holds('123', ANA)).toEqual(['ADVERTISE', 'ANALYZE']);
    await shows('EU-1', /advertiser/);
    await lea.hears(/you approved advertiser access/);
    await ana.reads(/You have advertiser access/);
  });

  it('in a form shows mistakes there, a time that the rules forbid too', async () => {
    const { lea, workspace, card, state } = await waiting();
    const { ts } = await card('EU-1');
    await lea.click({ channel: SUPPORT, ts }, 'hallpass_change');
    await eventually(() => expect(workspace.modal('U0LEA')).not.toBeNull());

    expect((await lea.submit({ duration: { duration: 'long' } })).errors).toMatchObject({
      duration: expect.any(String),
    });
    expect((await lea.submit({ duration: { duration: '9h' } })).errors).toEqual({
      duration: expect.stringMatching(/9 h is too long: at most 8 h/),
    });

    expect(lea.heard()).toEqual([]);
    expect(await state()).toBe('pending');
    expect(await lea.asks('approve EU-1 as manager')).toMatch(/goes beyond what the customer allows/);
    expect(await state()).toBe('pending');
  });

  it('as a reply in the thread may change level and time too', async () => {
    const { lea, reaches, tells } = await waiting();

    await lea.replies('EU-1', 'approve 30m as advertiser');

    const active = await reaches('EU-1', 'active');
    expect(active).toMatchObject({ level: 'advertiser', duration: 30 * MINUTE, approvedBy: 'U0LEA' });
    await lea.hears(/you approved/);
    await tells('EU-1', /approved it as advertiser for 30 min/);
  });

  it('is held against what the customer allows now, not when it was asked', async () => {
    const { lea, graph, clock, state } = await waiting();
    graph.world.unshare({ asset: '123', business: '100000000000001' });
    clock.advance(61_000);

    expect(await lea.presses('EU-1', 'approve')).toMatch(/Page 123.*not shared/);

    expect(await state()).toBe('pending');
  });

  it('comes too late for a request that lapsed or was taken back', async () => {
    const { here, ana, lea, clock, reaches, shows } = await waiting();
    const second = await here.requested(ana, 'request page 1001 for ticket 456');
    expect(await ana.asks(`cancel ${second}`)).toMatch(/taken back/);
    expect(await lea.asks(`approve ${second}`)).toMatch(/was cancelled/);

    clock.advance(8 * 60 * MINUTE + 1);
    await reaches('EU-1', 'lapsed');
    await shows('EU-1', /Lapsed/);

    expect(await lea.presses('EU-1', 'approve', { stale: true })).toMatch(/lapsed, since no lead decided in time/);
    await ana.reads(/Lapsed.*\nSend the request again/);
  });
});

describe('a denial', () => {
  it.each([
    ['in a form', 'modal'],
    ['as a command', 'command'],
    ['as a reply in the thread', 'reply'],
  ])('%s tells the requester the reason, and gives nothing', async (_, way) => {
    const { lea, ana, workspace, card, shows, tells, reaches, graph } = await waiting();

    if (way === 'modal') {
      await lea.click({ channel: SUPPORT, ts: (await card('EU-1')).ts }, 'hallpass_deny');
      await eventually(() => expect(workspace.modal('U0LEA')).not.toBeNull());
      await lea.submit({ because: { because: 'wrong customer' } });
    }
    if (way === 'command') await lea.asks('deny EU-1 wrong customer');
    if (way === 'reply') await lea.replies('EU-1', 'deny wrong customer');

    expect(await reaches('EU-1', 'denied')).toMatchObject({ deniedBy: 'U0LEA', denial: 'wrong customer' });
    await lea.hears(/you denied/);
    await shows('EU-1', /Denied by <@U0LEA>.* wrong customer/);
    await tells('EU-1', /<@U0LEA> denied it: wrong customer/);
    await ana.reads(/Denied by <@U0LEA>.* wrong customer/);
    expect(offers(await card('EU-1'))).toEqual([]);
    expect(await lea.presses('EU-1', 'approve', { stale: true })).toMatch(/was denied.*by <@U0LEA>/);
    expect(graph.world.holds('123', ANA)).toEqual([]);
  });
});

describe('nothing is decided', () => {
  it('by ordinary talk in the thread', async () => {
    const { lea, here, state, workspace } = await waiting();

    for (const text of [
      'approve?',
      'I would approve this',
      'approve of this, I do, but not for a whole day',
      'ok',
      'yes',
      '👍',
      'should we deny it?',
      'not sure, approve or deny',
      'Denying this would be rude',
      '> approve',
    ])
      await lea.replies('EU-1', text);
    await here.ana.asks('mine');

    expect(await state()).toBe('pending');
    expect(workspace.ephemerals('U0LEA')).toEqual([]);
  });

  it('by what is nearly a decision, and the lead hears privately what to write', async () => {
    const { lea, ana, ben, state, thread, workspace } = await waiting();

    await ben.replies('EU-1', 'approve please');
    await ana.replies('EU-1', 'approved 30m');
    await lea.replies('EU-1', 'approve 30m as nobody');
    expect(await lea.hears(/There is no level “nobody”/)).toMatch(/Nothing was decided.*`deny wrong customer`/);
    await lea.replies('EU-1', 'approved when they call back');
    await lea.hears(/approved.*Nothing was decided/s);

    expect(await state()).toBe('pending');
    expect(workspace.ephemerals('U0LEA')).toHaveLength(2);
    expect([...ben.heard(), ...ana.heard().filter((text) => !text.includes('Asked: '))]).toEqual([]);
    expect((await thread('EU-1')).filter((text) => text.includes('decided'))).toEqual([]);
  });

  it('by a late word under a card that is decided, and nobody is told off', async () => {
    const { lea, lou, reaches, workspace } = await waiting();
    await lou.replies('EU-1', 'approve ✅');
    await reaches('EU-1', 'active');

    await lea.replies('EU-1', 'approved, thanks');
    await lea.asks('mine');

    expect(workspace.ephemerals('U0LEA')).toHaveLength(1);
  });

  it('by words under somebody else’s message, or outside of a thread', async () => {
    const { lea, ana, state, workspace } = await waiting();
    const chat = await ana.say(SUPPORT, 'EU-1 waits, who can look at it?');

    await lea.say(SUPPORT, 'approve', { threadTs: chat.ts });
    await lea.say(SUPPORT, 'approve please', { threadTs: chat.ts });
    await lea.say(SUPPORT, 'approve');
    await lea.say(SUPPORT, 'approve EU-1');
    await ana.asks('mine');

    expect(await state()).toBe('pending');
    expect(workspace.ephemerals('U0LEA')).toEqual([]);
  });

  it('under a card that another app forged', async () => {
    const { lea, ana, card, state, workspace } = await waiting();
    const { text, blocks, metadata } = await card('EU-1');
    expect(metadata?.event_payload).toMatchObject({ grant: 'EU-1' });
    const forged = await workspace.otherAppPosts({ channel: SUPPORT, text, blocks, ...(metadata && { metadata }) });

    await lea.say(SUPPORT, 'approve', { threadTs: forged.ts });
    await ana.asks('mine');

    expect(await state()).toBe('pending');
    expect(workspace.ephemerals('U0LEA')).toEqual([]);
  });

  it('by the bot’s own words, or by an edited message', async () => {
    const { state, card, here } = await waiting();
    const { ts } = await card('EU-1');
    const event = (message: object) =>
      JSON.stringify({
        type: 'event_callback',
        team_id: 'T0NORTHWIND',
        api_app_id: 'A0HALLPASS',
        event_id: 'Ev1',
        event: { type: 'message', channel: SUPPORT, channel_type: 'channel', ts: '1700000000.000001', ...message },
      });

    const words = { user: 'U0LEA', text: 'approve', thread_ts: ts };
    await post(here.bot, event({ ...words, bot_id: 'B0OTHER' }));
    await post(here.bot, event({ subtype: 'message_changed', message: words, previous_message: words }));
    await post(here.bot, event({ ...words, user: 'U0HALLPASS', bot_id: 'B0HALLPASS' }));
    await here.ana.asks('mine');

    expect(await state()).toBe('pending');
  });
});
