import { z } from 'zod';
import { type Complaint, complain, complaintsOf } from './complaints.ts';
import { interactiveElements } from './elements.ts';
import { block } from './layout.ts';
import type { Block, Json } from './types.ts';

/** Where blocks are shown: each surface has its own limits and leaves some blocks out. */
export type Surface = 'message' | 'modal' | 'home';

const onlyIn: Record<string, readonly Surface[]> = {
  alert: ['modal'],
  markdown: ['message'],
  table: ['message'],
  context_actions: ['message'],
  data_visualization: ['message'],
};
const atMost: Record<string, number> = { table: 1, data_visualization: 2 };

/** Slack's verdict on blocks: whole and with ids filled in, or everything that is wrong with them. */
export type Verdict = { ok: true; blocks: Block[] } | { ok: false; complaints: Complaint[] };

/** Checks blocks as strictly as Slack does; `newId` names the blocks and elements that came without an id. */
export function validateBlocks(raw: unknown, surface: Surface, root: string[], newId: () => string): Verdict {
  const parsed = z
    .array(block)
    .max(surface === 'message' ? 50 : 100)
    .safeParse(raw);
  if (!parsed.success) return { ok: false, complaints: complaintsOf(parsed.error, root, raw) };
  const blocks = structuredClone(raw as Json[]).map((item) => ({ ...item, block_id: item.block_id ?? newId() }));
  const named = blocks as unknown as Block[];
  for (const { element } of interactiveElements(named)) element.action_id ??= newId();
  const complaints = [...placement(named, surface, root), ...duplicates(named, root), ...pictures(named, root)];
  return complaints.length > 0 ? { ok: false, complaints } : { ok: true, blocks: named };
}

function placement(blocks: Block[], surface: Surface, root: string[]): Complaint[] {
  const misplaced = blocks.flatMap((item, index) =>
    onlyIn[item.type]?.includes(surface) === false
      ? [complain(`unsupported type: ${item.type}`, [...root, index, 'type'])]
      : [],
  );
  const crowded = Object.entries(atMost).flatMap(([type, limit]) =>
    blocks.filter((item) => item.type === type).length > limit
      ? [complain(`no more than ${limit} ${type} block(s) allowed`, root)]
      : [],
  );
  const focused = interactiveElements(blocks).filter(({ element }) => element.focus_on_load === true);
  return focused.length > 1
    ? [...misplaced, ...crowded, complain('only one element may have focus_on_load', root)]
    : [...misplaced, ...crowded];
}

function duplicates(blocks: Block[], root: string[]): Complaint[] {
  const seenBlocks = new Set<string>();
  const seenActions = new Set<string>();
  const twice: Complaint[] = [];
  blocks.forEach((item, index) => {
    if (seenBlocks.has(item.block_id)) {
      twice.push(complain(`\`block_id\` "${item.block_id}" already exists`, [...root, index, 'block_id']));
    }
    seenBlocks.add(item.block_id);
  });
  for (const { block: parent, element, path } of interactiveElements(blocks)) {
    const key = JSON.stringify([parent.block_id, element.action_id]);
    if (seenActions.has(key)) {
      const text = `\`action_id\` "${element.action_id}" already exists for \`block_id\` "${parent.block_id}"`;
      twice.push(complain(text, [...root, ...path, 'action_id']));
    }
    seenActions.add(key);
  }
  return twice;
}

function pictures(blocks: Block[], root: string[]): Complaint[] {
  return blocks.flatMap((item, index) =>
    item.type === 'image' && (item.image_url === undefined) === (item.slack_file === undefined)
      ? [complain('must have either image_url or slack_file', [...root, index])]
      : [],
  );
}

/** All characters that people would read in these blocks, which Slack caps for a message as a whole. */
export function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : charactersIn(item)),
    0,
  );
}
