import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsCredential, isEveryday, looksClosely } from '../../src/access/credential.ts';

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

const DISGUISED = [
  'p\u200Bassword: hunter22',
  'pass\u00ADword: hunter22',
  'pass\u2060word\uFEFF: hunter22',
  'ｐａｓｓｗｏｒｄ： hunter22',
  'p\u0301assword: hunter22',
  'p\u0336a\u0336ssword: hunter22',
  'раssword: hunter22',
  'pаsswоrd: hunter22',
  'ραssword: hunter22',
  '𝐩𝐚𝐬𝐬𝐰𝐨𝐫𝐝: hunter22',
  'p a s s w o r d : hunter22',
  'p.a.s.s.w.o.r.d: hunter22',
  '*password*: hunter22',
  '_password_: `hunter22`',
  'p@ssw0rd: hunter22',
  'PASSW0RD hunter22',
  'contrasen\u0303a: sol1234',
  'x\u200Boxb-123456789012-abcdefghij',
];

const SIGNED = [
  'password: "correct horse battery staple"',
  'password: correct horse battery staple',
  'password is "correct horse battery staple"',
  'password = sunshine',
  'password is sunshine',
  'password:\nsunshine',
  'password:hunter22',
  'password : hunter22',
  'Passwords: hunter22 and hunter33',
  'pw => hunter22',
  'mdp: hunter22',
  'mot de passe : soleil',
  'mot de passe est soleil99',
  'la contraseña es sol1234',
  'senha: verao',
  'wachtwoord: zomer',
  'Kennwort = Sommer',
  'пароль: лето2026',
  'パスワード: natsu2026',
  '密码：xiatian8',
  'client_secret=0a1b2c3d4e',
  'api key: 0a1b2c3d4e',
  'new password for the page: Summer-26!',
];

const BESIDE = [
  'the password hunter22',
  'password, hunter22',
  'password; hunter22',
  'mot de passe provisoire : Abc12345',
  'contraseña nueva: sol1234',
  'P/W: hunter22',
  'log in with ana / hunter22',
  'sign in as ana@x.example, hunter22',
  'the passcode 0000',
  'pw hunter22',
  'password - hunter22',
  'password – hunter22',
  'password / hunter22',
  'Password (hunter22)',
  'Password "hunter22"',
  'their pass is hunter22',
  'pass: letmein',
  'hunter22 is the password',
  'use hunter22 as password',
  'mdp hunter22',
  'password for Acme: hunter22',
  'the password for ana@x.example is hunter22',
  'login ana@x.example / hunter22',
  'login ana@x.example hunter22',
  'login: ana@x.example, hunter22',
  'credentials ana / hunter22',
  'username: ana / pw hunter22',
  'ana@x.example / hunter22',
  'ana@x.example:hunter22',
  'ana@x.example | P4ss-word',
];

const CODES = [
  'PIN 4711',
  'PIN: 4711',
  'pin is 4711',
  'the pin 471100',
  'PIN lautet 4711',
  'PIN code 4711',
  'their otp 482913',
  'code 2FA : 123 456',
  'SMS code: 482913',
  'Bestätigungscode 482913',
  'code de vérification 482 913',
  'el código de verificación es 482913',
];

const SHAPED = [
  'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  'rk_test_4eC39HqLyjWDarjtT1',
  '123456789012345|abcDEF0123456789abcDEF01234',
  '123|abcdefabcdef0123456789abcdef0123',
  'Authorization: Bearer abcdef0123456789',
  'Bearer ya29.a0AfH6SMBx0123456789abcdef',
  'glpat-abcdefGHIJ0123456789',
  'GOCSPX-abcdefGHIJ0123456789',
  'c_user=100001234567890;xs=12%3Aabcdefghij%3A2%3A16',
  'xs=12%3AabcdefghijKLMN%3A2%3A1600000000',
  `ghp_${'a1B2c3D4e5'.repeat(4)}`,
  'github_pat_11ABCDEFG0abcdefghijkl',
  'AKIAIOSFODNN7EXAMPLE',
  'AIzaSyA0123456789abcdefghijklmnopqrstuvw',
  'shpat_0123456789abcdef0123456789abcdef',
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  '—BEGIN PRIVATE KEY—',
  'otpauth://totp/Acme?issuer=Meta',
  'xoxe.xoxp-1-abcdefghijklmnop',
];

