import type { Refusal } from '../../access/refusal.ts';
import { askButton } from '../ask-button.ts';
import { type Block, buttons, context, section } from '../blocks.ts';
import { charactersIn, type Message, message } from '../limits.ts';
import { refusalText } from '../refusal.ts';

/** Room that is kept for the line that says how many answers did not fit. */
const MOST_BLOCKS = 48;
const MOST_CHARACTERS = 12_000;

/** A refusal as a private answer. */
export function refusalMessage(refusal: Refusal): Message {
  const text = refusalText(refusal);
  return message(text, [
    section(text),
    ...(refusal.code === 'ask_unwarned' ? [buttons(askButton.build(refusal))] : []),
  ]);
}

/** Several private answers as one, so that one command is answered once; what does not fit is counted. */
export function combined(messages: readonly { text: string; blocks: readonly object[] }[]): Message {
  const blocks: Block[] = [];
  const texts: string[] = [];
  for (const one of messages) {
    const next = [...blocks, ...(one.blocks as Block[])];
    if (next.length > MOST_BLOCKS || charactersIn(next) > MOST_CHARACTERS) break;
    blocks.push(...(one.blocks as Block[]));
    texts.push(one.text);
  }
  const rest = messages.length - texts.length;
  const more = rest > 0 ? [`… and ${rest} more answers. Ask for fewer at once to see them all.`] : [];
  const fits = texts.join('\n').length <= 3000 ? texts : texts.slice(0, 1);
  return message([...fits, ...more].join('\n'), [...blocks, ...more.map((text) => context(text))]);
}
