import { holdsCredential } from '../../access/credential.ts';
import { plainLine } from '../../access/plain-line.ts';
import { fieldValue, type Submitted, textField } from './fields.ts';

const ID = 'because';

/** The field for a reason, the same in every form. */
export const reasonField = (label: string, hint: string, initial?: string) =>
  textField(
    { id: ID, label, hint, optional: true },
    { multiline: true, max_length: 1000, ...(initial ? { initial_value: initial } : {}) },
  );

/** Reads the reason. A password in it goes no further than this form. */
export function readReason(view: Submitted): { because?: string; errors: Record<string, string> } {
  const because = plainLine(fieldValue(view, ID));
  if (because === '') return { errors: {} };
  return holdsCredential(because)
    ? { errors: { [ID]: 'That looks like a password or sign-in code. Take it out; nobody needs it for this.' } }
    : { because, errors: {} };
}
