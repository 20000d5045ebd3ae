import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../demo/slack/signing.ts';
import { office } from '../e2e/office.ts';
import { click, command, post } from '../e2e/wire.ts';
import { eventually } from '../support/eventually.ts';
import { inHandOf } from '../support/in-hand.ts';

const SECRET = 'demo-signing-secret';

/** A form as it comes back from Slack, with whatever is in it. */
const submission = (user: string, form: string, metadata: string, values: object = {}): string =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'view_submission',
      team: { id: 'T0NORTHWIND', domain: 'northwind' },
      user: { id: user, team_id: 'T0NORTHWIND' },
      api_app_id: 'A0HALLPASS',
      view: { id: 'V1', type: 'modal', callback_id: form, private_metadata: metadata, state: { values } },
    }),
  }).toString();

describe('a signed request that is sent again within five minutes', () => {
  it('does once what it did the first time', async () => {
    const here = await office();
    const { bot, ledger, graph, reaches } = here;
    const twice = async (body: string) => {
      const headers = signedHeaders(SECRET, body);
      for (let time = 0; time < 3; time += 1) expect((await post(bot, body, headers)).status).toBe(200);
      await eventually(async () => expect(await inHandOf(here)).toBe(0));
    };

    await twice(command('request page 123 for ticket 456 for 1h'));
    await here.card('EU-1');
    await twice(click('U0LEA', 'approve', 'EU-1'));
    await reaches('EU-1', 'active');
    await twice(command('extend EU-1 30m', { user_id: 'U0LEA' }));
    await twice(command('release EU-1'));
    await reaches('EU-1', 'ended');
    await twice(click('U0LEA', 'approve', 'EU-1'));

    expect(await ledger.get('EU-2')).toBeNull();
    const kinds = (await ledger.timeline('EU-1')).map(({ kind }) => kind);
    expect(kinds).toEqual(['requested', 'approved', 'activated', 'extended', 'ending', 'ended']);
    const gifts = graph.calls.filter(({ method, edge }) => method === 'POST' && edge === 'assigned_users');
    expect(gifts).toHaveLength(1);
  });
});

describe('a form whose hidden part was tampered with', () => {
  it('decides nothing but what the person may decide there', async () => {
    const here = await office();
    const { bot, ledger, graph } = here;
    await here.requested(here.ana, 'request page 123 for ticket 456');
    await here.ana.asks('request page 3002 for ticket 456', 'C0USDESK');
    const about = (id: string, channel: string) => JSON.stringify({ id, channel });
    const level = (value: string) => ({ level: { level: { selected_option: { value } } } });

    const bodies = [
      submission('U0LEA', 'hallpass_change_terms', about('US-1', 'C0SUPPORT')),
      submission('U0BEN', 'hallpass_change_terms', about('EU-1', 'C0SUPPORT')),
      submission('U0ANA', 'hallpass_change_terms', about('EU-1', '')),
      submission('U0BEN', 'hallpass_deny_reason', about('EU-1', 'D0BEN')),
      submission('U0BEN', 'hallpass_revoke_reason', about('US-1', '')),
      submission('U0LEA', 'hallpass_change_terms', about('EU-1', 'C0RANDOM')),
      submission('U0LEA', 'hallpass_change_terms', about('EU-1', 'C0SUPPORT'), level('__proto__')),
      submission('U0LEA', 'hallpass_change_terms', about('EU-1', 'C0SUPPORT'), level('page admin')),
      submission('U0LEA', 'hallpass_change_terms', about('__proto__', '')),
      submission('U0LEA', 'hallpass_change_terms', '[]'),
      submission('U0LEA', 'hallpass_change_terms', '{"id":{},"channel":["C0SUPPORT"]}'),
      submission('U0LEA', 'hallpass_change_terms', 'x'.repeat(10_000)),
    ];
    await Promise.all(bodies.map((body) => post(bot, body)));
    await eventually(async () => expect(await inHandOf(here)).toBe(0));

    for (const business of ['EU-1', 'US-1'])
      expect(await here.lea.asks('pending', business === 'EU-1' ? 'C0SUPPORT' : 'C0USDESK')).toContain(business);
    expect((await ledger.timeline('EU-1')).map(({ kind }) => kind)).toEqual(['requested']);
    expect(graph.calls.filter(({ edge }) => edge === 'assigned_users')).toEqual([]);
  });
});
