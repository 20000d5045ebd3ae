import { section } from './blocks.ts';
import { type Message, message } from './limits.ts';
import { safe } from './text.ts';

/** The head of the archive on a day, for a channel that keeps it as a witness. */
export function archiveHead({ name, day, head }: { name: string; day: string; head: string }): Message {
  const what = `The head of the archive of ${safe(name, 80)} on ${day}`;
  return message(`${what}: ${head}`, [
    section(`*${what}*\n\`${head}\``),
    section(
      `Whoever has the archive can prove with it that nothing before was changed: \`audit verify DIR --head HEAD\`.`,
    ),
  ]);
}
