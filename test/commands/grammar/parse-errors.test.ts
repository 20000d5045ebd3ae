import { describe, expect, it } from 'vitest';
import type { ParseError } from '../../../src/access/parse-error.ts';
import { parse } from '../../../src/commands/grammar/parse.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const error = (line: string): ParseError => {
  const parsed = parse(line, {
    levels: ['analyst', 'editor'],
    durations: { default: HOUR, min: MINUTE, max: 8 * HOUR },
  });
  if (parsed.ok) throw new Error(`${line} was understood`);
  return parsed.error;
};

describe('a line with a mistake', () => {
  it.each([
    ['request pgae 123 for ticket 4', '/access request page 123 for ticket 4'],
    ['reqest page 123 fro tikcet 456', '/access request page 123 for ticket 456'],
    ['aprove EU-12', '/access approve EU-12'],
    ['EU-12 approve', '/access approve EU-12'],
    ['approve eu 12', '/access approve EU-12'],
    ['page 123 for ticket 4', '/access request page 123 for ticket 4'],
    ['request page 123 for ticket 4 as analist', '/access request page 123 for ticket 4 as analyst'],
    ['request page 123 analyst for ticket 4', '/access request page 123 as analyst for ticket 4'],
    ['request page 123 for 456', '/access request page 123 for ticket 456'],
    ['request page 123 456', '/access request page 123 for ticket 456'],
    ['request page 123 for 1,5h ticket 4', '/access request page 123 for 1h30m ticket 4'],
    ['request page 123 ticket 4 for 1.5 hours', '/access request page 123 ticket 4 for 1h30m'],
    ['approve EU-12 30', '/access approve EU-12 30m'],
    ['extend EU-12 30', '/access extend EU-12 30m'],
    ['request page 0123 for ticket 4', '/access request page 123 for ticket 4'],
    ['request page act_2 for ticket 4', '/access request act_2 for ticket 4'],
    ['request project Acme for ticket 4', '/access request project "Acme" for ticket 4'],
    [
      'request page 123 ticket 4 for 2h because ads stopped for 30m',
      '/access request page 123 ticket 4 for 2h because "ads stopped for 30m"',
    ],
    [
      'request page 123 ticket 4 because "Acme" as in #5 for ticket 5 as editor',
      `/access request page 123 ticket 4 because "'Acme' as in #5 for ticket 5 as editor"`,
    ],
    ['request page 1 ticket 2 for 9h as analyst', '/access request page 1 ticket 2 for 8h as analyst'],
    ['request page 1 for 30s because slow for ticket 2', '/access request page 1 for 1m because slow for ticket 2'],
    ['request page 1 ticket 2 because slow for 99h', '/access request page 1 ticket 2 because slow for 8h'],
    ['lgo <@U0ANA|ana>', '/access log @ana'],
    ['log EU-12', '/access log ticket EU-12'],
    ['who 123', '/access who page 123'],
    ['help aprove', '/access help approve'],
  ])('%s is answered with the right line', (line, suggestion) => {
    expect(error(line).suggestion).toBe(suggestion);
  });

  it.each([
    ['request page 123', 'ticket_missing', '/access request page 123 for ticket <number>'],
    ['request page 123 because ads', 'ticket_missing', '/access request page 123 for ticket <number> because ads'],
    ['request for ticket 4', 'asset_missing', '/access request page <number> for ticket 4'],
    ['request page for ticket 4', 'asset_missing', '/access request page <number> for ticket 4'],
    ['request page 1 for ticket', 'value_missing', '/access request page 1 for ticket <number>'],
    ['request page 1 ticket as analyst', 'value_missing', '/access request page 1 ticket <number> as analyst'],
    ['log ticket', 'value_missing', '/access log ticket <number>'],
    ['request', 'asset_missing', '/access request page <number>'],
    ['approve', 'id_missing', '/access approve <id>'],
    ['who', 'asset_missing', '/access who page <number>'],
    ['log', 'subject_missing', '/access log page <number>'],
  ])('%s is asked for what is missing', (line, code, suggestion) => {
    expect(error(line)).toMatchObject({ code, suggestion });
  });

  it.each([
    [`request page ${'9'.repeat(31)} ticket 1`, { code: 'bad_asset_id', problem: 'too_long' }],
    ['request page x12y ticket 1', { code: 'bad_asset_id', problem: 'not_a_number' }],
    ['request <https://facebook.com/acme> ticket 1', { code: 'address_without_id' }],
    ['request <https://evil.example/settings/pages/1> ticket 1', { code: 'address_without_id' }],
    ['request page 1 ticket 1 ticket 2', { code: 'given_twice', what: 'ticket' }],
    ['request page 1 ticket 1 for 1h for 2h', { code: 'given_twice', what: 'duration' }],
    ['request page 1 ticket 1 as analyst as editor', { code: 'given_twice', what: 'level' }],
    ['request page 1 ticket soon', { code: 'bad_ticket', word: 'soon' }],
    ['request page 1 ticket &lt;number&gt;', { code: 'bad_ticket' }],
    ['request page 1 ticket 1 as', { code: 'value_missing', after: 'as' }],
    ['request page 1 ticket 1 because for 30m', { code: 'value_missing', after: 'because' }],
    ['request page 1 ticket 1 because', { code: 'value_missing', after: 'because' }],
    ['request page 1 ticket 1 as king', { code: 'unknown_level', word: 'king', levels: ['analyst', 'editor'] }],
    ['request page 1 ticket 1 for 2w', { code: 'bad_duration', word: '2w' }],
    ['approve EU-12 please', { code: 'unexpected_word', word: 'please' }],
    ['release EU-12 EU-13', { code: 'unexpected_word', word: 'EU-13' }],
    ['approve EU-12 because fine', { code: 'unexpected_word', word: 'because' }],
    ['approve 12', { code: 'bad_id', word: '12' }],
    ['log @ana', { code: 'person_unknown', word: '@ana' }],
    ['who page 1 and 2', { code: 'too_many_assets', max: 1 }],
    ['mine now', { code: 'unexpected_word', word: 'now' }],
    ['constructor', { code: 'unknown_verb', word: 'constructor' }],
    ['hello there', { code: 'unknown_verb', word: 'hello' }],
    [`request pages ${Array.from({ length: 21 }, (_, i) => i + 1).join(', ')} ticket 1`, { code: 'too_many_assets' }],
    [`request page 1 ticket 2 because ${'a'.repeat(2000)}`, { code: 'text_too_long', max: 2000 }],
  ])('%s says what is wrong and guesses nothing', (line, facts) => {
    const found = error(line);

    expect(found).toMatchObject(facts);
    expect(found.suggestion).toBeUndefined();
  });

  it('points at the words themselves, as the person sees them', () => {
    const { at, line } = error('request <https://facebook.com/1|fb.com/1> for tikcet &amp;4');

    expect(line.slice(...at)).toBe('tikcet');
  });
});
