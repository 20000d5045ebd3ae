import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { BEN, office, SUPPORT, USDESK, words } from './office.ts';

/** Ana holds Acme Shoes (EU-1), Ben's wish for Café Lumière waits (EU-2), and the other desk has requests of its own. */
async function busy(options: Parameters<typeof office>[0] = {}) {
  const here = await office(options);
  const { ana, ben, lea, active, requested } = here;
  await active(ana, 'request page 123 for ticket 456 as advertiser for 1h because the ads stopped');
  await requested(ben, 'request page 1003 for ticket 457');
  return { ...here, here, ana, ben, lea };
}

describe('what is open', () => {
  it('mine: what I hold and asked for, with the time that is left', async () => {
    const { ana, ben, olga, clock } = await busy();
    clock.advance(20 * 60_000);

    const hers = await ana.asks('mine');
    expect(hers).toMatch(/EU-1.*Acme Shoes.*advertiser.*ticket 456.*active until.*(?:39|40) min left/);
    expect(hers).not.toContain('EU-2');
    expect(await ben.asks('mine')).toMatch(/EU-2.*Café Lumière.*waiting for a lead/);
    expect(await olga.asks('mine')).toMatch(/You hold no access/);
  });

  it('mine: what is over stands behind what is open', async () => {
    const { ana, ben } = await busy();
    await ben.asks('cancel EU-2');

    expect(await ben.asks('mine')).toMatch(/You hold no access now.*Before.*EU-2.*Café Lumière/s);
    expect(await ana.asks('mine')).not.toMatch(/Before/);
  });

  it('pending: what waits for a lead', async () => {
    const { ana, lea, here } = await busy();

    const list = await lea.asks('pending');
    expect(list).toMatch(/Waiting for a lead: 1/);
    expect(list).toMatch(/EU-2.*<@U0BEN>.*Café Lumière.*ticket 457/);
    await lea.asks('deny EU-2');
    await here.reaches('EU-2', 'denied');

    expect(await ana.asks('pending')).toMatch(/Nothing waits for a lead/);
  });
});

