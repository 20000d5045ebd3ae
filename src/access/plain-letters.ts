/** Letters of other alphabets that look like Latin ones, and those that they look like. */
const ALIKE = new Map(
  [
    ['авеіјкмнорстухѕһԁԛԝгпь', 'abeijkmhopctyxshdqwrnb'],
    ['АВЕІЈКМНОРСТУХЅ', 'ABEIJKMHOPCTYXS'],
    ['αβεικνορτυχωσ', 'abeikvoptuxwo'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
    ['ıɑɡɩᴘᴀꜱᴡᴏʀᴅ', 'iagipasword'],
  ].flatMap(([from = '', to = '']) => [...from].map((sign, index) => [sign, to[index] ?? sign] as const)),
);

const UNSEEN = /[\p{Mn}\p{Me}\p{Cf}\p{Default_Ignorable_Code_Point}]|[^\P{Cc}\n\t]/gu;
/** One sign of Slack's formatting at the edge of a word; a row of them stands for something that is hidden. */
const FORMATTING =
  /(?<![*~`])[*~`](?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}:])[*~`](?![*~`])|(?<![\p{L}\p{N}_])_(?=\p{L})|(?<=[\p{L}:])_(?![\p{L}\p{N}_])/gu;
/** `p a s s`, `p.a.s.s`: letters that stand apart, one by one. */
const APART = /(?<![\p{L}\p{N}])(?:\p{L}[ .*_-]){3,30}\p{L}(?![\p{L}\p{N}])/gu;

/**
 * Text for comparing, never for showing: wide and decorated letters become plain, accents and what can't be seen go, as do the
 * signs of formatting around a word and the blanks between letters that stand apart. Lines stay lines.
 */
export const plainLetters = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .normalize('NFC')
    .replace(FORMATTING, '')
    .replace(APART, (letters) => letters.replace(/\P{L}/gu, ''));

/** The same with letters that look like Latin ones made Latin: a word in half Cyrillic is read as the eye reads it. */
export const latinLooks = (text: string): string => text.replace(/[^\0-\x7F]/gu, (sign) => ALIKE.get(sign) ?? sign);
