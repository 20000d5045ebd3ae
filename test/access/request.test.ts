import { describe, expect, it, test } from 'vitest';
import { identify } from '../../src/access/identify.ts';
import { MetaError } from '../../src/access/ports/meta.ts';
import { request } from '../../src/access/request.ts';
import { changing, type TestDesk, testDesk, value, wish } from '../support/desk.ts';
import { HOUR, START } from '../support/grants.ts';
import { ACCOUNT, PAGE } from '../support/small-meta.ts';

/** Asks in vain: nothing may be stored. */
async function askInVain(desk: TestDesk, changes: Parameters<typeof wish>[0] = {}) {
  const before = await desk.ledger.byAsset(PAGE, 100);

  const outcome = await request(desk, wish(changes));

  expect(await desk.ledger.byAsset(PAGE, 100)).toEqual(before);
  return outcome.ok ? null : outcome.refusal;
}

describe('a request', () => {
  it('is stored as pending, with everything that the lead has to know', async () => {
    const desk = await testDesk();

    const grant = value(await request(desk, wish({ level: 'advertiser', duration: 2 * HOUR, because: 'ads stuck' })));

    expect(grant).toEqual({
      id: 'EU-1',
      version: 1,
      state: 'pending',
      asset: PAGE,
      assetName: 'Acme Shoes',
      ownership: 'client',
      principal: '900000000000001',
      requester: 'U0ANA',
      ticket: '456',
      level: 'advertiser',
      tasks: ['ADVERTISE', 'ANALYZE'],
      duration: 2 * HOUR,
      because: 'ads stuck',
      channel: 'C0SUPPORT',
      requestedAt: START,
      lapsesAt: START + 8 * HOUR,
    });
    expect(await desk.ledger.get('EU-1')).toEqual(grant);
    expect(await desk.ledger.timeline('EU-1')).toEqual([
      {
        id: expect.any(String),
        kind: 'requested',
        at: START,
        actor: 'U0ANA',
        grant: 'EU-1',
        state: 'pending',
        detail: { ticket: '456', level: 'advertiser', minutes: 120 },
      },
    ]);
  });

  it('for an ad account means its levels', async () => {
    const desk = await testDesk();

    const grant = await desk.ask({ asset: ACCOUNT, level: 'advertiser' });

    expect(grant).toMatchObject({ assetName: 'Acme Shoes Ads', tasks: ['ADVERTISE', 'ANALYZE'] });
  });

  it('finds the person by e-mail, however it is written in Slack', async () => {
    const desk = await testDesk();
    desk.directory.change('U0ANA', { email: ' Ana@Northwind.example ' });

    expect((await desk.ask()).principal).toBe('900000000000001');
  });
});

describe('a request is refused and stores nothing', () => {
  const email = 'ana@northwind.example';

  test.each<{ story: string; arrange: (desk: TestDesk) => void; refusal: object }>([
    {
      story: 'an asset that nobody sees',
      arrange: ({ meta }) => meta.unshare(PAGE),
      refusal: { code: 'asset_unknown', asset: PAGE },
    },
    {
      story: 'an asset that is not shared',
      arrange: ({ meta }) => meta.share({ asset: PAGE, ownership: 'none', permitted: [] }),
      refusal: { code: 'asset_not_shared', asset: PAGE, name: 'Acme Shoes' },
    },
    {
      story: 'an asset that the customer has not answered about',
      arrange: ({ meta }) => meta.share({ asset: PAGE, ownership: 'pending', permitted: [] }),
      refusal: { code: 'asset_pending', asset: PAGE, name: 'Acme Shoes' },
    },
    {
      story: 'more than the customer permits',
      arrange: ({ meta }) => meta.share({ asset: PAGE, permitted: ['MODERATE'] }),
      refusal: {
        code: 'above_ceiling',
        level: 'analyst',
        tasks: ['ANALYZE'],
        ceiling: ['MODERATE'],
        ownership: 'client',
        within: [],
      },
    },
    {
      story: 'a Slack person without an e-mail address',
      arrange: ({ directory }) => directory.change('U0ANA', { email: null }),
      refusal: { code: 'no_email', user: 'U0ANA' },
    },
    {
      story: 'a blank e-mail address',
      arrange: ({ directory }) => directory.change('U0ANA', { email: '  ' }),
      refusal: { code: 'no_email', user: 'U0ANA' },
    },
    {
      story: 'somebody who is not in the business',
      arrange: ({ meta }) => meta.know(email, { kind: 'absent' }),
      refusal: { code: 'person_absent', email },
    },
    {
      story: 'somebody who did not accept the invitation yet',
      arrange: ({ meta }) => meta.know(email, { kind: 'invited', since: START, until: START + HOUR }),
      refusal: { code: 'person_invited', email, since: START, until: START + HOUR },
    },
    {
      story: 'an invitation that is over',
      arrange: ({ meta }) => meta.know(email, { kind: 'invited', until: START, over: true, link: 'https://x.example' }),
      refusal: { code: 'person_invited', email, until: START, over: true },
    },
    {
      story: 'an address that nobody confirmed',
      arrange: ({ meta }) => meta.know(email, { kind: 'unconfirmed' }),
      refusal: { code: 'person_unconfirmed', email },
    },
    {
      story: 'an invitation of which Meta tells nothing',
      arrange: ({ meta }) => meta.know(email, { kind: 'invited' }),
      refusal: { code: 'person_invited', email },
    },
    {
      story: 'two people with one address',
      arrange: ({ meta }) => meta.know(email, { kind: 'ambiguous', count: 2 }),
      refusal: { code: 'person_ambiguous', email, count: 2 },
    },
    {
      story: 'Meta is away',
      arrange: ({ meta }) => meta.fail(new MetaError('transient', 'Meta did not answer.', { traceId: 'Abc' })),
      refusal: { code: 'meta_away', busy: false, traceId: 'Abc' },
    },
    {
      story: 'Meta wants to be left alone for a while',
      arrange: ({ meta }) => meta.fail(new MetaError('throttled', 'Too many calls.', { retryAfter: 60_000 })),
      refusal: { code: 'meta_away', busy: true, retryAfter: 60_000 },
    },
    {
      story: 'Meta refuses the token',
      arrange: ({ meta }) => meta.fail(new MetaError('unauthorized', 'The token does not work.')),
      refusal: { code: 'meta_refused', kind: 'unauthorized', message: 'The token does not work.' },
    },
  ])('$story', async ({ arrange, refusal }) => {
    const desk = await testDesk();
    arrange(desk);

    expect(await askInVain(desk)).toEqual(refusal);
    expect(await desk.ledger.pending(10)).toEqual([]);
  });

  it('an asset group with nothing in it', async () => {
    const desk = await testDesk();
    const asset = { kind: 'group', id: '7' } as const;
    desk.meta.share({ asset, name: 'Acme', permitted: null, contains: { count: 0, names: [] } });

    expect(await askInVain(desk, { asset })).toEqual({ code: 'group_empty', name: 'Acme' });
  });

  it('somebody whom Slack does not know', async () => {
    const desk = await testDesk();

    expect(await askInVain(desk, { requester: 'U0NOBODY' })).toEqual({ code: 'no_email', user: 'U0NOBODY' });
  });

  it('somebody whom Meta does not know, before a lead is asked', async () => {
    const desk = await testDesk();

    expect(await askInVain(desk, { requester: 'U0OLG' })).toMatchObject({ code: 'person_absent' });
  });

  it('a second Slack person with the address of the first', async () => {
    const desk = await testDesk();
    await desk.ask();
    desk.directory.change('U0BEN', { email: 'ana@northwind.example' });

    const refusal = await askInVain(desk, { requester: 'U0BEN', ticket: '999' });

    expect(refusal).toEqual({ code: 'person_shared', email: 'ana@northwind.example', other: 'U0ANA' });
  });

  it('a defect is thrown, not told as a refusal', async () => {
    const desk = await testDesk();
    desk.meta.asset = async () => {
      throw new TypeError('a defect');
    };

    await expect(request(desk, wish())).rejects.toThrow('a defect');
  });
});

