import { holdsSecretShape } from './credential-shapes.ts';
import { isValue, looksSecret, opensTalk, opensTelling } from './credential-value.ts';
import { latinLooks, plainLetters } from './plain-letters.ts';

/** The words for a password in the languages that customers write; `passw0rd` too. */
const PASSWORD = [
  'p[a@4][s$5]{2}[- ]?w[o0]rd[est]?',
  ...[
    'passwd',
    'passcode',
    'passphrase',
    'pwd',
    'pw',
    'psw',
    'pswd',
    'psswd',
    'p/w',
    'passwort',
    'kennwort',
    'mot de passe',
    'mdp',
  ],
  ...['motdepasse', 'contraseña', 'senha', 'wachtwoord', 'lösenord', 'adgangskode', 'passord', 'salasana', 'hasło'],
  ...['heslo', 'parola', 'şifre', 'пароль', 'κωδικός πρόσβασης', 'パスワード', '密码', '密碼', '비밀번호'],
]
  .map(plainLetters)
  .join('|');
const START = String.raw`(?<![\p{L}\p{N}])`;
const NAMES = `(?:${PASSWORD})s?`;
const WEAK = `(?:pass|secret|token|clave|(?:api|access|secret|private)[- _]?key)s?`;
const IS = '(?:is|are|was|ist|war|lautet|heisst|est|es|era|now|will be)';
const SIGN = '[-=–]{1,2}>|→|[:=]';
const DASH = '[-–—|/]';

const pattern = (source: string): RegExp => new RegExp(START + source, 'giu');

