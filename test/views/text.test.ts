import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyable, cut, listed, safe } from '../../src/views/text.ts';
import { lag, left, when } from '../../src/views/when.ts';
import { anyText } from '../support/any-text.ts';

describe('text from people', () => {
  it('keeps its meaning and loses its power', () => {
    expect(safe('a <b> & c')).toBe('a &lt;b&gt; &amp; c');
    expect(safe('act_123 snake_case_name 2*3')).toBe('act_123 snake_case_name 2*3');
    expect(safe('*bold*')).not.toContain('*bold*');
    expect(safe('one\n> two')).toBe('one &gt; two');
    expect(safe('> quote').startsWith('&gt;')).toBe(false);
  });

  it('has no sign of Slack and no more characters than allowed, whatever it was', () => {
    fc.assert(
      fc.property(anyText(), fc.integer({ min: 5, max: 60 }), (text, max) => {
        const shown = safe(text, max);

        expect(shown.length).toBeLessThanOrEqual(max);
        expect(shown).not.toMatch(/[<>\n]|&(?!amp;|lt;|gt;)/);
        expect(shown.isWellFormed()).toBe(true);
        expect(cut(text, max).length).toBeLessThanOrEqual(max);
        expect(cut(text, max).isWellFormed()).toBe(true);
      }),
    );
  });

  it('can be copied from a code block, and cannot leave it', () => {
    expect(copyable('/access request page <number> ``` x')).toBe("```/access request page &lt;number&gt; ''' x```");
  });
});

describe('words for times and lists', () => {
  it('show a time in the reader’s zone, with UTC for others', () => {
    expect(when(Date.UTC(2026, 10, 24, 4, 42))).toBe(
      '<!date^1795495320^{date_short_pretty} at {time}|2026-11-24 04:42 UTC>',
    );
  });

  it('show short spans to the tenth of a second and long ones in minutes', () => {
    expect(lag(1400)).toBe('1.4 s');
    expect(lag(2000)).toBe('2 s');
    expect(lag(125_000)).toBe('2 min 5 s');
    expect(left(125_000)).toBe('2 min');
    expect(left(45_000)).toBe('45 s');
  });

  it('join several things', () => {
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listed(['a'])).toBe('a');
    expect(listed([])).toBe('');
  });
});
