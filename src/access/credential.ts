/** What a secret looks like by its own shape, whatever stands around it. */
const SHAPES = [
  /\bEAA[A-Za-z0-9]{20,}/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  /\bxapp-\d-[A-Za-z0-9-]{10,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+)?/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bAKIA[A-Z0-9]{16}\b/,
  /\bgh[opsu]_[A-Za-z0-9]{30,}/,
  /:\/\/[^\s/:@]+:[^\s/@]{3,}@/,
];

const WORD =
  '(?:password|passwd|passwort|kennwort|passcode|passphrase|pwd|pw|contrase(?:ñ|n)a|mot de passe|wachtwoord|senha)';
/** `password: x`, `pw=x`, `pass = x`: with such a sign any value counts. */
const SIGNED = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${WORD}s?|pass|secret|token)\s*(?:[:=]|->|→)\s*(\S+)`, 'giu');
/** `password is x`, `das Passwort lautet x`: only a value that is no ordinary word counts. */
const SAID = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${WORD}\s+(?:is|was|ist|lautet|est|es|now|will be)\s+(?:now\s+|currently\s+)?["'“]?(\S+)`,
  'giu',
);
/** `my login is ana / hunter2`, `login: ana@x.example / hunter2`. */
const LOGIN =
  /(?<![\p{L}\p{N}])(?:log-?in|credentials?|creds|username|user|account)s?\s*(?:is|are|[:=])\s*[^\s/|]+\s*(?:\/|\||\band\b|,)\s*(?:(?:pass\w*|pw|pwd)\b\W*)?(?=\S*[^\p{L}\s/]|\S{12,})(\S{4,})/giu;
/** Codes for signing in: the words, and then one or more codes near them. */
const CODES =
  /(?:(?:2fa|two-factor|mfa|backup|recovery|authenticat(?:or|ion)|verification|login|one-time)\s+(?:backup\s+|recovery\s+)?codes?|otp)\b[^\n\d]{0,20}?\d(?:[\d -]{4,})\d/iu;

/** Words after `password is` that tell about a password without being one. */
const TELLING =
  /^(?:wrong|incorrect|invalid|expired|lost|forgotten|unknown|not|no|never|too|reset|being|required|needed|correct|rejected|asked|missing|still|out|old|weak|broken|changed|known|set|the|a|an|in|on|only|working|what|falsch|abgelaufen|weg|vergessen|unbekannt|nicht|to|for|from|safe|stored|saved|managed|handled|where|why|how|all|always|blocked|locked|accepted|leaked|compromised|due|gone|empty|ours|theirs|his|her|their|my|your)$/iu;
/** Values that stand for a secret without giving it away. */
const HIDDEN = /^(?:\*+|•+|x{3,}|\.{2,}|<[^>]*>?|\[[^\]]*\]?|\(\S*|n\/a|none|tbd|redacted|unknown|\?+|-+)$/iu;

const bare = (value: string | undefined): string => (value ?? '').replace(/^["'“‘`]+|["'”’`.,;:!?)]+$/gu, '');

const found = (text: string, pattern: RegExp, counts: (value: string) => boolean): boolean =>
  [...text.matchAll(pattern)].some((match) => counts(bare(match[1])));

const isValue = (value: string): boolean => value.length >= 3 && !HIDDEN.test(value) && !TELLING.test(value);

/** A text without any of these can't be one, and most texts have none: the patterns above are dear. */
const HINT =
  /p(?:ass|wd?\b|ins?\b)|wort|senha|contrase|mot de|secret|token|log-?in|cred|user|account|code|otp|eaa|xox|xapp|eyj|begin|akia|gh[opsu]_|:\/\//iu;

/**
 * Whether a text carries a password, token or sign-in code. Such a text is refused and never stored, since nobody's access is
 * given by borrowing somebody's secret; a text about passwords ("customer forgot the password") is not one.
 */
export function holdsCredential(text: string): boolean {
  if (!HINT.test(text)) return false;
  return (
    SHAPES.some((shape) => shape.test(text)) ||
    found(text, SIGNED, isValue) ||
    found(text, SAID, isValue) ||
    found(text, LOGIN, isValue) ||
    CODES.test(text)
  );
}
