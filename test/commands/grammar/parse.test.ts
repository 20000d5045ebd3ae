import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, VERBS } from '../../../src/commands/grammar/command.ts';
import { parse } from '../../../src/commands/grammar/parse.ts';

const page = (id: string) => ({ kind: 'page', id }) as const;
const account = (id: string) => ({ kind: 'adaccount', id }) as const;
const MINUTE = 60_000;

const command = (line: string): Command => {
  const parsed = parse(line, { levels: ['analyst', 'editor'], botUserId: 'U0HALLPASS' });
  if (!parsed.ok) throw new Error(`${line}: ${JSON.stringify(parsed.error)}`);
  return parsed.command;
};

describe('a request', () => {
  it.each([
    'request page 123 for ticket 456',
    'REQUEST Page 123 FOR Ticket #456',
    'request page 123 ticket 456',
    'request page 123 for #456',
    'request page 123 #456',
    'request for ticket 456 page 123',
    'request page:123 ticket: 456',
    '/access request page 123 for the ticket 456',
    '<@U0HALLPASS> request page 123 for ticket 456',
    'request page <tel:123|123> for ticket 456',
    'request page 1\u200B23 for\u202E ticket 456',
    'request <https://www.facebook.com/profile.php?id=123&amp;sk=about|Acme> for ticket 456',
    'request page https://business.facebook.com/settings/pages/123?business_id=9 for ticket 456',
    'request page 123 for ticket <https://desk.example/tickets/456?a=1>',
  ])('is understood as %s', (line) => {
    expect(command(line)).toEqual({ kind: 'request', assets: [page('123')], ticket: '456' });
  });

  it('takes level, duration and reason in any order, the reason last', () => {
    const asked = { kind: 'request', assets: [page('1')], ticket: 'ABC-12', level: 'analyst', duration: 90 * MINUTE };

    expect(command('request page 1 for abc-12 as an Analyst for 1h30m')).toEqual(asked);
    expect(command('request page 1 1 h 30 min as analyst ticket abc-12')).toEqual(asked);
    expect(command('request as analyst for 90 minutes page 1 for ticket ABC-12 because ads stopped')).toEqual({
      ...asked,
      because: 'ads stopped',
    });
  });

  it.each([
    ['pages 1, 2 and 3', [page('1'), page('2'), page('3')]],
    ['pages 1,2,3', [page('1'), page('2'), page('3')]],
    ['pages 1 2 & 3', [page('1'), page('2'), page('3')]],
    ['page 1 and act_2', [page('1'), account('2')]],
    ['page 1, ad account 2 and 3', [page('1'), account('2'), account('3')]],
    ['act_123', [account('123')]],
    ['ad account 123', [account('123')]],
    ['adaccount act_123', [account('123')]],
    ['Ad Accounts 1 and 2', [account('1'), account('2')]],
    ['<https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=7&amp;x=1>', [account('7')]],
    ['page 1 page 1', [page('1')]],
    ['project 77', [{ kind: 'group', id: '77' }]],
    ['project “Acme Shoes”', [{ kind: 'group', name: 'Acme Shoes' }]],
    ['group "Acme" and page 1', [{ kind: 'group', name: 'Acme' }, page('1')]],
    [`page ${'9'.repeat(30)}`, [page('9'.repeat(30))]],
  ])('may be for %s', (words, assets) => {
    expect(command(`request ${words} for ticket 4`)).toEqual({ kind: 'request', assets, ticket: '4' });
  });

  it('keeps a reason as plain text, whatever it looks like', () => {
    const because = (text: string) => {
      const read = command(`request page 1 ticket 2 because ${text}`);
      return read.kind === 'request' ? read.because : undefined;
    };

    expect(because('{"a":1} 😀 return redis.call("KEYS")')).toBe('{"a":1} 😀 return redis.call("KEYS")');
    expect(because('&lt;b&gt; &amp;amp; as editor for 9h now')).toBe('<b> &amp; as editor for 9h now');
    expect(because('<@U1|ana> said <https://x.example/a?b=1&amp;c=2>')).toBe('@ana said https://x.example/a?b=1&c=2');
    expect(because('one\n\ntwo\u0007')).toBe('one two');
  });

  it.each<[string, Partial<Extract<Command, { kind: 'request' }>>]>([
    ['because ads stopped for ticket 4', { because: 'ads stopped' }],
    ['because ads stopped, for ticket 4 as analyst', { because: 'ads stopped', level: 'analyst' }],
    [
      'for ticket 4 because ads stopped for 30m as analyst',
      { because: 'ads stopped', level: 'analyst', duration: 30 * MINUTE },
    ],
    [
      'as analyst because: it broke for 2 hours for the ticket #4',
      { because: 'it broke', level: 'analyst', duration: 120 * MINUTE },
    ],
    ['for ticket 4 because ads stopped for 30m yesterday', { because: 'ads stopped for 30m yesterday' }],
    ['for ticket 4 because they work as partner', { because: 'they work as partner' }],
    ['for ticket 4 because we look for it as an editor', { because: 'we look for it', level: 'editor' }],
    ['for ticket 4 because it waits for 802', { because: 'it waits for 802' }],
    ['for ticket 4 because "ads stopped for 30m"', { because: 'ads stopped for 30m' }],
    ['because “ads stopped for 30m” for ticket 4', { because: 'ads stopped for 30m' }],
    ['for ticket 4 because "Acme" stopped for 30m', { because: '"Acme" stopped', duration: 30 * MINUTE }],
    ['for ticket 4 for 2h because "ads stopped for 30m"', { because: 'ads stopped for 30m', duration: 120 * MINUTE }],
  ])('tells the reason from the clauses at the end: %s', (words, terms) => {
    expect(command(`request page 1 ${words}`)).toEqual({ kind: 'request', assets: [page('1')], ticket: '4', ...terms });
  });
});

