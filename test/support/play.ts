import { setTimeout as sleep } from 'node:timers/promises';
import type { Grant } from '../../src/access/grant.ts';
import { eventually } from './eventually.ts';
import type { Street } from './street.ts';

const ANY = ['pending', 'granting', 'active', 'ending', 'ended'] as const;

/** Where people play: a Slack, and the record of what came of it. */
type Played = Pick<Street, 'workspace' | 'ledger'>;

/** What somebody asks for, in the words of the command. */
export type Wish = { user: string; asset: string; ticket: string; duration: string; level?: string };

/** Types a command until Slack says that the bot took it, as a person does who sees that it failed. */
export async function insist(town: Played, user: string, line: string): Promise<void> {
  const until = performance.now() + 40_000;
  while ((await town.workspace.as(user).command('C0SUPPORT', line)).status !== 'acked') {
    if (performance.now() > until) throw new Error(`nobody took ${line}`);
    await sleep(100);
  }
}

/** Waits until there is one grant for this ticket, in one of the states. */
export const reaches = (
  town: Played,
  ticket: string,
  states: readonly Grant['state'][],
  within = 40_000,
): Promise<Grant> =>
  eventually(async () => {
    const found = await town.ledger.byTicket(ticket, 5);
    const [grant] = found;
    if (!grant || !states.includes(grant.state)) throw new Error(`${ticket} is ${grant?.state}, not ${states}`);
    if (found.length > 1) throw new Error(`${ticket} has ${found.length} requests`);
    return grant;
  }, within);

/** Asks once. When Slack says that nobody took it, it may have been kept all the same, so it is typed again only after a while. */
export async function ask(town: Played, wish: Wish): Promise<Grant> {
  const { user, asset, ticket, duration, level = 'analyst' } = wish;
  const line = `/access request ${asset} for ticket ${ticket} as ${level} for ${duration}`;
  const { status } = await town.workspace.as(user).command('C0SUPPORT', line);
  if (status === 'acked') return reaches(town, ticket, ANY);
  return reaches(town, ticket, ANY, 20_000).catch(async () => {
    await insist(town, user, line);
    return reaches(town, ticket, ANY);
  });
}

/** A whole story: asked for, approved by Lea, given, and ended by itself. */
export async function play(town: Played, wish: Wish): Promise<Grant> {
  const { id } = await ask(town, wish);
  await insist(town, 'U0LEA', `/access approve ${id}`);
  return reaches(town, wish.ticket, ['ended']);
}
