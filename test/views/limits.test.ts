import { describe, expect, it } from 'vitest';
import { button, buttons, context, section } from '../../src/views/blocks.ts';
import { home, message, modal } from '../../src/views/limits.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;

describe("Slack's limits", () => {
  it.each([
    ['a long paragraph', [section('a'.repeat(3001))]],
    ['an empty paragraph', [section('')]],
    ['a long fact', [section('a', ['b'.repeat(2001)])]],
    [
      'eleven facts',
      [
        section(
          'a',
          Array.from({ length: 11 }, () => 'b'),
        ),
      ],
    ],
    ['a long button', [buttons(button('a'.repeat(76), 'x', 'EU-1'))]],
    ['a long value', [buttons(button('a', 'x', 'v'.repeat(2001)))]],
    ['a long action id', [buttons(button('a', 'x'.repeat(256), 'v'))]],
    ['26 buttons', [buttons(...Array.from({ length: 26 }, (_, i) => button('a', `x${i}`, 'v')))]],
    ['no buttons', [buttons()]],
    ['eleven notes', [context(...Array.from({ length: 11 }, () => 'a'))]],
    ['51 blocks', Array.from({ length: 51 }, () => section('a'))],
    ['too much in all', Array.from({ length: 5 }, () => section('a'.repeat(2800)))],
  ])('stop %s', (_, blocks) => {
    expect(() => message('text', blocks)).toThrow("Over Slack's limits");
  });

  it('stop an empty fallback text, a long title and a long Home tab', () => {
    const view = { type: 'modal', callback_id: 'x', title: plain('a'.repeat(25)), blocks: [section('a')] } as const;

    expect(() => message('', [section('a')])).toThrow('text has 0 characters');
    expect(() => modal({ ...view, blocks: [...view.blocks] })).toThrow('more than 24');
    expect(() => home(Array.from({ length: 101 }, () => section('a')))).toThrow('101 blocks');
  });

  it('let everything through that keeps to them', () => {
    const blocks = [section('a'.repeat(3000), ['b'.repeat(2000)]), buttons(button('a'.repeat(75), 'x', 'v'))];

    expect(message('text', blocks)).toEqual({ text: 'text', blocks });
  });
});