describe('the other verbs', () => {
  it.each<[string, Command]>([
    ['', { kind: 'form' }],
    ['  /access ', { kind: 'form' }],
    ['approve eu-12', { kind: 'approve', id: 'EU-12' }],
    ['approve EU-12 30m as analyst', { kind: 'approve', id: 'EU-12', duration: 30 * MINUTE, level: 'analyst' }],
    ['approve EU-12 as analyst for 30m', { kind: 'approve', id: 'EU-12', duration: 30 * MINUTE, level: 'analyst' }],
    ['deny EU-12', { kind: 'deny', id: 'EU-12' }],
    ['deny EU-12: wrong customer', { kind: 'deny', id: 'EU-12', because: 'wrong customer' }],
    ['reject EU-12 because wrong customer', { kind: 'deny', id: 'EU-12', because: 'wrong customer' }],
    ['extend EU-12', { kind: 'extend', id: 'EU-12' }],
    ['extend EU-12 by 30 min', { kind: 'extend', id: 'EU-12', duration: 30 * MINUTE }],
    ['release EU-12', { kind: 'release', id: 'EU-12' }],
    ['revoke EU-12 because left the team', { kind: 'revoke', id: 'EU-12', because: 'left the team' }],
    ['cancel EU-12', { kind: 'cancel', id: 'EU-12' }],
    ['mine', { kind: 'mine' }],
    ['pending', { kind: 'pending' }],
    ['who page 123?', { kind: 'who', asset: page('123') }],
    ['who has act_5', { kind: 'who', asset: account('5') }],
    ['show project "Acme"', { kind: 'show', asset: { kind: 'group', name: 'Acme' } }],
    ['log page 1', { kind: 'log', of: { asset: page('1') } }],
    ['log ticket #456', { kind: 'log', of: { ticket: '456' } }],
    ['log #456', { kind: 'log', of: { ticket: '456' } }],
    ['log <@U0ANA|ana>', { kind: 'log', of: { user: 'U0ANA' } }],
    ['log <@U0ANA>', { kind: 'log', of: { user: 'U0ANA' } }],
    ['why EU-12', { kind: 'why', id: 'EU-12' }],
    ['ask page 1 for ticket 4', { kind: 'request', assets: [page('1')], ticket: '4', ask: true }],
    ['link', { kind: 'link' }],
    ['link <@U0BEN>', { kind: 'link', user: 'U0BEN' }],
    ['reconcile', { kind: 'reconcile' }],
    ['reconcile page 1', { kind: 'reconcile', asset: page('1') }],
    [
      'adopt <@U0BEN> on page 1 for 2h as analyst',
      { kind: 'adopt', user: 'U0BEN', asset: page('1'), duration: 120 * MINUTE, level: 'analyst' },
    ],
    ['help', { kind: 'help' }],
    ['help request', { kind: 'help', topic: 'request' }],
    ['?', { kind: 'help' }],
  ])('%j', (line, expected) => {
    expect(command(line)).toEqual(expected);
  });
});

describe('any line at all', () => {
  const words = fc.constantFrom(
    ...VERBS,
    ...['page', 'pages', 'act_1', '123', '1,2', 'and', ',', 'for', 'ticket', '#4', 'as', 'an', 'analyst', 'because'],
    ...['1h', '1,5h', 'EU-1', '"Acme"', '<@U1|a>', '<https://facebook.com/1>', '&lt;', 'constructor', '__proto__'],
  );
  const line = fc.oneof(
    fc.array(words, { maxLength: 12 }).map((parts) => parts.join(' ')),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
  );

  it('gives a command or an error that points into the line, and every whole suggestion is itself a command', () => {
    fc.assert(
      fc.property(line, (text) => {
        const parsed = parse(text, { levels: ['analyst'] });

        if (parsed.ok) return;
        const { at, line: shown, suggestion } = parsed.error;
        expect(at[0]).toBeGreaterThanOrEqual(0);
        expect(at[1]).toBeGreaterThanOrEqual(at[0]);
        expect(at[1]).toBeLessThanOrEqual(shown.length);
        if (suggestion && !/[<@]/.test(suggestion)) expect(parse(suggestion, { levels: ['analyst'] }).ok).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});
