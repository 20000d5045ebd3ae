import { compactDuration, parseDuration } from '../../access/duration.ts';
import type { Ms } from '../../access/grant.ts';
import { fieldValue, type Submitted, textField } from './fields.ts';

const ID = 'duration';

/** The field for a time, the same in every form. */
export const durationField = (label: string, facts: { initial?: Ms | undefined; hint?: string; optional?: boolean }) =>
  textField(
    { id: ID, label, optional: facts.optional ?? false, hint: facts.hint ?? 'Such as 30m, 2h or 1h30m.' },
    {
      example: '1h',
      max_length: 40,
      ...(facts.initial === undefined ? {} : { initial_value: compactDuration(facts.initial) }),
    },
  );

/** Words under the field, for a time that can be read and is not possible. */
export const durationErrors = (words: string): Record<string, string> => ({ [ID]: words });

/** Reads the time; nothing when it was left empty, the words for the field when it can't be read. */
export function readDuration(view: Submitted): { duration?: Ms; errors: Record<string, string> } {
  const text = fieldValue(view, ID);
  if (text === '') return { errors: {} };
  const duration = parseDuration(text);
  return duration === null
    ? { errors: durationErrors('Write whole numbers, such as 30m, 2h or 1h30m.') }
    : { duration, errors: {} };
}
