import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isSafeUrl, parseInline, parseMrkdwn } from '../../demo/page/browser/mrkdwn.js';

const text = (value: string) => ({ t: 'text', text: value });

describe('marks', () => {
  test.each([
    ['*bold*', [{ t: 'bold', kids: [text('bold')] }]],
    ['_soft_', [{ t: 'italic', kids: [text('soft')] }]],
    ['~gone~', [{ t: 'strike', kids: [text('gone')] }]],
    ['*_both_*', [{ t: 'bold', kids: [{ t: 'italic', kids: [text('both')] }] }]],
    ['(*in brackets*)', [text('('), { t: 'bold', kids: [text('in brackets')] }, text(')')]],
    ['`*not* bold`', [{ t: 'code', text: '*not* bold' }]],
    ['*<@U0ANA>* asks', [{ t: 'bold', kids: [{ t: 'user', id: 'U0ANA', label: null }] }, text(' asks')]],
  ])('%s', (source, expected) => {
    expect(parseInline(source)).toEqual(expected);
  });

  test.each(['2 * 3 * 4', 'snake_case_name', 'a*b*c', '**', '* lonely', '*over\nlines*', '`open', 'page_1 and page_2'])(
    '%s has none',
    (source) => {
      const kinds = new Set(parseInline(source).map(({ t }) => t));

      expect([...kinds].filter((t) => t !== 'br')).toEqual(['text']);
    },
  );
});

describe('references', () => {
  test.each([
    ['<@U0ANA|ana>', { t: 'user', id: 'U0ANA', label: 'ana' }],
    ['<#C0SUPPORT|support>', { t: 'channel', id: 'C0SUPPORT', label: 'support' }],
    ['<!subteam^S1|@leads>', { t: 'group', id: 'S1', label: '@leads' }],
    ['<!here>', { t: 'special', name: 'here' }],
    ['<https://a.example/?x=1&amp;y=2|the page>', { t: 'link', url: 'https://a.example/?x=1&y=2', label: 'the page' }],
    [
      '<!date^1700000000^{date} at {time}^https://a.example|then>',
      { t: 'date', at: 1_700_000_000_000, format: '{date} at {time}', url: 'https://a.example', fallback: 'then' },
    ],
    [':white_check_mark:', { t: 'emoji', name: 'white_check_mark' }],
    ['✅', { t: 'emoji', name: 'white_check_mark' }],
  ])('%s', (source, expected) => {
    expect(parseInline(source)).toEqual([expected]);
  });

  test('an unknown shortcode and a clock time stay as they are', () => {
    expect(parseInline(':no_such_thing: at 10:30:00')).toEqual([text(':no_such_thing: at 10:30:00')]);
  });
});

describe('paragraphs', () => {
  test('quotes gather their lines; fences keep everything', () => {
    const blocks = parseMrkdwn('said:\n&gt; one\n> two\n```<b> *x*\n  y```');

    expect(blocks.map(({ t }) => t)).toEqual(['p', 'quote', 'pre']);
    expect(blocks[1]).toEqual({ t: 'quote', kids: [text('one'), { t: 'br' }, text('two')] });
    expect(blocks[2]).toEqual({ t: 'pre', text: '<b> *x*\n  y' });
  });
});

describe('hostile text stays text', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<javascript:alert(1)|click me>',
    '<JaVaScRiPt:alert(1)>',
    '<data:text/html,x|y>',
    '<!date^soon^{date}|x>',
    '<@not an id>',
  ])('%s', (source) => {
    const shown = parseInline(source);

    expect(shown).toEqual([text(source)]);
  });

  test('escapes are undone once and only once', () => {
    expect(parseInline('&amp;lt;script&amp;gt; &lt;b&gt;')).toEqual([text('&lt;script&gt; <b>')]);
  });

  test('only addresses that can’t run anything are links', () => {
    expect(['https://a', 'http://a', 'mailto:a@b'].every(isSafeUrl)).toBe(true);
    expect(['javascript:1', ' javascript:1', 'data:x', 'vbscript:x', '//a', 'file:///etc'].some(isSafeUrl)).toBe(false);
  });

  test('a text of nothing but openers is read in no time', () => {
    const started = performance.now();

    parseMrkdwn('*<`_~'.repeat(2_000));

    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('no browser file writes markup', () => {
    const folder = new URL('../../demo/page/browser/', import.meta.url);
    const sources = readdirSync(folder).filter((name) => name.endsWith('.js'));

    const writers = sources.filter((name) =>
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/.test(
        readFileSync(new URL(name, folder), 'utf8'),
      ),
    );

    expect(sources.length).toBeGreaterThan(10);
    expect(writers).toEqual([]);
  });
});
