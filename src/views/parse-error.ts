import type { ParseError } from '../access/parse-error.ts';
import { section } from './blocks.ts';
import { type Message, message } from './limits.ts';
import { refusalText } from './refusal.ts';
import { copyable, listed, safe } from './text.ts';

/** How much of a long line is shown around the words that are wrong. */
const AROUND = 60;

/** An answer to a line that was not understood. */
export function misunderstood(error: ParseError): Message {
  const text = parseErrorText(error);
  return message(text, [section(text)]);
}

/** An answer to a message under a card that begins like a decision and can't be read as one. */
export function undecided(error: ParseError): Message {
  const text = `${parseErrorText(error)}\nNothing was decided. In a card's thread a lead writes \`approve\`, \`approve 30m as analyst\` or \`deny wrong customer\`, and no more than that; the buttons on the card do the same.`;
  return message(text, [section(text)]);
}

/** What is wrong with a line, with the words marked, and the line that was probably meant, ready to copy. */
export function parseErrorText(error: ParseError): string {
  const send = error.suggestion?.includes('<') ? 'Fill in the rest and send:' : 'Did you mean this?';
  const offer =
    error.suggestion !== undefined && error.suggestion.length <= 1200 ? `\n${send}\n${copyable(error.suggestion)}` : '';
  return `${problem(error)}${marked(error)}${offer}`;
}

/** The line with the wrong words in bold; nothing when no words are to blame. */
function marked({ line, at: [start, end] }: ParseError): string {
  if (end <= start) return '';
  const before = line.slice(Math.max(0, start - AROUND), start);
  const after = line.slice(end, end + AROUND);
  const [open, close] = [start > AROUND ? '…' : '', end + AROUND < line.length ? '…' : ''];
  const gap = (text: string, edge: RegExp) => (edge.test(text) ? ' ' : '');
  const words = `*${safe(line.slice(start, end), 150)}*`;
  return `\n> ${open}${safe(before)}${gap(before, /\s$/)}${words}${gap(after, /^\s/)}${safe(after)}${close}`;
}

const quoted = (word: string): string => `“${safe(word, 80)}”`;

function problem(error: ParseError): string {
  switch (error.code) {
    case 'text_too_long':
      return `That line is too long: at most ${error.max} characters. Shorten it and send it again.`;
    case 'unknown_verb':
      return `I don't know ${quoted(error.word)}. \`/access help\` shows what there is.`;
    case 'verb_missing':
      return 'Say first what to do, such as `request`, `approve` or `who`.';
    case 'asset_missing':
      return 'Which Page or ad account? Write `page` or `ad account` with its number, `act_…`, or its address.';
    case 'kind_missing':
      return `Is ${quoted(error.word)} a Page or an ad account? Write \`page\` or \`ad account\` before the number.`;
    case 'bad_asset_id':
      return assetId(error);
    case 'address_without_id':
      return 'I find no Page or ad account number in that address. Open it in Business Settings and copy the address or the number from there.';
    case 'too_many_assets':
      return error.max === 1
        ? 'Ask about one Page or ad account at a time.'
        : `That is too much for one request: at most ${error.max}. Send the rest in another one.`;
    case 'ticket_missing':
      return 'Which ticket is it for? Add `for ticket` and its number.';
    case 'bad_ticket':
      return `${quoted(error.word)} is no ticket number. Write it as \`456\`, \`#456\` or \`ABC-12\`.`;
    case 'unknown_level':
      return `There is no level ${quoted(error.word)}. Choose ${listed(
        error.levels.slice(0, 20).map((level) => `*${safe(level, 40)}*`),
        'or',
      )}.`;
    case 'bad_duration':
      return `I can't read ${quoted(error.word)} as a time. Write whole numbers, such as \`30m\`, \`2h\` or \`1h30m\`.`;
    case 'too_short':
    case 'too_long':
      return refusalText(error);
    case 'value_missing':
      return `Something is missing after \`${safe(error.after, 20)}\`: ${VALUES.get(error.after) ?? 'add it and send again'}.`;
    case 'unclear_number':
      return `Is ${quoted(error.word)} a ticket or a time? Write \`ticket ${safe(error.word, 40)}\`, or a unit, such as \`30m\`.`;
    case 'given_twice':
      return `The ${error.what} stands there twice. Keep one of them and send again.`;
    case 'id_missing':
      return 'Which request? Write its id, such as `EU-12`; `/access mine` and `/access pending` show them.';
    case 'bad_id':
      return `${quoted(error.word)} is no request id. Ids look like \`EU-12\`; \`/access mine\` and \`/access pending\` show them.`;
    case 'subject_missing':
      return "Whose history? Write a Page or ad account, `ticket` and its number, or a person's @name.";
    case 'person_unknown':
      return `I don't know who ${quoted(error.word)} is. Pick the person from Slack's list as you type the @name.`;
    case 'unexpected_word':
      return `I don't understand ${quoted(error.word)} there, so nothing was done. Leave it out or correct it.`;
  }
}

const VALUES = new Map([
  ['for', '`ticket 456` or a time such as `2h`'],
  ['as', 'the level, such as `as analyst`'],
  ['ticket', 'its number'],
  ['because', 'the reason'],
]);

function assetId(error: Extract<ParseError, { code: 'bad_asset_id' }>): string {
  switch (error.problem) {
    case 'not_a_number':
      return `${quoted(error.word)} is no number of a Page or ad account. Copy the number from Business Settings, or paste the address.`;
    case 'leading_zero':
      return `${quoted(error.word)} begins with 0, and no number at Meta does. Check it and send again.`;
    case 'too_long':
      return `${quoted(error.word)} is too long for a number at Meta (at most 30 digits). Check it and send again.`;
  }
}
