import { type Directory, SlackError } from '../access/ports/slack.ts';
import type { Command } from './grammar/command.ts';

const MENTION = /<@([UW][A-Z0-9]{2,})(?:\|[^<>]*)?>|(?<![\w@])@([UW][A-Z0-9]{2,})\b/g;
/** More people than this are hardly a reason; each is a question to Slack. */
const MOST = 5;

/** People who are mentioned in a reason, by their names: an id tells nobody anything, and a mention on a card would call them. */
export async function withNames(directory: Directory, command: Command): Promise<Command> {
  if (!('because' in command) || command.because === undefined) return command;
  const ids = [...command.because.matchAll(MENTION)].map((match) => match[1] ?? match[2] ?? '');
  if (ids.length === 0) return command;
  const known = [...new Set(ids)].slice(0, MOST);
  const names = new Map(await Promise.all(known.map(async (id) => [id, await nameOf(directory, id)] as const)));
  const shown = (id: string) => `@${names.get(id) ?? id}`;
  return { ...command, because: command.because.replace(MENTION, (_, mention, plain) => shown(mention ?? plain)) };
}

/** Slack's refusal to tell a name must not cost the request. */
async function nameOf(directory: Directory, id: string): Promise<string | undefined> {
  try {
    return (await directory.person(id))?.name;
  } catch (error) {
    if (error instanceof SlackError) return undefined;
    throw error;
  }
}
