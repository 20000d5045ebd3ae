import { describe, expect, it } from 'vitest';
import { holdsCredential } from '../../src/access/credential.ts';

const SECRETS = [
  'password: hunter2',
  'Password = Summer2026!',
  'the password is hunter2',
  'her pw is hunter2, try it',
  'PW: abc',
  'pass=letmein99',
  'pwd -> qwerty77',
  'das Passwort lautet Sommer2026',
  'Passwort: geheim1',
  'contraseña: sol1234',
  'my login is ana@acme.example / hunter2',
  'login: ana / S3cret99',
  'username: ana, password: hunter2',
  'use EAABsbCS1iHgBAOZCqZCZBXZAkq0ZCwZD0Y2 for it',
  'xoxb-123456789012-abcdefghij',
  'xapp-1-A0123-456-abcdef',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl',
  '-----BEGIN RSA PRIVATE KEY-----',
  '2FA backup codes: 1234 5678 8765 4321',
  'backup code 12345678',
  'the login code is 482913',
  'https://ana:hunter2@ads.example/x',
  'token: abcdef0123456789',
];

const TALK = [
  'password reset ticket',
  'customer forgot password',
  'customer forgot the password and cannot log in',
  'the password is wrong, she says',
  'password is not accepted',
  'customer says: password expired',
  'wants to change the password for page 123',
  'Passwort vergessen',
  'they asked about the password: unknown to us',
  'password: ***',
  'password: <redacted>',
  'we never ask for a password.',
  'login page is broken',
  'login is slow and the ads stopped',
  '2FA is switched off for two people',
  'backup codes were never printed',
  'the customer passes page 123 to us',
  'ads rejected with error code 1885316',
  'pass this on to Lea',
  'token expired, see ticket 456',
  'compass: north',
  'ticket 456, page 1000000000000000, act_123456789',
  'their account is suspended / under review',
  'EU-1042 approved for 30m',
];

describe('a text with a credential', () => {
  it.each(SECRETS)('is recognised: %s', (text) => {
    const recognised = holdsCredential(text);

    expect(recognised).toBe(true);
  });

  it.each(TALK)('is told from talk about credentials: %s', (text) => {
    const recognised = holdsCredential(text);

    expect(recognised).toBe(false);
  });

  it('is searched in a moment, however the text is made', () => {
    const hostile = [
      'login: '.repeat(280),
      `password ${'is '.repeat(600)}`,
      '2fa code '.repeat(220),
      'a/'.repeat(1000),
    ];
    const started = performance.now();

    hostile.forEach(holdsCredential);

    expect(performance.now() - started).toBeLessThan(200);
  });
});
