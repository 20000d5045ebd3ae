/** Words after `password:` that tell about a password without being one. */
const TELLING =
  /^(?:wrong|incorrect|invalid|expired|lost|forgotten|forgot|unknown|not|no|never|reset|required|needed|rejected|asked|missing|broken|see|cannot|can['’]?t|doesn['’]?t|does not|falsch|abgelaufen|vergessen|unbekannt|nicht|fehlt|oublie|incorrecto?a?|expire|perdu|olvidada?|incorrecta|caducada|no|problem|please|changed|rotated|renewed|revoked|refused)(?![\p{L}\p{N}])/iu;
/** More words after `the password is` that do so. */
const TALK =
  /^(?:too|being|still|out|old|weak|set|the|a|an|in|on|at|only|working|what|weg|to|for|from|with|by|safe|where|why|how|all|always|due|gone|empty|ours|theirs|his|her|their|my|your|case|very|so|just|already|also|again|really|good|bad|new|different|same|strong|short|long|ok|okay|fine|there|here|nowhere|written|kept|sent|lost|known|none|us|them|him|kein\w*|noch|auch|schon|immer|zu|bei|im|neu|alt|richtig|korrekt|gesperrt|pas|trop|faux|bon|mauvais|tres|bien|mal|en|un|una|una|muy|\p{L}{2,}(?:ed|ing|able|ible|ive|ured|ert|iert|ado|ada|ido|ida)|correct(?=$|\W*$|[.,;:!?)]|\s+(?:but|and|yet|now|though|still|so|because|for|in|on|as|he|she|they|according|since|when|while|here|this)\b))(?![\p{L}\p{N}])/iu;
/** Values that stand for a secret without giving it away. */
const HIDDEN =
  /^(?:[*•●∙·xX#_-]{2,}|\.{2,}|…|<[^>\d]*>?|\[[^\]\d]*\]?|\([^)\d]*\)?|n\/a|none|tbd|redacted|unknown|hidden|removed|\?+|-+)$/iu;
/** Numbers, ids, addresses, times and short names that have digits and are no secret. */
const NUMBERED =
  /^(?:act_\d+|(?:pages?|ticket|group|adaccount|act|case|id|post)[:#_]?\d+|[#v]?[\d.,:/-]+|\d+(?:st|nd|rd|th|h|hrs?|m|mins?|s|d|x|k|kb|mb|%|€|\$)|\d{1,2}(?:h|hr|hours?)?\d{0,2}m?(?:in)?|[^@\s]+@[^@\s]+\.\w+|\w{2,10}:\/\/.*|www\..*|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|de|fr|es|example|io|eu|html?)(?:\/.*)?|\d*[a-z]{1,3}\d{0,2}|ios\d+|android\d+|windows\d+|office365|\d?password|oauth\d*|q\d|20\d\d|20\d\d-q\d)$/iu;
/** Ticket and request ids: `EU-1042`, `abc-12`. */
const KEYED = /^(?:[A-Z]{1,10}-\d+|[a-z]{2,4}-\d+)$/u;

const QUOTE = /^["'“”„‘’«»`([{<]+/u;

/** The first word of what stands behind, without the signs around it; all that is quoted when it is quoted. */
function firstOf(rest: string): { value: string; quoted: boolean } {
  const quote = /^["“„«`']\s*([^"“”«»`\n]{1,100}?)\s*["”“»`']/u.exec(rest);
  if (quote?.[1]) return { value: quote[1], quoted: true };
  const word = /^\S+/u.exec(rest)?.[0] ?? '';
  return {
    value: HIDDEN.test(word) ? word : word.replace(QUOTE, '').replace(/["'“”’`.,;:!?)\]}>]+$/gu, ''),
    quoted: false,
  };
}

/** Whether a value stands here at all; stars and the like stand for one that was not told. */
export function isValue(rest: string): boolean {
  const { value } = firstOf(rest);
  return value.length >= 2 && !HIDDEN.test(value);
}

/** Whether what follows `password:` tells about it. What is quoted is the password itself. */
export const opensTelling = (rest: string): boolean => !firstOf(rest).quoted && TELLING.test(rest);

/** Whether what follows `the password is` tells about it: `wrong`, `not accepted`, `correct, she says`. */
export function opensTalk(rest: string): boolean {
  const inside = rest.replace(QUOTE, '');
  return TELLING.test(inside) || TALK.test(inside);
}

/** Whether a word can only be a secret: letters mixed with digits or signs, and no number or id of everyday work. */
export function looksSecret(rest: string): boolean {
  const { value } = firstOf(rest);
  if (value.length < 5 || HIDDEN.test(value)) return false;
  if (NUMBERED.test(value) || KEYED.test(value)) return false;
  return /\p{L}/u.test(value) && (/\d/u.test(value) || /[!@#$%^&*+=?~](?=.)/u.test(value));
}
