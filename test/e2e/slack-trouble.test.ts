import { describe, expect, it } from 'vitest';
import type { Fault } from '../../demo/slack/workspace.ts';
import { eventually } from '../support/eventually.ts';
import { ANA, type Office, offers, office, SUPPORT, words } from './office.ts';
import { post } from './wire.ts';

/** Somebody with the right to do so deletes a message of the bot. */
async function deletes({ env }: Office, channel: string, ts: string): Promise<void> {
  const answer = await fetch(`${env.SLACK_API_URL}chat.delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.SLACK_BOT_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, ts }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

/** Everything that stands in the channel and in Ana's direct messages, each message once in a sound world. */
const standing = ({ workspace }: Office) => ({
  cards: workspace.messages(SUPPORT).filter(({ bot, threadTs }) => bot && !threadTs).length,
  // A line that comes again may stand below a later one.
  lines: workspace
    .messages(SUPPORT)
    .filter(({ threadTs }) => threadTs)
    .map((line) => words(line).replace(/[,.:].*/s, ''))
    .sort(),
  direct: workspace.dm('U0ANA').map((message) => words(message).slice(0, 12)),
});

const faults: [string, Fault][] = [
  ['asks to slow down', { kind: 'ratelimited', retryAfter: 1 }],
  ['breaks the connection before it did it', { kind: 'cut-before' }],
  ['breaks the connection after it did it', { kind: 'cut-after' }],
  ['answers with an error of its own', { kind: 'error', error: 'internal_error' }],
];

describe.each(faults)('Slack %s', (_, fault) => {
  it('at every step: one card, and one line and one message for each event', async () => {
    const here = await office();
    const { ana, lea, workspace, reaches, tells, shows, card } = here;
    const trouble = () => {
      workspace.faults.next('chat.postMessage', fault);
      workspace.faults.next('chat.update', fault);
      workspace.faults.next('response_url', { kind: 'http', status: 500 });
    };

    trouble();
    expect(await ana.asks('request page 123 for ticket 456')).toContain('Asked: EU-1');
    await card('EU-1');
    trouble();
    await lea.asks('approve EU-1');
    await reaches('EU-1', 'active');
    await ana.reads(/You have analyst/);
    await tells('EU-1', /seen at Meta/);
    await tells('EU-1', /approved it/);
    trouble();
    await ana.asks('release EU-1');
    await reaches('EU-1', 'ended');
    await ana.reads(/You had analyst .*Removed/s);
    await tells('EU-1', /Removed and confirmed/);
    await shows('EU-1', /Removed, confirmed/);

    expect(standing(here)).toEqual({
      cards: 1,
      lines: ['<@U0LEA> approved it as analyst for 1 h', 'Removed and confirmed at Meta', 'The access is there'],
      direct: ['You had anal', 'You had anal'],
    });
    expect(workspace.dm('U0ANA').flatMap(offers)).toEqual([]);
    expect([ana.heard().length, lea.heard().length]).toEqual([2, 1]);
  });
});

describe('a Slack that hangs', () => {
  it('for one card holds up neither another one nor Meta', async () => {
    const here = await office();
    const { ana, ben, lea, workspace, requested, reaches, active, graph } = here;
    await requested(ana, 'request page 123 for ticket 456');
    workspace.faults.next('chat.update', { kind: 'hang', ms: 3_000 });
    await lea.asks('approve EU-1');
    await reaches('EU-1', 'active');

    const started = performance.now();
    await active(ben, 'request page 1001 for ticket 9 as advertiser');

    expect(performance.now() - started).toBeLessThan(3_000);
    expect(graph.world.holds('123', ANA)).toEqual(['ANALYZE']);
    await here.shows('EU-1', /Active until/);
  });

  it('when a lead clicks changes nothing, and the lead is told to try again', async () => {
    const here = await office();
    const { ana, lea, workspace, requested, reaches } = here;
    await requested(ana, 'request page 123 for ticket 456');
    workspace.faults.next('users.info', { kind: 'error', error: 'internal_error' });

    expect(await lea.presses('EU-1', 'approve')).toMatch(/Slack did not answer.*nothing was changed.*Try again/);
    expect((await here.ledger.get('EU-1'))?.state).toBe('pending');

    await lea.presses('EU-1', 'approve');
    await reaches('EU-1', 'active');
  });

  it('when a form should open is told to the person', async () => {
    const here = await office();
    const { ana, lea, workspace, requested } = here;
    await requested(ana, 'request page 123 for ticket 456');
    workspace.faults.next('views.open', { kind: 'error', error: 'expired_trigger_id' }, 2);

    expect(await lea.presses('EU-1', 'deny')).toMatch(/Try again/);
    expect(await ana.asks('')).toMatch(/Try again/);
  });
});

describe('an answer to a command', () => {
  it('comes as a message for the person alone when its address is used up', async () => {
    const { ana, workspace } = await office();
    workspace.faults.next('response_url', { kind: 'http', status: 404 });

    expect(await ana.asks('mine')).toMatch(/You hold no access/);

    expect(ana.heard()).toHaveLength(1);
    expect(workspace.apiCalls.map(({ method }) => method)).toContain('chat.postEphemeral');
  });

  it('that Slack takes in no way does not undo what was done', async () => {
    const { ana, workspace, card } = await office();
    workspace.faults.next('response_url', { kind: 'http', status: 404 });
    workspace.faults.next('chat.postEphemeral', { kind: 'error', error: 'internal_error' });

    await ana.command(SUPPORT, '/access request page 123 for ticket 456');

    await card('EU-1');
    expect(await ana.asks('request page 123 for ticket 456')).toMatch(/open already: EU-1/);
  });
});

describe('a card that somebody deleted', () => {
  it('before the decision comes again with its buttons, once', async () => {
    const here = await office();
    const { ana, lea, requested, card, cards, reaches, tells, shows } = here;
    await requested(ana, 'request page 123 for ticket 456');
    await deletes(here, SUPPORT, (await card('EU-1')).ts);

    await lea.asks('approve EU-1');
    await reaches('EU-1', 'active');

    await ana.reads(/You have analyst/);
    await eventually(() => expect(cards()).toEqual(['EU-1']));
    await shows('EU-1', /Active until/);
    await tells('EU-1', /seen at Meta/);
  });

  it('while the access is there keeps nobody from ending it, or from hearing of the end', async () => {
    const here = await office();
    const { ana, lea, active, card, cards, reaches, graph, tells } = here;
    await active(ana, 'request page 123 for ticket 456');
    await deletes(here, SUPPORT, (await card('EU-1')).ts);

    await lea.asks('revoke EU-1 wrong customer');
    await reaches('EU-1', 'ended');

    expect(graph.world.holds('123', ANA)).toEqual([]);
    await ana.reads(/You had .*wrong customer/s);
    await eventually(() => expect(cards()).toEqual(['EU-1']));
    await tells('EU-1', /Removed and confirmed/);
  });
});

describe('people and places that are gone', () => {
  it('a channel that the bot was taken out of: access is still given, told and taken away', async () => {
    const here = await office();
    const { ana, lea, active, workspace, reaches, graph } = here;
    const members = ['U0ANA', 'U0BEN', 'U0LEA', 'U0LOU'];
    await active(ana, 'request page 123 for ticket 456');
    workspace.addChannel({ id: SUPPORT, name: 'support', members });

    expect(await ana.asks('release EU-1')).toMatch(/being taken away/);
    await reaches('EU-1', 'ended');
    expect(graph.world.holds('123', ANA)).toEqual([]);
    await ana.reads(/You had .*Removed, confirmed/s);

    expect(await ana.asks('request page 123 for ticket 789')).toMatch(/EU-2/);
    await lea.asks('approve EU-2');
    await reaches('EU-2', 'active');
    await ana.reads(/You have .*EU-2/s);

    workspace.addChannel({ id: SUPPORT, name: 'support', members: [...members, 'U0HALLPASS'] });
    await here.shows('EU-2', /Active until/);
    await here.shows('EU-1', /Removed, confirmed/);
  });

  it('a holder who left Slack: the access ends all the same, the card says so, and nobody tries to tell them for ever', async () => {
    const { ana, active, workspace, clock, reaches, shows, graph, bot } = await office();
    const grant = await active(ana, 'request page 123 for ticket 456');
    workspace.removeUser('U0ANA');

    clock.advance(grant.expiresAt - clock.now() + 1);
    await reaches('EU-1', 'ended');

    expect(graph.world.holds('123', ANA)).toEqual([]);
    await shows('EU-1', /Removed, confirmed/);
    await eventually(async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${bot.port}/metrics`)).text();
      expect(metrics).toContain('hallpass_queue_jobs{business="eu",job="notify"} 0');
    });
  });
});

describe('an event that Slack sends again', () => {
  it('decides once, and is answered once', async () => {
    const here = await office();
    const { ana, lea, requested, card, reaches } = here;
    await requested(ana, 'request page 123 for ticket 456');
    const { ts } = await card('EU-1');
    const message = { type: 'message', channel: SUPPORT, channel_type: 'channel', user: 'U0LEA', text: 'approve' };
    const event = { ...message, ts: '1700000000.000001', thread_ts: ts, client_msg_id: 'b1' };
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: 'T0NORTHWIND',
      api_app_id: 'A0HALLPASS',
      event_id: 'Ev0AGAIN',
      event,
    });

    await Promise.all([post(here.bot, body), post(here.bot, body), post(here.bot, body)]);
    await reaches('EU-1', 'active');
    await ana.reads(/You have analyst/);

    await lea.asks('pending');
    expect(lea.heard().filter((text) => text.includes('you approved'))).toHaveLength(1);
    expect(lea.heard().filter((text) => text.includes('by <@U0LEA>'))).toHaveLength(0);
    expect((await here.ledger.timeline('EU-1')).map(({ kind }) => kind)).toEqual([
      'requested',
      'approved',
      'activated',
    ]);
  });
});
