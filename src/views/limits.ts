import type { types } from '@slack/bolt';
import type { Block } from './blocks.ts';

/** A message to post or to update. */
export type Message = { text: string; blocks: Block[] };

/** Slack's limits, characters or counts, by the place in a block. */
const LENGTHS: Record<string, number> = {
  'section.text': 3000,
  'section.fields': 2000,
  'context.elements': 3000,
  'header.text': 150,
  'button.text': 75,
  'confirm.title': 100,
  'confirm.text': 300,
  'confirm.confirm': 30,
  'confirm.deny': 30,
  'input.label': 2000,
  'input.hint': 2000,
  'option.text': 75,
  'option.description': 75,
  placeholder: 150,
  value: 2000,
  optionValue: 150,
  id: 255,
  title: 24,
  metadata: 3000,
};
const COUNTS = { fields: 10, 'actions.elements': 25, 'context.elements': 10, options: 100 };
const IN_ALL = 13_000;
const FALLBACK = 4000;

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string | undefined =>
  isNode(value) && typeof value.text === 'string' ? value.text : undefined;

/** Everything in blocks that Slack would refuse; empty when they are fine. */
export function overLimits(blocks: readonly object[], most: number): string[] {
  const problems = blocks.flatMap((block, index) => nodeProblems(block as Node, `block ${index}`));
  if (blocks.length > most) problems.push(`${blocks.length} blocks, at most ${most}`);
  if (charactersIn(blocks) > IN_ALL) problems.push(`${charactersIn(blocks)} characters in all, at most ${IN_ALL}`);
  return problems;
}

function nodeProblems(node: Node, path: string): string[] {
  const type = String(node.type ?? (node.confirm ? 'confirm' : 'option'));
  const problems: string[] = [];
  const length = (what: string, text: string | undefined, max: number | undefined) => {
    if (text === undefined || max === undefined) return;
    if (text.length === 0) problems.push(`${path} ${what} is empty`);
    if (text.length > max) problems.push(`${path} ${what} has ${text.length} characters, at most ${max}`);
  };
  for (const [name, value] of Object.entries(node)) {
    const at = `${path} ${type}.${name}`;
    if (Array.isArray(value)) {
      const most = COUNTS[name as 'fields'] ?? COUNTS[`${type}.${name}` as 'actions.elements'];
      if (value.length === 0 || (most !== undefined && value.length > most))
        problems.push(`${at} holds ${value.length}`);
      for (const item of value.filter(isNode)) {
        length(name, textOf(item), LENGTHS[`${type}.${name}`]);
        problems.push(...nodeProblems(item, at));
      }
    } else if (isNode(value)) {
      length(name, textOf(value), LENGTHS[`${type}.${name}`] ?? LENGTHS[name]);
      problems.push(...nodeProblems(value, at));
    } else if (typeof value === 'string' && /^(?:block_id|action_id)$/.test(name)) {
      length(name, value, LENGTHS.id);
    } else if (typeof value === 'string' && name === 'value') {
      length(name, value, type === 'option' ? LENGTHS.optionValue : LENGTHS.value);
    }
  }
  return problems;
}

/** All characters that people read in blocks, which Slack caps for a message as a whole. */
export function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersIn(item), 0);
  if (!isNode(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, item]) => sum + (name === 'text' && typeof item === 'string' ? item.length : charactersIn(item)),
    0,
  );
}

/** Throws on blocks that Slack would refuse: that is a bug of a view, and found here rather than by Slack's `invalid_blocks`. */
function within<T>(value: T, problems: string[]): T {
  if (problems.length > 0) throw new Error(`Over Slack's limits: ${problems.join('; ')}`);
  return value;
}

/** A message that keeps to Slack's limits; `text` is for notifications and screen readers. */
export function message(text: string, blocks: Block[]): Message {
  const problems = overLimits(blocks, 50);
  if (text.length === 0 || text.length > FALLBACK) problems.push(`text has ${text.length} characters`);
  return within({ text, blocks }, problems);
}

/** A form that keeps to Slack's limits. */
export function modal(view: types.ModalView): types.ModalView {
  const problems = overLimits(view.blocks, 100);
  for (const part of [view.title, view.submit, view.close]) {
    if (part && part.text.length > 24) problems.push(`"${part.text}" has more than 24 characters`);
  }
  if ((view.private_metadata ?? '').length > 3000) problems.push('private_metadata is too long');
  return within(view, problems);
}

/** A Home tab that keeps to Slack's limits. */
export const home = (blocks: Block[]): types.HomeView => within({ type: 'home', blocks }, overLimits(blocks, 100));