describe('an asset', () => {
  it('who: by Hallpass’ record and by Meta’s own list', async () => {
    const { ben, graph } = await busy();
    graph.world.assign({ asset: '123', user: BEN, tasks: ['MODERATE'] });

    const list = await ben.asks('who page 123');

    expect(list).toMatch(/Who has access to Acme Shoes \(Page 123\)/);
    expect(list).toMatch(/EU-1.*<@U0ANA>/);
    expect(list).toMatch(/Ana Ruiz.*ADVERTISE, ANALYZE/);
    expect(list).toMatch(/Ben Okafor.*MODERATE · given outside Hallpass/);
    expect(list).toMatch(/⚪ Ben Okafor: MODERATE at Meta, not by Hallpass/);
    expect(list).not.toContain('Both sides agree');
    graph.world.unassign({ asset: '123', user: BEN });
    expect(await ben.asks('who page 123')).toContain('Both sides agree');
  });

  it('show: whose it is, how far access may go, and where record and Meta differ after a change from outside', async () => {
    const { ana, graph } = await busy();
    const before = await ana.asks('show page 123');
    expect(before).toMatch(/A client's, shared with us/);
    expect(before).toMatch(/customer allows: .*publish/);
    expect(before).toMatch(/Levels within that: analyst, advertiser, moderator, editor/);
    expect(before).not.toContain('Not the same');

    graph.world.assign({ asset: '123', user: '900000000000001', tasks: ['ANALYZE'] });
    expect(await ana.asks('show page 123')).toMatch(/🔴 Ana Ruiz: Hallpass gave ADVERTISE that Meta does not show/);

    graph.world.unassign({ asset: '123', user: '900000000000001' });
    expect(await ana.asks('who page 123')).toMatch(
      /🔴 <@U0ANA>: Hallpass gave ADVERTISE, ANALYZE that Meta does not show/,
    );
  });

  it('show tells what can’t be had, too', async () => {
    const { ana } = await busy();

    expect(await ana.asks('show page 1001')).toMatch(/Ours.*No limit of a customer/s);
    expect(await ana.asks('show act_2002')).toMatch(/Levels within that: analyst\./);
    expect(await ana.asks('show page 1004')).toMatch(/asked for and not shared yet.*until the customer shares it/s);
    expect(await ana.asks('show page 777777')).toMatch(/Meta shows no Page 777777/);
    for (const [page, why] of [
      ['777777', /Meta shows no Page 777777 to this business, so there is no list/],
      ['1004', /asked for and is not shared with this business yet, so there is no list/],
    ] as const) {
      const list = await ana.asks(`who page ${page}`);
      expect(list).toMatch(why);
      expect(list).not.toMatch(/agree|Nobody of this business/);
    }
  });

  it('is told from the store when Meta does not answer', async () => {
    const { ana, graph, clock } = await busy();
    clock.advance(61_000);
    graph.faults.random({ rate: 1, kinds: [{ kind: 'error', code: 2, transient: true }] });

    const list = await ana.asks('who page 123');

    expect(list).toMatch(/EU-1.*<@U0ANA>/);
    expect(list).toMatch(/Meta could not be asked/);
    expect(list).not.toContain('Both sides agree');
    expect(await ana.asks('mine')).toContain('EU-1');
    const shown = await ana.asks('show page 123');
    expect(shown).toMatch(/EU-1.*<@U0ANA>.*Meta could not be asked/s);
    expect(shown).not.toMatch(/Meta shows no/);
  });

  it('that the customer took back has no list any more, and that is what is said', async () => {
    const { ana, graph } = await busy();
    await ana.asks('who page 123');
    graph.world.unshare({ asset: '123', business: '100000000000001' });

    const list = await ana.asks('who page 123');

    expect(list).toMatch(/EU-1.*<@U0ANA>/);
    expect(list).toMatch(/(?:no longer shared with|Meta shows no Page 123 to) this business, so there is no list/);
    expect(list).not.toMatch(/agree|could not be asked|does not show/);
  });
});

describe('the history', () => {
  it('log: of an asset and of a ticket, for everybody of the desk', async () => {
    const { ben } = await busy();

    for (const line of ['log page 123', 'log ticket 456', 'log ticket #456']) {
      const told = await ben.asks(line);
      expect(told).toMatch(/EU-1.*seen at Meta.*EU-1.*<@U0LEA> approved it.*EU-1.*<@U0ANA> asked/s);
      expect(told).not.toContain('EU-2');
    }
    expect(await ben.asks('log act_2001')).toContain('Nothing is recorded');
  });

  it('log: of a person, for themselves, leads and auditors', async () => {
    const { ana, ben, lea, agent } = await busy({ policy: 'approvers: [U0LEA]\nauditors: [U0OLG]\n' });

    expect(await ben.asks('log @ana')).toMatch(/your own history only/);
    for (const reader of [ana, lea, agent('U0OLG')]) expect(await reader.asks('log @ana')).toMatch(/EU-1.*Acme Shoes/s);
    expect(await ben.asks('log @ben')).toContain('EU-2');
  });

  it('why: the story of one request, and whether I may decide it', async () => {
    const { ana, lea, ben } = await busy();

    const told = await ana.asks('why EU-1');
    for (const part of ['Active until', 'the ads stopped', 'advertiser', "A client's", '<@U0LEA> approved it'])
      expect(told).toContain(part);
    expect(await lea.asks('why eu-2')).toContain('You may decide it');
    expect(await ben.asks('why EU-2')).toMatch(/Nobody decides on their own request/);
    expect(await ana.asks('why EU-2')).toMatch(/Only team leads/);
    expect(await ana.asks('why EU-99')).toMatch(/no request EU-99 here/);
  });
});

describe('help', () => {
  it('shows everything, or one word', async () => {
    const { ana } = await office();

    const all = await ana.asks('help');
    for (const verb of ['request', 'approve', 'deny', 'extend', 'release', 'revoke', 'cancel', 'mine', 'pending'])
      expect(all).toContain(`/access ${verb}`);
    expect(await ana.asks('help request')).toMatch(/because/);
    expect(await ana.asks('help requst')).toMatch(/\/access help request/);
  });

  it('link: which person I am at Meta, or what is missing', async () => {
    const { ana, lea, olga, agent, workspace, graph } = await office();
    workspace.addUser({ id: 'U0INE', name: 'ine', realName: 'Ine', email: 'ine@northwind.example' });
    workspace.addChannel({ id: SUPPORT, name: 'support', members: ['U0ANA', 'U0LEA', 'U0OLG', 'U0INE', 'U0HALLPASS'] });
    const inviteLink = 'https://business.facebook.com/invitation/?token=abc';
    const invitation = { id: '990000000000001', email: 'ine@northwind.example', inviteLink };
    graph.world.addPendingUser({ business: '100000000000001', ...invitation });

    expect(await ana.asks('link')).toMatch(/You are Ana Ruiz .*ana@northwind.example/);
    expect(await olga.asks('link')).toMatch(/Nobody with the address olga@northwind.example/);
    expect(await agent('U0INE').asks('link')).toMatch(/not accepted yet.*a lead sees the link/);
    expect(await lea.asks('link <@U0INE>')).toMatch(/not accepted yet.*token=abc.*alone/);
    expect(await ana.asks('link <@U0INE>')).toMatch(/Only team leads/);
  });
});

describe('two desks', () => {
  it('see nothing of each other', async () => {
    const { here, ana, lea } = await busy();
    expect(await ana.asks('request page 3002 for ticket 456 because toys', USDESK)).toContain('Asked: US-1');
    await eventually(() => expect(here.cards(USDESK)).toEqual(['US-1']));
    const lines = [
      'mine',
      'pending',
      'who page 3002',
      'show page 3002',
      'log page 3002',
      'log ticket 456',
      'log @ana',
      'why US-1',
      'approve US-1',
      'deny US-1',
      'release US-1',
      'revoke US-1',
    ];

    const atSupport: string[] = [];
    for (const line of lines) atSupport.push(await lea.asks(line, SUPPORT));
    const atUs: string[] = [];
    for (const line of lines.map((one) => one.replace('3002', '123').replace('US-1', 'EU-1')))
      atUs.push(await lea.asks(line, USDESK));

    for (const answer of atSupport) expect(answer).not.toMatch(/Fable|toys|US-1 (?!here)|3002 "/);
    for (const answer of atUs) expect(answer).not.toMatch(/Acme|Café|the ads stopped|EU-2|EU-1 (?!here)/);
    expect(atSupport.slice(7).every((answer) => answer.includes('no request US-1 here'))).toBe(true);
    expect(atUs.slice(7).every((answer) => answer.includes('no request EU-1 here'))).toBe(true);
    expect((await here.ledger.get('EU-1'))?.state).toBe('active');
    expect(here.cards(USDESK)).toEqual(['US-1']);
    const support = here.workspace.messages(SUPPORT).map(words).join();
    expect(support).not.toMatch(/US-1|Fable/);
  });

  it('number, approve and end on their own', async () => {
    const { here, ana, lea, graph } = await busy();
    await ana.asks('request act_4001 for ticket 9', USDESK);
    await eventually(() => expect(here.cards(USDESK)).toEqual(['US-1']));

    expect(await lea.asks('approve US-1', USDESK)).toMatch(/you approved/);
    await eventually(() => expect(graph.world.holds('act_4001', '910000000000001')).toEqual(['ANALYZE']));
    await ana.reads(/You have .*Fable Ads.*US-1/s);

    const dm = here.workspace.dm('U0ANA').at(-1) as { ts: string };
    await ana.click({ channel: 'D0ANA', ts: dm.ts }, 'hallpass_release');
    await eventually(() => expect(graph.world.holds('act_4001', '910000000000001')).toEqual([]));
    expect(graph.world.holds('123', '900000000000001')).toEqual(['ADVERTISE', 'ANALYZE']);
  });
});
