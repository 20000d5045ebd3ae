import { parseArgs } from 'node:util';
import { readHead, verifyReport } from './audit-verify.ts';
import type { Terminal } from './terminal.ts';

/** What `hallpass audit` does with an archive, without Redis, Slack or Meta. */
export const ARCHIVE_VERBS = new Set(['verify']);

export const ARCHIVE_USAGE = `  audit verify DIR… [--head HEAD]…   proves that no line of an archive was changed, lost, moved or cut off`;

/** A command that is not written as it must be; the sentence says how. */
export class Misused extends Error {}

/** Runs one of them: 0 well, 1 something does not hold, 2 it could not be run. */
export async function archiveCommand(verb: string, words: string[], to: Terminal): Promise<number> {
  switch (verb) {
    case 'verify':
      return verify(words, to);
    default:
      throw new Misused(`no command audit ${verb}`);
  }
}

async function verify(args: string[], to: Terminal): Promise<number> {
  const { values, positionals } = readArgs(args, { head: { type: 'string', multiple: true } });
  if (positionals.length === 0) throw new Misused('audit verify of what? Name the folder of an archive');
  const heads = ((values.head ?? []) as string[]).map((text) => {
    const head = readHead(text);
    if (!head) throw new Misused(`${text} is no head; write it as it was posted, such as eu:1234:0f3a…`);
    return head;
  });
  const { text, holds } = await verifyReport(positionals, heads);
  to.out(text);
  return holds ? 0 : 1;
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** Options and words; an option that is not there, or has no value, is a misuse. */
function readArgs(args: string[], options: Options) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : String(error));
  }
}
