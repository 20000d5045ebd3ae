import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Agent, ANA, BEN, type Office, offers, office, SUPPORT, words } from './office.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An office in which Ana holds analyst access to Acme Shoes for an hour. */
async function held(options: Parameters<typeof office>[0] = {}) {
  const here = await office(options);
  const grant = await here.active(here.ana, 'request page 123 for ticket 456');
  const until = async (end: number) => {
    here.clock.advance(end - here.clock.now() + 1);
    return here.reaches('EU-1', 'ended');
  };
  const expiresAt = async () => {
    const now = await here.ledger.get('EU-1');
    return now?.state === 'active' ? now.expiresAt : undefined;
  };
  return { ...here, here, grant, until, expiresAt };
}

/** The newest direct message to Ana that offers this button, pressed. */
async function pressInDm({ workspace, ana }: Pick<Office, 'workspace' | 'ana'>, action: string, stale = false) {
  const message = workspace.dm('U0ANA').findLast((one) => stale || offers(one).includes(action)) as { ts: string };
  return ana.click({ channel: 'D0ANA', ts: message.ts }, `hallpass_${action}`, { stale });
}

/** Fills in the form that a button opened. */
async function fill({ workspace }: Pick<Office, 'workspace'>, agent: Agent, values: Record<string, string>) {
  await eventually(() => expect(workspace.modal(agent.id)).not.toBeNull());
  return agent.submit(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { [name]: value }])));
}

describe('a grant that runs out', () => {
  it('reminds its holder, ends at its time, and is said to be gone only when it is', async () => {
    const { here, grant, until, clock, ana, graph, shows, tells, workspace } = await held();

    clock.advance(grant.remindAt - clock.now() + 1);
    expect(await ana.reads(/ends .*, in \d+ (?:min|s)/)).toMatch(/Acme Shoes.*Extend it if you need longer/);
    expect(offers(workspace.dm('U0ANA').at(-1) ?? { blocks: [] })).toEqual(['extend', 'release']);
    expect(grant.expiresAt - grant.remindAt).toBe(10 * MINUTE);

    const ended = await until(grant.expiresAt);
    expect(ended).toMatchObject({ endReason: 'expired', endsAt: grant.expiresAt });
    expect(graph.world.holds('123', ANA)).toEqual([]);
    await shows('EU-1', /Removed, confirmed (?:at once|[\d.]+ s after the end)/);
    await tells('EU-1', /Removed and confirmed at Meta, (?:at once|[\d.]+ s after the end): the time was up/);
    await ana.reads(/You had .*Removed, confirmed/s);
    expect(offers(await here.card('EU-1'))).toEqual(['leave']);
  });

  it('leaves no button behind in direct messages, and an old picture’s button does nothing', async () => {
    const { here, grant, until, clock, ana, workspace, graph } = await held();
    clock.advance(grant.remindAt - clock.now() + 1);
    await ana.reads(/Extend it if you need longer/);
    await until(grant.expiresAt);
    await ana.reads(/You had .*Removed, confirmed/s);

    await eventually(() => {
      const [first, reminder] = ana.inbox();
      for (const text of [first, reminder]) expect(text).toMatch(/You had .*It ended/s);
    });
    expect(workspace.dm('U0ANA').flatMap(offers)).toEqual([]);

    const before = graph.calls.length;
    const [first] = workspace.dm('U0ANA');
    await ana.click({ channel: 'D0ANA', ts: first?.ts ?? '' }, 'hallpass_release', { stale: true });
    await ana.hears(/has ended, which was confirmed at Meta/);
    expect(await ana.presses('EU-1', 'release', { stale: true })).toMatch(/has ended/);
    expect(graph.calls).toHaveLength(before);
    expect((await here.ledger.get('EU-1'))?.state).toBe('ended');
  });

  it('keeps its end to a fraction of a second by the real clock', async () => {
    const { here, clock } = await held();
    await here.active(here.ben, 'request page 123 for ticket 9 for 1s');

    const ended = await here.reaches('EU-2', 'ended');

    const events = await here.ledger.timeline('EU-2');
    const at = events.find(({ kind }) => kind === 'ending')?.at ?? 0;
    expect(at - ended.endsAt).toBeLessThan(250);
    expect(ended.provedAt - ended.endsAt).toBeLessThan(1_500);
    expect(clock.now()).toBeGreaterThan(ended.endsAt);
  });

  it('has its clock started by the proof, not by the approval', async () => {
    const here = await office({ switches: { readLagMs: 700 } });
    const { ana, lea, requested, reaches, ledger } = here;
    const id = await requested(ana, 'request page 123 for ticket 456 for 5m');

    await lea.presses(id, 'approve');
    const active = await reaches(id, 'active');

    const [, approved] = await ledger.timeline(id);
    expect(active.activeAt - (approved?.at ?? 0)).toBeGreaterThanOrEqual(700);
    expect(active.expiresAt).toBe(active.activeAt + 5 * MINUTE);
  });
});