describe('a request of somebody who', () => {
  const member = { kind: 'member', id: '900000000000001', name: 'Ana Ruiz' } as const;
  const lea = { id: '900000000000001', name: 'Ana Ruiz' };

  it.each([
    ['all', {}, true],
    ['admins', {}, false],
    ['admins', { admin: true }, true],
    ['nobody', {}, false],
  ] as const)('has no second factor, which the business wants of %s: %j', async (rule, role, refused) => {
    const desk = await testDesk();
    desk.meta.wantsTwoFactor(rule);
    desk.meta.know('ana@northwind.example', { ...member, ...role, twoFactor: false });

    const outcome = await request(desk, wish());

    expect(outcome).toMatchObject(refused ? { refusal: { code: 'two_factor_missing' } } : { ok: true });
  });

  it('is an admin of the business says that they hold it already', async () => {
    const desk = await testDesk();
    desk.meta.reaches({ admins: [lea], groups: [] });

    expect((await desk.ask()).already).toEqual([{ kind: 'role' }]);
  });

  it('is on an asset group that gives less says nothing of the kind', async () => {
    const desk = await testDesk();
    desk.meta.reaches({ admins: [], groups: [{ id: '6', name: 'Acme', holders: [lea] }] });

    expect((await desk.ask()).already).toBeUndefined();
  });

  it('may hold it in ways that Meta does not tell is not held up', async () => {
    const desk = await testDesk();
    desk.meta.reaches(null);

    expect((await desk.ask()).already).toBeUndefined();
  });
});

describe('a request that is open already', () => {
  it('is named instead of made twice', async () => {
    const desk = await testDesk();
    const first = await desk.ask();

    expect(await askInVain(desk)).toEqual({ code: 'already_open', id: first.id, state: 'pending' });
  });

  it('is named although both were asked for at once', async () => {
    const desk = await testDesk();

    const outcomes = await Promise.all([request(desk, wish()), request(desk, wish()), request(desk, wish())]);

    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(await desk.ledger.pending(10)).toHaveLength(1);
  });

  it('does not stand in the way of a higher level, another ticket or another person', async () => {
    const desk = await testDesk();
    await desk.ask();

    const more = [
      await desk.ask({ level: 'advertiser' }),
      await desk.ask({ ticket: '457' }),
      await desk.ask({ requester: 'U0BEN' }),
    ];

    expect(more.map((grant) => grant.id)).toEqual(['EU-2', 'EU-3', 'EU-4']);
  });

  it('covers a lower level', async () => {
    const desk = await testDesk();
    const first = await desk.ask({ level: 'advertiser' });

    expect(await askInVain(desk, { level: 'analyst' })).toMatchObject({ code: 'already_open', id: first.id });
  });
});

test('a person is found without a request, too', async () => {
  const desk = await testDesk();

  const outcome = await identify(desk, 'U0ANA');

  expect(outcome).toEqual({ ok: true, value: { kind: 'member', id: '900000000000001', name: 'Ana Ruiz' } });
});

test('what a request answers is one change with one event', async () => {
  const desk = await testDesk();

  const grant = await changing(desk, 'EU-1', () => request(desk, wish()));

  expect(grant.version).toBe(1);
});
