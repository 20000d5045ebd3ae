import type { z } from 'zod';

/** Slack's sentence for one thing that is wrong, with where it is: `must be less than 151 characters [json-pointer:/blocks/0/text/text]`. */
export type Complaint = string;

type Issue = z.core.$ZodIssue;
const pointer = (path: readonly PropertyKey[]) => `[json-pointer:/${path.map(String).join('/')}]`;

/** Makes one sentence, for rules that no schema can say. */
export const complain = (text: string, path: readonly PropertyKey[]): Complaint => `${text} ${pointer(path)}`;

function sizeText(issue: Extract<Issue, { code: 'too_big' | 'too_small' }>): string {
  const unit = issue.origin === 'string' ? 'characters' : 'items';
  if (issue.code === 'too_big') {
    const limit = Number(issue.maximum);
    return unit === 'characters' ? `must be less than ${limit + 1} characters` : `no more than ${limit} items allowed`;
  }
  const limit = Number(issue.minimum);
  return unit === 'characters' ? `must be more than ${limit - 1} characters` : `at least ${limit} items required`;
}

/** Slack's sentences for what a schema found; `root` is where the checked value lies in the call. */
export function complaintsOf(error: z.ZodError, root: readonly PropertyKey[], value: unknown): Complaint[] {
  return error.issues.flatMap((issue) => {
    const path = [...root, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => complain(`invalid additional property: ${key}`, path));
    }
    if (issue.code === 'too_big' || issue.code === 'too_small') return [complain(sizeText(issue), path)];
    const found = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null)?.[key], value);
    if (issue.code === 'invalid_type' && found === undefined) {
      return [complain(`missing required field: ${String(path.at(-1))}`, path.slice(0, -1))];
    }
    if (issue.code === 'invalid_type') return [complain(`must provide a ${issue.expected}`, path)];
    if (issue.code === 'invalid_union' && found === undefined) {
      return [complain(`missing required field: ${String(path.at(-1))}`, path.slice(0, -1))];
    }
    if (issue.code === 'invalid_union') return [complain(`unsupported type: ${String(found)}`, path)];
    return [complain(issue.code === 'custom' ? issue.message : `must be a valid value (${issue.message})`, path)];
  });
}
