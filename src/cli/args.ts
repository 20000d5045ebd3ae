import { parseArgs } from 'node:util';

/** A command that is not written as it must be; the sentence says how. */
export class Misused extends Error {}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** Options and words; an option that is not there, or has no value, is a misuse. */
export function readArgs(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : String(error));
  }
}
