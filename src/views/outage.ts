import type { Ms } from '../access/grant.ts';
import type { Outage } from '../access/ports/outages.ts';
import { section } from './blocks.ts';
import { type Message, message } from './limits.ts';
import { safe, sentence } from './text.ts';
import { NEW_TOKEN } from './token-end.ts';
import { left, when } from './when.ts';

/** As many as a message can mention without being one of names. */
const MOST = 20;

/** People and user groups, so that Slack tells each of them. */
const mentions = (ids: readonly string[]): string =>
  ids
    .slice(0, MOST)
    .map((id) => (id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`))
    .join(' ');

type Readers = { name: string; operator: boolean; leads: readonly string[] };

/** Meta refuses the token of a business: what it means, what to do, and for whom it is. */
export function outageDown({ since, words }: Outage, { name, operator, leads }: Readers): Message {
  const what = `Meta refuses the token of ${safe(name, 80)}`;
  const who = leads.length > 0 ? `${mentions(leads)} ` : '';
  const act = operator ? NEW_TOKEN : 'Whoever runs Hallpass is told and has to mend it.';
  const urgent = leads.length > 0 ? " What can't wait has to be taken away by hand in Business settings." : '';
  return message(`${what}. No access can be given or taken away for now.`, [
    section(`🔴 ${who}*${what}*, since ${when(since)}. No access can be given or taken away for now.`),
    section(`*Why:* ${sentence(words, 600)}`),
    section(
      `*What it means:* nothing is lost. What leads approved waits, and ends that fall due are carried out as soon as Meta takes a token again, removals first. Until then access whose end has passed may still be there; the cards say so.${urgent}`,
    ),
    section(act),
  ]);
}

/** The outage is over. */
export function outageUp({ since }: Outage, { name, at }: { name: string; at: Ms }): Message {
  const text = `Meta takes the token of ${safe(name, 80)} again, after ${left(Math.max(1_000, at - since))}.`;
  return message(text, [
    section(`🟢 *${text}* What waited goes on by itself now, removals first; the cards say when each is confirmed.`),
  ]);
}
