import type { Ms } from '../access/grant.ts';
import { Misused, readArgs } from './args.ts';
import { exportCsv, exportJson, logLines, type Wanted } from './audit-export.ts';
import { readHead, verifyReport } from './audit-verify.ts';
import { readAuditWord } from './audit-word.ts';
import type { Terminal } from './terminal.ts';

/** What `hallpass audit` does with an archive, without Redis, Slack or Meta. */
export const ARCHIVE_VERBS = new Set(['verify', 'export', 'log']);

export const ARCHIVE_USAGE = `  audit verify DIR… [--head HEAD]…   proves that no line of an archive was changed, lost, moved or cut off
  audit export --csv|--json DIR…     prints its events; of a time with --from and --to (2026-11-24), of one thing with
                                     --grant EU-12, --person U0ANA, --asset page:123 or --ticket 456
  audit log WORD DIR…                prints the events of a grant, asset, person or ticket as JSON lines`;

/** Runs one of them: 0 well, 1 something does not hold, 2 it could not be run. */
export async function archiveCommand(verb: string, words: string[], to: Terminal): Promise<number> {
  switch (verb) {
    case 'verify':
      return verify(words, to);
    case 'export':
      return exportAll(words, to);
    case 'log':
      return log(words, to);
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

async function exportAll(args: string[], to: Terminal): Promise<number> {
  const word = { type: 'string' } as const;
  const names = { from: word, to: word, grant: word, person: word, asset: word, ticket: word };
  const { values, positionals } = readArgs(args, { csv: { type: 'boolean' }, json: { type: 'boolean' }, ...names });
  if (positionals.length === 0) throw new Misused('audit export of what? Name the folder of an archive');
  const { csv, json, ...rest } = values;
  if (csv === json) throw new Misused('audit export needs --csv or --json');
  const wanted = wantedOf(rest as Partial<Record<keyof typeof names, string>>);
  const { note, unreadable } = skipping(to);
  for await (const line of (csv ? exportCsv : exportJson)(positionals, wanted, unreadable)) to.out(line);
  return note();
}

async function log([word, ...args]: string[], to: Terminal): Promise<number> {
  const { positionals } = readArgs(args, {});
  if (!word || !readAuditWord(word))
    throw new Misused('audit log of what? Name a grant, an asset, a person or a ticket');
  if (positionals.length === 0) throw new Misused(`audit log ${word} in what? Name the folder of an archive`);
  const { note, unreadable } = skipping(to);
  const lines = await logLines(positionals, word, unreadable);
  if (lines.length > 0) to.out(lines.join('\n'));
  else to.err(`hallpass: nothing is archived about ${word}`);
  return Math.max(note(), lines.length > 0 ? 0 : 1);
}

/** Lines that can't be read are left out, which has to be said. */
function skipping(to: Terminal) {
  let first: string | null = null;
  let count = 0;
  const unreadable = (place: string) => {
    first ??= place;
    count += 1;
  };
  const note = (): number => {
    if (first === null) return 0;
    to.err(`hallpass: ${count} of the lines can't be read, the first is ${first}: see audit verify`);
    return 1;
  };
  return { note, unreadable };
}

const DAY: Ms = 86_400_000;

function wantedOf({ from, to, ...names }: Partial<Record<string, string>>): Wanted {
  const wanted: Wanted = {};
  if (from !== undefined) wanted.from = time(from);
  if (to !== undefined) wanted.to = time(to) + (/^[\d-]+$/.test(to) ? DAY : 0);
  for (const [name, said] of Object.entries(names)) {
    const named = said === undefined ? undefined : readAuditWord(said)?.[name as 'grant'];
    if (said !== undefined && named === undefined)
      throw new Misused(`--${name} ${said} is none; write it as in audit WORD`);
    Object.assign(wanted, { [name]: named });
  }
  return wanted;
}

/** A day or a time of day, in UTC unless it says otherwise. */
function time(said: string): Ms {
  const utc = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(said) && said.includes('T') ? `${said}Z` : said;
  const at = /^\d{4}-/.test(said) ? Date.parse(utc) : Number.NaN;
  if (Number.isNaN(at)) throw new Misused(`${said} is no time; write 2026-11-24 or 2026-11-24T09:30`);
  return at;
}
