/** Controls (but not line breaks and tabs), marks of text direction, zero-width characters and invisible tags. */
const INVISIBLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
/** A joiner is kept inside an emoji, which it holds together, and nowhere else. */
const LONE_JOINER = /(?<!\p{Extended_Pictographic}|\u{FE0F}|[\u{1F3FB}-\u{1F3FF}])\u200D/gu;

/** Text without what can't be seen: it could turn an id around on the screen, or make two equal words differ. */
export const visible = (text: string): string =>
  text.normalize('NFC').replace(INVISIBLE, '').replace(LONE_JOINER, '').replace(/\r\n?/g, '\n').toWellFormed();

/** Visible text on one line, blanks collapsed: people's words can't pretend to be lines of ours. */
export const plainLine = (text: string): string => visible(text).replace(/\s+/gu, ' ').trim();
