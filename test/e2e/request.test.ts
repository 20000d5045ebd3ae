import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ANA, offers, office, SUPPORT, USDESK, words } from './office.ts';

const EU = '100000000000001';
const MINUTE = 60_000;

describe('a request', () => {
  it.each([
    [
      'a Page or an ad account, however it is named',
      {
        'request page 123 for ticket 1': 'page 123 analyst 60',
        'request act_123 for ticket 2': 'adaccount 123 analyst 60',
        'request ad account 2001 for ticket 3': 'adaccount 2001 analyst 60',
        'request https://www.facebook.com/profile.php?id=123 for ticket 4': 'page 123 analyst 60',
        'request https://business.facebook.com/settings/pages/1001?business_id=100000000000001 for ticket 5':
          'page 1001 analyst 60',
        'request https://business.facebook.com/settings/ad-accounts/2001 ticket 6': 'adaccount 2001 analyst 60',
        'request https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=123 for ticket 7':
          'adaccount 123 analyst 60',
        'Request PAGE 123 FOR Ticket 8': 'page 123 analyst 60',
      },
    ],
    [
      'level, time and reason, in any order',
      {
        'request page 123 for ticket 11 as advertiser for 30m because the ads stopped': 'page 123 advertiser 30',
        'request for 2h as moderator page 123 ticket 12': 'page 123 moderator 120',
        'request page 123 1h30m for ticket 13 as editor': 'page 123 editor 90',
        'request ticket #14 act_2001 as manager for 1 hour': 'adaccount 2001 manager 60',
        'request page 1001 as manager for ticket ABC-15 for 45 minutes': 'page 1001 manager 45',
      },
    ],
  ])('is understood: %s', async (_, lines) => {
    const { ana, ledger } = await office();

    const answers: string[] = [];
    for (const line of Object.keys(lines)) answers.push(await ana.asks(line));

    expect(answers.filter((answer) => !/^\*Asked: EU-\d+\.\*/.test(answer))).toEqual([]);
    const asked = (await ledger.pending(50)).map(
      ({ asset, level, duration }) => `${asset.kind} ${asset.id} ${level} ${duration / MINUTE}`,
    );
    expect(asked).toEqual(Object.values(lines));
  });

  it('stands on one card, with everything that a lead decides on, and is answered at once and privately', async () => {
    const { ana, ledger, shows, card, cards, workspace } = await office();

    const started = performance.now();
    const answer = await ana.asks('request page 123 for ticket 456 as advertiser for 30m because the ads stopped');

    expect(performance.now() - started).toBeLessThan(3_000);
    expect(answer).toMatch(/Asked: EU-1.*The card is in this channel/);
    expect(answer).toContain('The time starts when the access is seen at Meta');
    const shown = await shows('EU-1', /Waiting for a lead/);
    for (const fact of [
      'Acme Shoes',
      'Page 123',
      "A client's",
      '456',
      'advertiser',
      'ADVERTISE',
      '30 min',
      'the ads stopped',
    ])
      expect(shown).toContain(fact);
    expect(offers(await card('EU-1'))).toEqual(['approve', 'deny', 'change']);
    expect(cards()).toEqual(['EU-1']);
    expect(await ledger.get('EU-1')).toMatchObject({ requester: 'U0ANA', principal: ANA, state: 'pending' });
    expect(workspace.dm('U0ANA')).toEqual([]);
  });

  it('names people whom the reason mentions, and calls none of them', async () => {
    const { ana, shows } = await office();

    await ana.asks('request page 123 for ticket 456 because <@U0LEA> says that the ads stopped');

    expect(await shows('EU-1', /Waiting for a lead/)).toMatch(/\*Why\*\s+@Lea \w+ says that the ads stopped/);
  });

  it('may name several assets; one that can’t be given does not stop the others', async () => {
    const { ana, cards } = await office();

    const answer = await ana.asks('request pages 123, 1005 and 1001 and act_123 for ticket 456');

    expect(answer).toContain('Asked: 3 requests');
    expect(answer).toMatch(/Page 1005/);
    await eventually(() => expect(cards().sort()).toEqual(['EU-1', 'EU-2', 'EU-3']));
  });

  it('sent again within a minute is the same request', async () => {
    const { ana, cards, card } = await office();
    await ana.asks('request page 123 for ticket 456');

    const again = await ana.asks('request page 123 for ticket 456');
    const inOtherWords = await ana.asks('request for #456 page 123 as analyst');

    expect(again).toMatch(/You have this open already: EU-1 is waiting for a lead/);
    expect(inOtherWords).toContain('EU-1');
    await card('EU-1');
    expect(cards()).toEqual(['EU-1']);
  });

  it('sent many times at the same instant is one request', async () => {
    const { ana, cards, ledger, card } = await office();

    await Promise.all(Array.from({ length: 8 }, () => ana.command(SUPPORT, '/access request page 123 for ticket 456')));
    await eventually(() => expect(ana.heard()).toHaveLength(8));

    expect(ana.heard().filter((text) => text.includes('Asked: EU-1'))).toHaveLength(1);
    expect(ana.heard().filter((text) => text.includes('open already: EU-1'))).toHaveLength(7);
    expect((await ledger.pending(9)).map(({ id }) => id)).toEqual(['EU-1']);
    await card('EU-1');
    expect(cards()).toEqual(['EU-1']);
  });

  it('of another person, another ticket or a higher level is another one', async () => {
    const { ana, ben, ledger } = await office();

    await ana.asks('request page 123 for ticket 456');
    await ben.asks('request page 123 for ticket 456');
    await ana.asks('request page 123 for ticket 457');
    await ana.asks('request page 123 for ticket 456 as editor');

    expect((await ledger.pending(9)).map(({ id }) => id)).toEqual(['EU-1', 'EU-2', 'EU-3', 'EU-4']);
  });
});