describe('who is told what', () => {
  it('everything once: the holder by direct message, leads by the card alone', async () => {
    const { here, grant, until, clock, ana, lea, workspace, reaches } = await held();
    await ana.asks('extend EU-1 30m');
    await here.shows('EU-1', /asks for 30 min more/);
    await lea.presses('EU-1', 'approve_extension');
    await ana.reads(/now lasts until/);
    const later = await reaches('EU-1', 'active');
    clock.advance(later.remindAt - clock.now() + 1);
    await ana.reads(/Extend it/);
    await until(later.expiresAt);
    await ana.reads(/You had .*Removed, confirmed/s);
    await here.tells('EU-1', /Removed/);

    const firstLines = workspace.dm('U0ANA').map(({ text }) => text.replace(/ access.*/s, ''));
    expect(firstLines).toEqual(Array.from({ length: 4 }, () => 'You had analyst'));
    expect(ana.heard().map((text) => text.slice(0, 20))).toEqual(['*Asked: EU-1.* The c', 'EU-1: you asked for ']);
    expect(lea.heard().map((text) => text.slice(0, 16))).toEqual(['EU-1: you approv', 'EU-1: it now end']);
    expect(await here.thread('EU-1')).toHaveLength(5);
    for (const id of ['U0LEA', 'U0LOU', 'U0BEN']) expect(workspace.dm(id)).toEqual([]);
    const posts = workspace.apiCalls.filter(({ method }) => method === 'chat.postMessage');
    expect(posts.map(({ args }) => args.channel).filter((channel) => channel !== 'D0ANA')).toEqual(
      Array.from({ length: 6 }, () => SUPPORT),
    );
    expect(grant.approvedBy).toBe('U0LEA');
  });

  it('the requester every outcome, but not what they did themselves', async () => {
    const { here, ana, lea, workspace, clock, graph, reaches } = await held();
    const { requested } = here;
    const denied = await requested(ana, 'request page 1001 for ticket 1');
    await lea.asks(`deny ${denied} no`);
    const cancelled = await requested(ana, 'request page 1001 for ticket 2');
    await ana.asks(`cancel ${cancelled}`);
    const failed = await requested(ana, 'request page 1001 for ticket 3');
    graph.faults.next({ method: 'POST', edge: 'assigned_users' }, { kind: 'error', code: 100 });
    await lea.asks(`approve ${failed}`);
    await reaches(failed, 'failed');
    const lapsed = await requested(ana, 'request page 1001 for ticket 4');
    clock.advance(8 * HOUR + 1);
    await reaches(lapsed, 'lapsed');
    await reaches('EU-1', 'ended');

    await ana.reads(new RegExp(`Lapsed[\\s\\S]*${lapsed}`));
    await ana.reads(/Removed.*EU-1/s);
    const about = (id: string) => ana.inbox().filter((text) => text.includes(`${id} ·`));
    expect(about(denied)).toEqual([expect.stringMatching(/Denied by <@U0LEA>.* no/)]);
    expect(about(failed)).toEqual([expect.stringMatching(/No access was given: Meta did not take it/)]);
    expect(about(lapsed)).toEqual([expect.stringMatching(/Lapsed/)]);
    expect(about(cancelled)).toEqual([]);
    expect(workspace.dm('U0LEA')).toEqual([]);
  });
});

