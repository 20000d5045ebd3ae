import type { IdProblem } from './asset-text.ts';
import type { DurationRefusal } from './refusal.ts';

/** What is wrong with a typed line. Like a refusal it is a value; the words are in `views/parse-error.ts`. */
export type ParseProblem =
  | { code: 'text_too_long'; max: number }
  | { code: 'unknown_verb'; word: string; meant?: string }
  | { code: 'verb_missing' }
  | { code: 'asset_missing' }
  | { code: 'kind_missing'; word: string }
  | { code: 'bad_asset_id'; word: string; problem: IdProblem }
  | { code: 'address_without_id'; word: string }
  | { code: 'too_many_assets'; max: number }
  | { code: 'ticket_missing' }
  | { code: 'bad_ticket'; word: string }
  | { code: 'unknown_level'; word: string; levels: string[]; meant?: string }
  | { code: 'bad_duration'; word: string }
  | DurationRefusal
  | { code: 'value_missing'; after: string }
  | { code: 'unclear_number'; word: string }
  | { code: 'given_twice'; what: 'ticket' | 'level' | 'duration' }
  | { code: 'id_missing' }
  | { code: 'bad_id'; word: string }
  | { code: 'subject_missing' }
  | { code: 'person_unknown'; word: string }
  | { code: 'unexpected_word'; word: string; meant?: string };

/** A line that can't be understood: where (`at` is a span of `line`), why, and the line that was probably meant. */
export type ParseError = ParseProblem & {
  /** The line as the person sees it, mentions and links in plain words. */
  line: string;
  at: [start: number, end: number];
  /** A whole corrected line, ready to copy; what only the person can know stands in `<…>`. */
  suggestion?: string;
};
