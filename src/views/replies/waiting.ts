import { section } from '../blocks.ts';
import { type Message, message } from '../limits.ts';

/** Told when the store went silent in the middle of something, so that nobody can say yet whether it was done. */
export function waiting(): Message {
  const text =
    'Hallpass cannot reach its store at the moment, so it is not known yet whether this was done. It is kept: as soon as the store answers it is done, once, and you hear of it then. No need to send it again.';
  return message(text, [section(text)]);
}
