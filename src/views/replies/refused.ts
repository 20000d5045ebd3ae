import type { Refusal } from '../../access/refusal.ts';
import { type Block, section } from '../blocks.ts';
import { type Message, message } from '../limits.ts';
import { refusalText } from '../refusal.ts';

/** A refusal as a private answer. */
export function refusalMessage(refusal: Refusal): Message {
  const text = refusalText(refusal);
  return message(text.slice(0, 3000), [section(text.slice(0, 3000))]);
}

/** Several private answers as one, so that one command is answered once. */
export function combined(messages: readonly { text: string; blocks: readonly object[] }[]): Message {
  const text = messages.map((one) => one.text).join('\n').slice(0, 3000);
  const blocks = messages.flatMap((one) => one.blocks as Block[]).slice(0, 50);
  return message(text, blocks);
}
