import { type Block, context, section } from './blocks.ts';

const SECTION = 2900;
const ROOM = 9000;

/** A list in as few paragraphs as Slack allows; what does not fit is counted, never cut in the middle. `room` is in characters. */
export function lines(items: readonly string[], most = 50, room = ROOM): Block[] {
  const blocks: string[] = [];
  let total = 0;
  let shown = 0;
  for (const item of items.slice(0, most)) {
    if (total + item.length > room) break;
    const last = blocks.at(-1);
    if (last !== undefined && last.length + item.length < SECTION) blocks[blocks.length - 1] = `${last}\n${item}`;
    else blocks.push(item);
    total += item.length + 1;
    shown += 1;
  }
  const rest = items.length - shown;
  return [...blocks.map((text) => section(text)), ...(rest > 0 ? [context(`… and ${rest} more`)] : [])];
}
