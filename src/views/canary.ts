import type { Ms } from '../access/grant.ts';
import { section } from './blocks.ts';
import { type Message, message } from './limits.ts';
import { safe, sentence } from './text.ts';
import { lag } from './when.ts';

/** Access could not be given and taken on the test asset: for whoever runs Hallpass. */
export function canaryDown(name: string, why: string): Message {
  const what = `Giving and taking access on the test asset of ${safe(name, 80)} fails`;
  return message(`${what}.`, [
    section(`🔴 *${what}*, twice in a row. People may see the same soon.`),
    section(`*Why:* ${sentence(why, 600)}`),
    section('*What to do:* `node src/main.ts doctor` shows what Meta says of the token; the log has the trace ids.'),
  ]);
}

/** It works again. */
export function canaryUp(name: string, took: Ms): Message {
  const text = `Giving and taking access on the test asset of ${safe(name, 80)} works again: ${lag(took)}.`;
  return message(text, [section(`🟢 *${text}*`)]);
}