describe('more time', () => {
  it('is asked for from the direct message, and a lead approves on the card', async () => {
    const { here, grant, ana, lea, card, shows, tells, expiresAt } = await held();

    await pressInDm(here, 'extend');
    expect((await fill(here, ana, { duration: '99h' })).errors).toEqual({
      duration: expect.stringMatching(/4 d 3 h is too long: at most 7 h/),
    });
    await fill(here, ana, { duration: '30m' });
    await shows('EU-1', /<@U0ANA> asks for 30 min more/);
    expect(offers(await card('EU-1'))).toEqual(['approve_extension', 'deny_extension', 'release', 'revoke']);
    expect(await expiresAt()).toBe(grant.expiresAt);
    expect(await ana.asks('extend EU-1 30m')).toMatch(/asked for already/);
    expect(await ana.presses('EU-1', 'approve_extension')).toMatch(/Nobody decides on their own request/);

    await lea.presses('EU-1', 'approve_extension');

    await eventually(async () => expect(await expiresAt()).toBe(grant.expiresAt + 30 * MINUTE));
    await ana.reads(/now lasts until/);
    await tells('EU-1', /<@U0LEA> moved the end to/);
    expect(await lea.presses('EU-1', 'approve_extension', { stale: true })).not.toMatch(/now ends/);
    expect(await expiresAt()).toBe(grant.expiresAt + 30 * MINUTE);
    expect(offers(await card('EU-1'))).toEqual(['extend', 'release', 'revoke']);
  });

  it('is approved, or denied, by a reply in the thread', async () => {
    const { grant, ana, lea, tells, expiresAt, shows } = await held();

    await ana.asks('extend EU-1 30m');
    await shows('EU-1', /asks for 30 min more/);
    await lea.replies('EU-1', 'deny solve it tomorrow');
    await tells('EU-1', /denied the extension: solve it tomorrow/);
    await ana.reads(/did not agree to more time: solve it tomorrow/);
    expect(await expiresAt()).toBe(grant.expiresAt);

    await ana.asks('extend EU-1 20m');
    await lea.replies('EU-1', 'approve');
    await eventually(async () => expect(await expiresAt()).toBe(grant.expiresAt + 20 * MINUTE));
  });

  it('that is denied leaves the end where it was, and the access ends then', async () => {
    const { grant, until, ana, lea, graph, shows } = await held();
    await ana.asks('extend EU-1 30m');
    await shows('EU-1', /asks for 30 min more/);

    await lea.presses('EU-1', 'deny_extension');
    await ana.reads(/did not agree to more time/);

    expect((await until(grant.expiresAt)).endsAt).toBe(grant.expiresAt);
    expect(graph.world.holds('123', ANA)).toEqual([]);
  });

  it('that nobody decides does not move the end', async () => {
    const { grant, until, ana, lea, shows } = await held();
    await ana.asks('extend EU-1 30m');
    await shows('EU-1', /asks for 30 min more/);

    await until(grant.expiresAt);

    expect(await lea.presses('EU-1', 'approve_extension', { stale: true })).toMatch(/EU-1/);
    expect(await lea.asks('approve EU-1')).toMatch(/has ended, which was confirmed at Meta/);
  });

  it('needs no lead where the policy says so, but keeps to the maximum', async () => {
    const policy = 'approvers: [U0LEA]\nextensions: free\ndurations: { default: 1h, min: 1m, max: 2h }\n';
    const { grant, ana, ben, expiresAt } = await held({ policy });

    expect(await ben.asks('extend EU-1 30m')).toMatch(/somebody else's access/);
    expect(await ana.asks('extend EU-1 30m')).toMatch(/it now ends/);
    expect(await expiresAt()).toBe(grant.expiresAt + 30 * MINUTE);
    expect(await ana.asks('extend EU-1 45m')).toMatch(/45 min is too long: at most 30 min/);
    await ana.asks('extend EU-1');
    expect(await expiresAt()).toBe(grant.activeAt + 2 * HOUR);
    expect(await ana.asks('extend EU-1 1m')).toMatch(/as long as the rules allow \(2 h in all\)/);
    expect(await expiresAt()).toBe(grant.activeAt + 2 * HOUR);
  });

  it('given by a lead on their own account is there at once', async () => {
    const { grant, ana, lea, expiresAt } = await held();

    expect(await lea.asks('extend EU-1 15m')).toMatch(/it now ends/);
    expect(await lea.asks('extend EU-1 15m')).toMatch(/extended EU-1 already, a moment ago/);

    expect(await expiresAt()).toBe(grant.expiresAt + 15 * MINUTE);
    await ana.reads(/now lasts until/);
  });
});

describe('an early end', () => {
  it('is the holder’s to take, from the direct message, the card or by command; nobody else’s', async () => {
    const { here, ana, ben, lou, graph, reaches, shows, workspace } = await held();

    expect(await ben.presses('EU-1', 'release')).toMatch(/somebody else's access/);
    expect(await lou.asks('release EU-1')).toMatch(/somebody else's access.*lead can revoke/);
    expect(graph.world.holds('123', ANA)).toEqual(['ANALYZE']);

    await pressInDm(here, 'release');
    const ended = await reaches('EU-1', 'ended');

    expect(ended).toMatchObject({ endReason: 'released', endedBy: 'U0ANA' });
    expect(graph.world.holds('123', ANA)).toEqual([]);
    await shows('EU-1', /Removed, confirmed .*released by <@U0ANA>/i);
    await ana.hears(/is being taken away/);
    await eventually(() => expect(workspace.dm('U0ANA').flatMap(offers)).toEqual([]));
    expect(await ana.asks('release EU-1')).toMatch(/has ended/);
  });

  it('is a lead’s to order with a reason, which the holder hears', async () => {
    const { here, ana, ben, lou, card, graph, reaches, shows, tells, workspace } = await held();
    expect(await ben.asks('revoke EU-1 because I say so')).toMatch(/Only team leads/);
    expect(await ben.presses('EU-1', 'revoke')).toMatch(/Only team leads/);
    expect(workspace.modal('U0BEN')).toBeNull();

    await lou.click({ channel: SUPPORT, ts: (await card('EU-1')).ts }, 'hallpass_revoke');
    await fill(here, lou, { because: 'wrong customer' });
    const ended = await reaches('EU-1', 'ended');

    expect(ended).toMatchObject({ endReason: 'revoked', endedBy: 'U0LOU', note: 'wrong customer' });
    expect(graph.world.holds('123', ANA)).toEqual([]);
    await shows('EU-1', /revoked by <@U0LOU>.*: wrong customer/i);
    await tells('EU-1', /Removed and confirmed.*revoked by <@U0LOU>.*: wrong customer/i);
    await ana.reads(/revoked by <@U0LOU>.*: wrong customer/i);
  });

  it('may come before the access is there: nothing is given, or what was given is taken', async () => {
    const here = await office({ switches: { readLagMs: 1_000 } });
    const { ana, lea, graph, reaches, requested, shows } = here;
    const id = await requested(ana, 'request page 123 for ticket 456');
    await lea.presses(id, 'approve');

    await ana.asks(`release ${id}`);
    await reaches(id, 'ended');

    expect(graph.world.holds('123', ANA)).toEqual([]);
    const shown = await shows(id, /Ended before the access was seen/);
    expect(shown).toMatch(/released by <@U0ANA>/i);
  });
});

describe('grants of one person on one asset', () => {
  it.each([
    ['Northwind Help', '1001'],
    ['a New Pages Experience page', '1003'],
  ])('add up, and leave what was held before: %s', async (_, page) => {
    const here = await office();
    const { ben, graph, reaches, clock, active } = here;
    graph.world.assign({ asset: page, user: BEN, tasks: ['ANALYZE'] });
    const from = graph.ledger.length;

    const long = await active(ben, `request page ${page} for ticket 1 as advertiser for 2h`);
    const short = await active(ben, `request page ${page} for ticket 2 as moderator for 1h`);
    expect(graph.world.holds(page, BEN)).toEqual(['ADVERTISE', 'ANALYZE', 'MODERATE']);

    clock.advance(short.expiresAt - clock.now() + 1);
    await reaches(short.id, 'ended');
    expect(graph.world.holds(page, BEN)).toEqual(['ADVERTISE', 'ANALYZE']);

    await ben.asks(`release ${long.id}`);
    await reaches(long.id, 'ended');
    expect(graph.world.holds(page, BEN)).toEqual(['ANALYZE']);
    const moments = graph.ledger.slice(from).map(({ after }) => after.includes('ANALYZE'));
    expect(moments).toEqual([true, true, true, true]);
  });

  it('that give no more than was held before take nothing away, and say so', async () => {
    const here = await office();
    const { ben, graph, reaches, active, shows, tells } = here;
    const { id } = await active(ben, 'request page 1001 for ticket 1');

    await ben.asks(`release ${id}`);
    await reaches(id, 'ended');

    const kept = /<@U0BEN> still had analyst access then, as before the grant\./;
    expect(await shows(id, /Over, confirmed/)).toMatch(kept);
    expect((await tells(id, /Over and confirmed at Meta/)).join()).not.toMatch(/removed/i);
    expect(await ben.reads(/You had .*Over, confirmed/s)).toMatch(kept);
    expect(graph.world.holds('1001', BEN)).toEqual(['ANALYZE']);
  });

  it('of the same level end one by one, and only the last takes the access away', async () => {
    const { here, ana, graph, reaches, clock } = await held();
    const second = await here.active(ana, 'request page 123 for ticket 789 for 2h');

    await ana.asks('release EU-1');
    await reaches('EU-1', 'ended');
    expect(graph.world.holds('123', ANA)).toEqual(['ANALYZE']);
    const kept = /<@U0ANA> still had analyst access then, through EU-2\./;
    for (const said of [
      await here.shows('EU-1', /Over, confirmed/),
      (await here.tells('EU-1', /Over and confirmed at Meta/)).at(-1) ?? '',
      await ana.reads(/You had .*Over, confirmed/s),
      await ana.asks('log page 123'),
    ]) {
      expect(said).toMatch(kept);
      expect(said).not.toMatch(/removed/i);
    }

    clock.advance(second.expiresAt - clock.now() + 1);
    await reaches(second.id, 'ended');
    expect(graph.world.holds('123', ANA)).toEqual([]);
    expect(await here.shows('EU-2', /Removed, confirmed/)).not.toMatch(/still had/);
  });
});

it('a card always says who approved', async () => {
  const { until, grant, shows, here } = await held();

  expect(words(await here.card('EU-1'))).toContain('Approved by <@U0LEA>');
  await until(grant.expiresAt);

  await shows('EU-1', /Removed.*approved by <@U0LEA>/s);
});
