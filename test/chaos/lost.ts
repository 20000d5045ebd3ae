import type { Told, Word } from './people.ts';
import type { ChaosTown } from './town.ts';

/** What was taken must be there or have been refused; what was typed once must not be there twice; what was greedy, not at all. */
export async function lostOf(town: ChaosTown, told: readonly Told[], since: number) {
  const excused = excuses(town, since);
  const lost: string[] = [];
  const wrong: string[] = [];
  for (const { wish, typed, acked, refused, unheard } of told) {
    const there = (await town.ledger.byTicket(wish.ticket, 10)).length;
    if (there > typed) wrong.push(`ticket ${wish.ticket} was typed ${typed} times, and there are ${there} requests`);
    if (wish.fate === 'greedy') {
      if (there > 0) wrong.push(`ticket ${wish.ticket} asks for more than the customer permits, and was taken`);
      continue;
    }
    const words = [...(there === 0 && !refused ? acked : []), ...unheard];
    lost.push(...words.filter((word) => !excused(word)).map(({ user, line }) => `${line} by ${user} is lost`));
  }
  return { lost, wrong };
}

/**
 * Two things may be lost: an answer that Slack took in no way, of which the last is to be shown it in the channel; and what no replica knew
 * when it took over, from which nothing has followed.
 */
function excuses({ workspace, pair }: ChaosTown, since: number): (word: Word) => boolean {
  const unheard = workspace.apiCalls
    .filter(({ at, method, fault }) => at >= since && method === 'chat.postEphemeral' && fault)
    .map(({ args }) => args.user);
  const forgotten = ({ at, acked }: Word) => pair.forgotten.some(({ from, to }) => at <= to && from <= acked);
  return (word) => unheard.includes(word.user) || forgotten(word);
}
