import { describe, expect, it } from 'vitest';
import { parseReply } from '../../../src/commands/grammar/reply.ts';

const MINUTE = 60_000;
const reply = (text: string) => parseReply(text, { botUserId: 'U0HALLPASS' });

describe('a reply in the thread of a card', () => {
  it.each([
    ['approve', { kind: 'approve' }],
    ['Approve', { kind: 'approve' }],
    ['approve.', { kind: 'approve' }],
    ['<@U0HALLPASS> approve', { kind: 'approve' }],
    ['approve 30m as analyst', { kind: 'approve', duration: 30 * MINUTE, level: 'analyst' }],
    ['approve for 30m', { kind: 'approve', duration: 30 * MINUTE }],
    ['deny', { kind: 'deny' }],
    ['deny wrong customer', { kind: 'deny', because: 'wrong customer' }],
    ['deny because of &lt;this&gt;', { kind: 'deny', because: 'of <this>' }],
  ])('%s decides', (text, expected) => {
    expect(reply(text)).toEqual(expected);
  });

  it.each([
    "approve? I'm not sure",
    'approve it please',
    'approve EU-12',
    'approve 30',
    'approve as soon as possible',
    'approve 1,5h',
    'approve because Lou said so',
    'I approve',
    'approved',
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
    'approve\nor maybe later',
    '',
    `approve ${' '.repeat(2000)}`,
  ])('%j is ordinary talk', (text) => {
    expect(reply(text)).toBeNull();
  });
});
