import type { Ms } from '../access/grant.ts';
import { section } from './blocks.ts';
import { type Message, message } from './limits.ts';
import { safe, sentence } from './text.ts';
import { when } from './when.ts';

const DAY: Ms = 86_400_000;

/** What helps where a token does not. */
export const NEW_TOKEN =
  "*What to do:* make a new token for the business' system user, put it where hallpass.yml takes it from, and start Hallpass again. `node src/main.ts doctor` shows what Meta says of it.";

/** A token that ends soon and was not renewed: for whoever runs Hallpass. `why` is Meta's or Hallpass' reason. */
export function tokenEnds({ name, endsAt, why, now }: { name: string; endsAt: Ms; why: string; now: Ms }): Message {
  const days = Math.max(1, Math.ceil((endsAt - now) / DAY));
  const what = `The token of ${safe(name, 80)} ends in ${days} ${days === 1 ? 'day' : 'days'}`;
  return message(`${what} and is not renewed.`, [
    section(`🟠 *${what}*, ${when(endsAt)}, and is not renewed. After that no access can be given or taken away.`),
    section(`*Why:* ${sentence(why, 600)}`),
    section(NEW_TOKEN),
  ]);
}
