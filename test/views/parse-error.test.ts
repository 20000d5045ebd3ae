import { describe, expect, it } from 'vitest';
import type { ParseError, ParseProblem } from '../../src/access/parse-error.ts';
import { misunderstood, parseErrorText, undecided } from '../../src/views/parse-error.ts';
import { HOSTILE } from './grants.ts';
import { expectHarmless, expectValid } from './slack.ts';

const examples: { [Code in ParseProblem['code']]: Extract<ParseProblem, { code: Code }> } = {
  text_too_long: { code: 'text_too_long', max: 2000 },
  unknown_verb: { code: 'unknown_verb', word: 'aprove' },
  verb_missing: { code: 'verb_missing' },
  asset_missing: { code: 'asset_missing' },
  kind_missing: { code: 'kind_missing', word: '123' },
  bad_asset_id: { code: 'bad_asset_id', word: '0123', problem: 'leading_zero' },
  address_without_id: { code: 'address_without_id', word: 'https://facebook.com/acme' },
  too_many_assets: { code: 'too_many_assets', max: 20 },
  ticket_missing: { code: 'ticket_missing' },
  bad_ticket: { code: 'bad_ticket', word: 'soon' },
  unknown_level: { code: 'unknown_level', word: 'king', levels: ['analyst', 'editor'] },
  bad_duration: { code: 'bad_duration', word: '1,5h' },
  too_short: { code: 'too_short', asked: 1_000, min: 60_000 },
  too_long: { code: 'too_long', asked: 32_400_000, max: 28_800_000 },
  value_missing: { code: 'value_missing', after: 'because' },
  unclear_number: { code: 'unclear_number', word: '456' },
  given_twice: { code: 'given_twice', what: 'ticket' },
  id_missing: { code: 'id_missing' },
  bad_id: { code: 'bad_id', word: '12' },
  subject_missing: { code: 'subject_missing' },
  person_unknown: { code: 'person_unknown', word: '@ana' },
  unexpected_word: { code: 'unexpected_word', word: 'please' },
};

describe('the words for a line that was not understood', () => {
  it.each(Object.values(examples).map((problem) => [problem.code, problem] as const))(
    '%s tell what to write',
    (_, problem) => {
      const text = parseErrorText({ ...problem, line: 'request', at: [0, 7] } as ParseError);

      expect(text).toMatch(/`|\b(?:Write|Send|Keep|Check|Choose|Leave|Pick|Open|Shorten|Ask)\b/);
      expect(text).not.toMatch(/undefined|\[object/);
    },
  );

  it('mark the words and offer the right line to copy', () => {
    const line = 'request pgae 123 for ticket 4';
    const suggestion = '/access request page 123 for ticket 4';

    const text = parseErrorText({ code: 'unexpected_word', word: 'pgae', line, at: [8, 12], suggestion });

    expect(text).toContain('request *pgae* 123 for ticket 4');
    expect(text).toContain(`Did you mean this?\n\`\`\`${suggestion}\`\`\``);
  });

  it('ask for what is missing instead of asking what was meant', () => {
    const suggestion = '/access request page 123 for ticket <number>';

    const text = parseErrorText({ code: 'ticket_missing', line: 'request page 123', at: [16, 16], suggestion });

    expect(text).toContain('Fill in the rest and send:\n```/access request page 123 for ticket &lt;number&gt;```');
  });

  it('keep hostile and long lines as text, within the limits', () => {
    const hostile: ParseError = { code: 'unexpected_word', word: HOSTILE, line: HOSTILE, at: [0, HOSTILE.length] };
    const long = '<&*'.repeat(660);

    expectHarmless(misunderstood(hostile));
    expectHarmless(undecided(hostile));
    expectValid(
      misunderstood({
        code: 'bad_ticket',
        word: long,
        line: long,
        at: [0, long.length],
        suggestion: `/access ${long}`,
      }),
    );
  });
});
