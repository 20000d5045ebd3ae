import type { Block, Json } from './types.ts';

/** An interactive element, and the block that it stands in. */
export type Placed = { block: Block; element: Json & { type: string; action_id: string }; path: (string | number)[] };

const isElement = (value: unknown): value is Json & { type: string } =>
  typeof value === 'object' && value !== null && 'type' in value;

const passive = new Set(['image', 'plain_text', 'mrkdwn']);

/** Every interactive element of these blocks, in reading order. */
export function interactiveElements(blocks: readonly Block[]): Placed[] {
  return blocks.flatMap((block, index) => {
    const lone = ['accessory', 'element'].map((key) => [block[key], [index, key]] as const);
    const listed = Array.isArray(block.elements)
      ? block.elements.map((element: unknown, at) => [element, [index, 'elements', at]] as const)
      : [];
    const candidates = block.type === 'rich_text' ? [] : [...lone, ...listed];
    return candidates.flatMap(([element, path]) =>
      isElement(element) && !passive.has(element.type)
        ? [{ block, element: element as Placed['element'], path: [...path] }]
        : [],
    );
  });
}