const ALL = [...SECRETS, ...DISGUISED, ...SIGNED, ...BESIDE, ...CODES, ...SHAPED];

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
  'customer forgot the password',
  'password reset does not work',
  'needs to reset their password',
  'needs to reset their password, ticket 456',
  '2FA code does not arrive',
  '2FA code does not arrive since 20261101',
  'login code fails, ticket 123456',
  'token expired',
  'token is expired, code 190',
  'Token: expired',
  "the Page's login is broken",
  'login is slow and unfortunately the ads stopped',
  'login works / 2FA fails',
  'pin the post',
  'pin post 4711 to the top',
  'pin 4711 to the top',
  'please pin 1003 and 1004',
  'pass it on to Lou',
  'pass page 1003 to Lou',
  'they pass 1003 calls an hour',
  'PIN entry fails',
  'PIN entry fails since 2026',
  'the password is correct, login still fails',
  'the password is correct but 2FA fails',
  'the password is generated by their IT',
  'the password is case-sensitive',
  'the password was entered twice',
  'password is required',
  'password: •••••',
  'password: n/a',
  'password: [removed]',
  'password (2FA) prompt',
  'password EU-1042',
  'password - please help',
  'password 3x wrong',
  'password 404',
  'password page1003',
  'password act_123456789',
  'password https://www.facebook.com/login',
  'password reset for ana@x.example',
  'password for page 1003: cannot log in',
  'wrong password!!',
  'use 1Password for that',
  'LastPass: vault is shared',
  'Passwort ist falsch',
  'das Passwort ist abgelaufen',
  'Passwort zurücksetzen geht nicht',
  'Passwort-Reset hilft nicht',
  'mot de passe oublié',
  'mot de passe: oublié',
  'password: changed yesterday',
  'API key: rotated',
  'pw reset please, ticket 4711',
  'password change request: ticket 456',
  'login: works again, thanks',
  'log in with ana / ben fails',
  'sign in to page 1003 fails',
  'the code 190 is back',
  'le mot de passe est incorrect',
  'contraseña olvidada',
  'la contraseña es incorrecta',
  'la clave es el presupuesto',
  'Das ist ein Wort, das wir kennen',
  'el paso siguiente es la cuenta',
  'la page du client est bloquée',
  'les annonces ne passent pas depuis 2026',
  'ana@x.example',
  'ana@x.example, ben@x.example',
  'write to ana@x.example: ticket 456',
  '<mailto:ana@x.example|ana@x.example>',
  '<https://desk.example/tickets/456|Ticket456abcdefghij>',
  '<https://business.facebook.com/settings/pages/123?business_id=9>',
  'https://www.facebook.com/profile.php?id=1000000000000001',
  'https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=7&x=1',
  'request act_123456789 for ticket ABC-12 as analyst for 1h30m',
  'request pages 1001, 1002 and 1003 for ticket #456 because ads stopped',
  'approve 30m as analyst',
  'deny wrong customer',
  'ad account: Acme / Summer2026',
  'user ana / page 1003',
  'their secret sauce is targeting',
  'the key is to wait',
  'the bearer of bad news',
  'the basic setup fails',
  'campaign BF2026 costs 100$ a day',
  'order a b c d first',
  'e.g. U.S.A. and E.U.',
  'Пароль не подходит',
  'Реклама не работает на странице 1003',
  'the Pakistan 482913 campaign',
  'task-force-for-the-quarter-is-done',
];

describe('a text with a credential', () => {
  it.each([...SECRETS, ...DISGUISED, ...SIGNED, ...BESIDE, ...CODES, ...SHAPED])('is recognised: %j', (text) => {
    const recognised = holdsCredential(text);

    expect(recognised).toBe(true);
  });

  it.each(TALK)('is told from talk about credentials: %j', (text) => {
    const recognised = holdsCredential(text);

    expect(recognised).toBe(false);
  });

  it('is not missed by the short cut for everyday lines', () => {
    const pieces = [...ALL, ...TALK].flatMap((line) => line.split(/(?<= )|(?= )/));
    const lines = fc.array(fc.constantFrom(...pieces, ' ', '-', '_', '.', 's'), { maxLength: 8 });

    fc.assert(
      fc.property(lines, (parts) => {
        const text = parts.join('');
        return !isEveryday(text) || !looksClosely(text);
      }),
      { numRuns: 5_000 },
    );
    expect(ALL.filter(isEveryday)).toEqual([]);
    expect(isEveryday('request page 123 for ticket 456 as analyst for 2h because the ads stopped')).toBe(true);
  });

  it('is searched in a moment, however the text is made', () => {
    const hostile = [
      'login: '.repeat(280),
      `password ${'is '.repeat(600)}`,
      '2fa code '.repeat(220),
      'a/'.repeat(1000),
      'password for '.repeat(150),
      'a@b.'.repeat(500),
      `p${' .'.repeat(1000)}`,
      `pin ${'is '.repeat(600)}`,
      `${'x'.repeat(1990)} is`,
    ];
    const started = performance.now();

    hostile.forEach(holdsCredential);

    expect(performance.now() - started).toBeLessThan(200);
  });
});
