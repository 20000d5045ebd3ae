import type { z } from 'zod';

/** Something wrong at one place of the file; `say` tells what to write instead, and never what stands there, which may be a secret. */
export type Problem = { path: readonly PropertyKey[]; say: string };

/** One problem for each thing that the schema does not take. */
export function problemsOf({ issues }: z.ZodError): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        say: `there is no such option; ${issue.message}`,
      }));
    }
    const inner = issue.code === 'invalid_key' ? issue.issues[0] : undefined;
    return [{ path: issue.path, say: (inner ?? issue).message }];
  });
}

/** The problem as a sentence: `businesses.eu.channels[0]: write a Slack channel id such as C0SUPPORT`. */
export const sentence = ({ path, say }: Problem): string => `${place(path)}: ${say}`;

const place = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${name(String(part))}`))
    .join('')
    .replace(/^\./, '') || 'the file';

/** A token that was put where an option belongs must not be repeated. */
const name = (key: string): string => (/^[\w-]{1,32}$/.test(key) ? key : '(no name of an option)');
