import { expect } from 'vitest';
import { type Surface, validateBlocks } from '../../demo/slack/blocks/validate.ts';

type Shown = { text?: string; blocks: readonly object[] };

/** Every text that people read in a message or view, on one line each. */
export function words(shown: Shown): string {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, item] of Object.entries(value)) {
      if (name === 'text' && typeof item === 'string') found.push(item);
      else walk(item);
    }
  };
  walk(shown.blocks);
  return found.join('\n');
}

/** The action ids of all buttons. */
export function buttonsOf(shown: Shown): string[] {
  return shown.blocks.flatMap((block) =>
    'elements' in block ? (block.elements as { action_id?: string }[]).flatMap(({ action_id }) => action_id ?? []) : [],
  );
}

/** Asserts that the emulated workspace, which is as strict as Slack, takes the blocks. */
export function expectValid(shown: Shown, surface: Surface = 'message'): void {
  let count = 0;
  const verdict = validateBlocks(shown.blocks, surface, ['blocks'], () => {
    count += 1;
    return `id-${count}`;
  });
  expect(verdict.ok ? [] : verdict.complaints).toEqual([]);
}

/** Asserts that nothing in it mentions, links or formats beyond what the view itself does. */
export function expectHarmless(shown: Shown): void {
  const text = `${words(shown)}\n${shown.text ?? ''}`;
  expect(text).not.toContain('<!channel>');
  expect(text).not.toContain('<https://evil');
  expect(text).not.toContain('*bold*');
  expect(text).not.toContain('_it_');
  expect(text).not.toContain('`code`');
  expect(text).not.toContain('~no~');
  expect(text).not.toContain('\u202E');
}
