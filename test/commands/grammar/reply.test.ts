import { describe, expect, it } from 'vitest';
import { parseReply } from '../../../src/commands/grammar/reply.ts';

const MINUTE = 60_000;
const reply = (text: string) => parseReply(text, { botUserId: 'U0HALLPASS', levels: ['analyst', 'advertiser'] });

describe('a reply in the thread of a card', () => {
  it.each([
    ['approve', { kind: 'approve' }],
    ['Approve', { kind: 'approve' }],
    ['approve.', { kind: 'approve' }],
    ['<@U0HALLPASS> approve', { kind: 'approve' }],
    ['approve 30m as analyst', { kind: 'approve', duration: 30 * MINUTE, level: 'analyst' }],
    ['approve for 30m', { kind: 'approve', duration: 30 * MINUTE }],
    ['approve :white_check_mark:', { kind: 'approve' }],
    ['approve ✅', { kind: 'approve' }],
    ['approve, ok.', { kind: 'approve' }],
    ['approve 30m as analyst :+1::skin-tone-3:', { kind: 'approve', duration: 30 * MINUTE, level: 'analyst' }],
    ['approve: 30m', { kind: 'approve', duration: 30 * MINUTE }],
    ['deny', { kind: 'deny' }],
    ['deny.', { kind: 'deny' }],
    ['deny: wrong customer', { kind: 'deny', because: 'wrong customer' }],
    ['deny this is not ok', { kind: 'deny', because: 'this is not ok' }],
    ['deny wrong customer', { kind: 'deny', because: 'wrong customer' }],
    ['deny because of &lt;this&gt;', { kind: 'deny', because: 'of <this>' }],
  ])('%s decides', (text, expected) => {
    expect(reply(text)).toEqual({ ok: true, reply: expected });
  });

  it.each([
    "approve? I'm not sure",
    'I approve',
    'I approve of this, but not today',
    'approve of this I do, but not for a whole day',
    'approve or not?',
    'approve 30m? as nobody',
    'approval is with Lou',
    'apropos of nothing',
    'approach them first',
    'improve the wording',
    'approved by the customer already, see their mail',
    'rejected by Meta twice, so we try again',
    'deny it or not?',
    'deny? no',
    'denying this would be odd',
    'yes',
    'lgtm',
    'ok',
    ':+1:',
    '"approve" is what you write',
    '&gt; approve',
    '<@U0ANA> approve',
    '',
    `approve ${' '.repeat(2000)}`,
  ])('%j is ordinary talk', (text) => {
    expect(reply(text)).toBeNull();
  });

  it.each([
    ['approve 30m as nobody', 'unknown_level', undefined],
    ['approve 30m as advertizer', 'unknown_level', 'approve 30m as advertiser'],
    ['approve please', 'unexpected_word', undefined],
    ['approve, thanks', 'unexpected_word', undefined],
    ['approve it please', 'unexpected_word', undefined],
    ['approve EU-12', 'unexpected_word', undefined],
    ['approve 30', 'bad_duration', 'approve 30m'],
    ['approve 1,5h', 'bad_duration', 'approve 1h30m'],
    ['approve analyst', 'unexpected_word', 'approve as analyst'],
    ['approve as soon as possible', 'unknown_level', undefined],
    ['approve because Lou said so', 'unexpected_word', undefined],
    ['approve\nor maybe later', 'unexpected_word', undefined],
    ['approve :-1:', 'unexpected_word', undefined],
    ['approved', 'unexpected_word', 'approve'],
    ['Aprove for 30', 'unexpected_word', 'approve for 30m'],
    ['<@U0HALLPASS> approved', 'unexpected_word', 'approve'],
    ['<@U0HALLPASS> aprove for 30', 'unexpected_word', 'approve for 30m'],
    ['reject wrong customer', 'unexpected_word', 'deny wrong customer'],
    ['denied', 'unexpected_word', 'deny'],
  ])('%j is nearly a decision, and decides nothing', (text, code, suggestion) => {
    const read = reply(text);

    expect(read).toMatchObject({ ok: false, error: { code } });
    expect(read && !read.ok ? read.error.suggestion : 'none').toBe(suggestion);
  });
});