/** `password: x`, `pw=x`, `pass = x`: with such a sign any value counts. */
const SIGNED = pattern(String.raw`(?:${NAMES}|${WEAK})\s{0,3}(?:\(s\))?\s{0,3}(?:${SIGN})\s{0,4}`);
/** `password is x`, `das Passwort lautet x`: any value counts that does not tell how the password is. */
const SAID = pattern(String.raw`${NAMES}\s{1,3}${IS}\s{1,3}(?:(?:now|currently|still|jetzt)\s{1,3})?(?:[:=]\s?)?`);
/** `their pass is x`, `the password x`, `password (x)`, `password - x`, `password for Acme: x`: what looks like a secret. */
const NEXT_TO = [
  pattern(String.raw`${WEAK}\s{1,3}${IS}\s{1,3}(?:(?:now|currently|still|jetzt)\s{1,3})?`),
  pattern(String.raw`${NAMES}(?:\s{1,3}${DASH}|\s{0,3}[,;]|\.{2,3})?\s{0,3}(?<=[\s;])`),
  pattern(String.raw`${NAMES}\s\p{L}{2,20}\s{0,3}(?:${SIGN}|\s${IS}\s)\s{0,3}`),
  pattern(String.raw`${NAMES}\s{0,3}(?=[("'“„«[{<])`),
  pattern(
    String.raw`(?:${NAMES}|pass)\s{1,3}(?:for|of|to|on|from|fur|von|zu|de|del|du|pour|para)\s[^\n:=]{1,60}(?:[:=]|\s${IS}|\s${DASH})\s{1,3}`,
  ),
];
/** `x is the password`, `use x as password`. */
const BEFORE = new RegExp(
  String.raw`(\S{5,80})\s{1,3}(?:is|ist|est|es|as|als|=)\s{1,3}(?:(?:the|a|her|his|their|my|our|your|das|ihr|mein|le|son|la|su)\s{1,3})?(?:(?:new|old|current|neue|temporary)\s{1,3})?(?:${NAMES})(?![\p{L}\p{N}])`,
  'giu',
);
/** `my login is ana / hunter2`, `login ana@x.example hunter22`. */
const LOGIN = pattern(
  String.raw`(?<!\bad[ -]?)(?:log-?ins?|(?:log|sign)[- ]?(?:in|on)(?:\s(?:with|as))?|credentials?|creds|zugangsdaten|acceso|(?:username|user|account)s?(?=\s*[:=]|\s+is\b))\s{0,3}(?:(?:is|are|${SIGN})\s{0,3})?[^\s/|,]{1,100}\s{0,3}(?:[/|,:]|\s(?:and|und|et|y)\s|\s)\s{0,3}(?:(?:pass\w{0,10}|pw|pwd)\b\W{0,3})?`,
);
/** `ana@x.example / hunter22`, `ana@x.example:hunter22`. */
const MAIL_PAIR = /[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}\s{0,3}[/|:;]\s{0,3}/giu;
/** `PIN 4711`, `pin: 4711`; pinning post 4711 is another thing. */
const PIN = [
  /(?<![\p{L}\p{N}])(?:[Pp]ass[- ]?code|PIN|PINs|PIN[- ]?(?:code|Code|CODE)|pincode)\s{0,3}(?:\(|[:=-]|is|ist|lautet|est|es)?\s{0,3}\d{4,8}(?!\d)/u,
  /(?<![\p{L}\p{N}])pin(?:[- ]?(?:code|number|nummer))?\s{0,3}(?:[:=]|\bis\b|\bist\b|\blautet\b|\best\b|\bes\b)\s{0,3}\d{4,8}(?!\d)/iu,
  /(?<![\p{L}\p{N}])(?:the|her|his|their|my|our|der|die|le|el|card|sim)\s(?:[\p{L}]{1,12}\s)?pin\s\d{4,8}(?!\d)/iu,
];
/** Codes for signing in: the words, and then one or more codes near them. */
const CODES =
  /(?:(?:2fa|two-factor|mfa|backup|recovery|authenticat(?:or|ion)|verification|security|confirmation|log-?in|one-time|sms|bestatigungs|sicherheits)[- ]?(?:backup\s+|recovery\s+)?codes?|\bt?otp|code (?:2fa|sms|otp)|code de (?:verification|securite)|codigo de (?:verificacion|seguridad))(?![\p{L}\p{N}])(?![^\n\d]{0,20}(?:ticket|page|account|error|act_|case|post|since|after|#))[^\n\d]{0,20}?\d(?:[\d -]{4,})\d/iu;

/** A text without any of these can't be one, and most texts have none: the patterns above are dear. */
const HINTS = [
  ...PASSWORD.split('|'),
  ...['pass', 'pin', 'secret', 'token', 'clave', 'key', 'log[- ]?[io]n', 'sign[- ]?[io]n', 'cred', 'zugang', 'acceso'],
  ...['user', 'account', 'code', 'codigo', 'otp', '@'],
];
const HINT = new RegExp(HINTS.join('|'), 'iu');

const EVERYDAY_SIGNS = /^[\w ,.'?!#-]*$/;
const isAscii = (hint: string): boolean => /^[\x20-\x7e]*$/.test(hint);
/** The hints of plain letters, `Bearer`, fourteen signs in a row that are no id, four letters that stand apart. */
const UNUSUAL = new RegExp(
  [
    ...HINTS.filter(isAscii),
    'bearer',
    '(?<!\\S)(?!\\d+(?!\\S))\\S{14}',
    '(?<![a-z0-9])(?:[a-z][ ._-]){3}[a-z](?![a-z0-9])',
  ].join('|'),
  'i',
);

/** What most lines are: plain words and numbers with nothing that any pattern needs. Found quickly, since each command is looked at. */
export const isEveryday = (text: string): boolean => EVERYDAY_SIGNS.test(text) && !UNUSUAL.test(text);

/** Whether what stands behind one of the matches is meant: the line's rest after it. */
const followed = (text: string, head: RegExp, counts: (rest: string) => boolean): boolean =>
  [...text.matchAll(head)].some(({ index, 0: { length } }) => counts(text.slice(index + length, index + length + 200)));

function saysCredential(text: string): boolean {
  if (!HINT.test(text)) return false;
  return (
    followed(text, SIGNED, (rest) => isValue(rest) && !opensTelling(rest)) ||
    followed(text, SAID, (rest) => isValue(rest) && !opensTalk(rest)) ||
    [...NEXT_TO, LOGIN, MAIL_PAIR].some((head) => followed(text, head, looksSecret)) ||
    [...text.matchAll(BEFORE)].some(([, value = '']) => looksSecret(value)) ||
    PIN.some((pin) => pin.test(text)) ||
    CODES.test(text)
  );
}

/**
 * Whether a text carries a password, token or sign-in code. Such a text is refused and never stored, since nobody's access is
 * given by borrowing somebody's secret; a text about passwords ("customer forgot the password") is not one. Letters that only look
 * like the plain ones, and signs that can't be seen, hide nothing.
 */
export const holdsCredential = (text: string): boolean => !isEveryday(text) && looksClosely(text);

/** The same without the short cut. */
export function looksClosely(text: string): boolean {
  const plain = plainLetters(text);
  return [...new Set([plain, latinLooks(plain)])].some(saysCredential) || [text, plain].some(holdsSecretShape);
}