describe('a request that can’t be granted bothers no lead', () => {
  const quiet = async ({ workspace, ledger }: Awaited<ReturnType<typeof office>>) => {
    expect(await ledger.pending(9)).toEqual([]);
    const posts = workspace.apiCalls.filter(({ method }) => method === 'chat.postMessage');
    expect([posts, workspace.messages(SUPPORT), workspace.messages(USDESK)]).toEqual([[], [], []]);
  };

  it('because the line is wrong: says what, and how the line should be', async () => {
    const here = await office();
    const wrong: [string, RegExp[]][] = [
      ['request page 123', [/for ticket/, /\/access request page 123 for ticket &lt;number&gt;/]],
      ['requst page 123 for ticket 456', [/\/access request page 123 for ticket 456/]],
      ['request pge 123 for ticket 456', [/\/access request page 123 for ticket 456/]],
      ['request page 123 for ticket 456 as advertizer', [/advertizer/, /\/access request page 123 .* as advertiser/]],
      ['request page 123 for ticket 456 as king', [/no level “king”/, /analyst/]],
      ['request page 123 for ticket 456 for 1,5h', [/1,5h/, /30m/]],
      ['request page 123 for 456', [/ticket or a time/, /\/access request page 123 for ticket 456/]],
      ['request 123 for ticket 456', [/Page or an ad account/, /\/access request page 123 for ticket 456/]],
      ['request page Acme for ticket 456', [/“Acme” is no number/]],
      ['request page 0123 for ticket 456', [/begins with 0/, /\/access request page 123 /]],
      [`request page ${'9'.repeat(31)} for ticket 456`, [/too long/]],
      ['request https://www.facebook.com/acmeshoes for ticket 456', [/no Page or ad account number/]],
      ['request page 123 for ticket 456 for ticket 457', [/twice/]],
      ['request page 123 for ticket 456 please', [/please/, /nothing was done/]],
      ['dance', [/don't know “dance”/, /help/]],
      ['approve', [/Which request/]],
    ];

    for (const [line, expected] of wrong) {
      const answer = await here.ana.asks(line);
      for (const part of expected) expect(answer, line).toMatch(part);
    }

    await quiet(here);
  });

  it('because of the asset: not shared, only asked for, of another business, or unknown', async () => {
    const here = await office();
    const { ana } = here;

    expect(await ana.asks('request page 1005 for ticket 1')).toMatch(/Page 1005.*(?:share)/);
    expect(await ana.asks('request page 1004 for ticket 1')).toMatch(/asked for Dune Travel \(Page 1004\).*not agreed/);
    expect(await ana.asks('request act_2003 for ticket 1')).toMatch(/asked for Dune Ads \(ad account 2003\)/);
    for (const line of ['request page 3001 for ticket 1', 'request act_4001 for ticket 1']) {
      const answer = await ana.asks(line);
      expect(answer).toMatch(/share/);
      expect(answer).not.toMatch(/Northwind Help US|Fable/);
    }
    expect(await ana.asks('request page 777777 for ticket 1')).toMatch(/Meta shows no Page 777777/);
    expect(await ana.asks(`request page ${'9'.repeat(30)} for ticket 1`)).toMatch(/Meta shows no Page 9{30}/);
    expect(await ana.asks('request act_777777 for ticket 1')).toMatch(/Meta shows no ad account 777777/);

    await quiet(here);
  });

  it('because of level or time: beyond what the customer allows, too long, too short', async () => {
    const here = await office({
      policy: 'approvers: [U0LEA]\ndurations: { default: 1h, min: 5m, max: 4h }\n',
    });
    const { ana } = here;

    const above = await ana.asks('request page 1002 for ticket 1 as advertiser');
    expect(above).toMatch(/goes beyond what the customer allows us: see insights \(ANALYZE\)/);
    expect(above).toMatch(/Ask again as \*analyst\*/);
    expect(await ana.asks('request page 1003 for ticket 1 as manager')).toMatch(/\*editor\*/);
    expect(await ana.asks('request act_2002 for ticket 1 as manager')).toMatch(/customer allows us/);
    expect(await ana.asks('request page 123 for ticket 1 for 5h')).toMatch(
      /5 h is too long: at most 4 h[\s\S]*```\/access request page 123 for ticket 1 for 4h```/,
    );
    expect(await ana.asks('request page 123 for ticket 1 for 4m')).toMatch(/4 min is too short: the least is 5 min/);

    await quiet(here);
  });

  it('because of the person: absent, invited and pending, found twice, without an address', async () => {
    const here = await office();
    const { olga, agent, workspace, graph, clock } = here;
    for (const [id, name] of [
      ['U0INE', 'ine'],
      ['U0TWI', 'twi'],
    ] as const)
      workspace.addUser({ id, name, realName: name, email: `${name}@northwind.example` });
    workspace.addUser({ id: 'U0NOM', name: 'nom', realName: 'No Mail', email: '' });
    workspace.addChannel({
      id: SUPPORT,
      name: 'support',
      members: ['U0ANA', 'U0OLG', 'U0INE', 'U0TWI', 'U0NOM', 'U0LEA', 'U0HALLPASS'],
    });
    const invitation = { id: '990000000000001', email: 'ine@northwind.example', inviteLink: 'https://example.test/i' };
    graph.world.addPendingUser({ business: EU, ...invitation, invitedAt: clock.now() - 60 * MINUTE });
    for (const id of ['900000000000091', '900000000000092'])
      graph.world.addPerson({ business: EU, id, name: 'Twi', email: 'twi@northwind.example' });
    const line = 'request page 123 for ticket 1';

    const absent = await olga.asks(line);
    const invited = await agent('U0INE').asks(line);
    const twice = await agent('U0TWI').asks(line);
    const nameless = await agent('U0NOM').asks(line);

    expect(absent).toMatch(/Nobody with the address olga@northwind.example.*invite that address/);
    expect(invited).toMatch(/ine@northwind.example was invited .* has not accepted yet.*accept, then ask again/);
    expect(twice).toMatch(/2 people .* have the address twi@northwind.example/);
    expect(nameless).toMatch(/no e-mail address/);
    await quiet(here);

    graph.world.acceptInvite('990000000000001');
    clock.advance(6_000);
    expect(await agent('U0INE').asks(line)).toContain('Asked: EU-1');
  });

  it('because the channel belongs to no business', async () => {
    const here = await office();

    expect(await here.ana.asks('request page 123 for ticket 1', 'C0RANDOM')).toMatch(/belongs to no business/);
    expect(await here.ana.asks('request page 123 for ticket 1', 'U0HALLPASS')).toMatch(/belongs to no business/);

    await quiet(here);
  });
});

describe('the form that /access alone opens', () => {
  const opened = async (channel = SUPPORT) => {
    const here = await office();
    const { ana, workspace } = here;
    expect(await ana.command(channel, '/access')).toMatchObject({ status: 'acked' });
    await eventually(() => expect(workspace.modal('U0ANA')).not.toBeNull());
    return here;
  };

  it('finds assets of this business by a part of the name, the number or the address', async () => {
    const { ana } = await opened();

    const find = async (text: string) => (await ana.suggest('hallpass_asset', text)).options?.map(({ value }) => value);

    expect(await find('acme')).toEqual(['page:123', 'adaccount:123']);
    expect(await find('lumi')).toEqual(['page:1003']);
    expect(await find('act_2001')).toEqual(['adaccount:2001']);
    expect(await find('https://www.facebook.com/profile.php?id=1001')).toEqual(['page:1001']);
    expect(await find('fable')).toEqual([]);
    expect(await find('dune')).toEqual([]);
    expect(await find('555')).toEqual(['page:555', 'adaccount:555']);
  });

  it('makes a request, and closes', async () => {
    const { ana, ledger, workspace, shows } = await opened();
    await ana.suggest('hallpass_asset', 'acme');

    const sent = await ana.submit({
      asset: { hallpass_asset: 'page:123' },
      ticket: { ticket: '#456' },
      level: { level: 'advertiser' },
      duration: { duration: '30m' },
      because: { because: 'the ads stopped' },
    });

    expect(sent.status).toBe('acked');
    expect(workspace.modal('U0ANA')).toBeNull();
    await ana.hears(/Asked: EU-1/);
    await shows('EU-1', /the ads stopped/);
    expect(await ledger.get('EU-1')).toMatchObject({ ticket: '456', level: 'advertiser', duration: 30 * MINUTE });
  });

  it('shows mistakes under their fields, all at once, and keeps what was filled in', async () => {
    const { ana, workspace, ledger } = await opened();
    await ana.suggest('hallpass_asset', 'acme');

    const sent = await ana.submit({
      asset: { hallpass_asset: 'page:123' },
      ticket: { ticket: 'the one of today' },
      duration: { duration: '1,5h' },
      because: { because: 'the password is hunter2!' },
    });

    expect(sent.errors).toEqual({
      ticket: expect.stringMatching(/456/),
      duration: expect.stringMatching(/1h30m/),
      because: expect.stringMatching(/password/),
    });
    expect(workspace.modal('U0ANA')?.values.asset).toEqual({ hallpass_asset: 'page:123' });
    expect(await ledger.pending(9)).toEqual([]);

    const mended = { ticket: { ticket: '456' }, duration: { duration: '1h30m' }, because: { because: 'ads' } };
    expect(await ana.submit(mended)).toMatchObject({ status: 'acked' });
    await ana.hears(/Asked: EU-1/);
  });

  it('sent twice, or typed as well, is one request', async () => {
    const { ana, cards, card } = await opened();
    await ana.suggest('hallpass_asset', 'acme');
    await ana.submit({ asset: { hallpass_asset: 'page:123' }, ticket: { ticket: '456' } });
    await ana.hears(/Asked: EU-1/);

    expect(await ana.asks('request page 123 for ticket 456')).toMatch(/open already: EU-1/);

    await card('EU-1');
    expect(cards()).toEqual(['EU-1']);
  });

  it('says privately what Meta or the rules have against it', async () => {
    const { ana, cards } = await opened();
    await ana.suggest('hallpass_asset', '1002');
    await ana.submit({ asset: { hallpass_asset: 'page:1002' }, ticket: { ticket: '1' }, level: { level: 'editor' } });

    await ana.hears(/goes beyond what the customer allows us/);

    expect(cards()).toEqual([]);
  });

  it('does not open where there is no business', async () => {
    const { ana, workspace } = await office();

    await ana.asks('', 'C0RANDOM');

    expect(workspace.modal('U0ANA')).toBeNull();
    expect(words(workspace.ephemerals('U0ANA')[0] ?? { text: '', blocks: [] })).toMatch(/belongs to no business/);
  });
});
