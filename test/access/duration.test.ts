import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactDuration, formatDuration, parseDuration } from '../../src/access/duration.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a duration', () => {
  it.each([
    ['30s', 30_000],
    ['15m', 15 * MINUTE],
    ['2h', 2 * HOUR],
    ['1d', 24 * HOUR],
    ['1h30m', 90 * MINUTE],
    ['1 h 30 min', 90 * MINUTE],
    ['2 hours', 2 * HOUR],
    ['90 min', 90 * MINUTE],
    [' 1H 5 Mins ', 65 * MINUTE],
    ['1d2h3m4s', 93_784_000],
  ])('%s is read', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '1,5h', '1.5h', '2h foo', 'foo', '30', 'h', '0m', '-1h', '30m1h', '1h1h', '1e3s', '99999999h', '2h-1m'])(
    '%j is refused and not guessed at',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  it('reads back in both forms, whatever its length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seconds) => {
        const ms = seconds * 1000;

        expect(parseDuration(formatDuration(ms))).toBe(ms);
        expect(parseDuration(compactDuration(ms))).toBe(ms);
      }),
    );
  });

  it('never throws, and reads only into whole positive milliseconds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const ms = parseDuration(text);

        expect(ms === null || (Number.isSafeInteger(ms) && ms > 0)).toBe(true);
      }),
    );
  });

  it('is written for people with blanks, and for commands without', () => {
    expect(formatDuration(90 * MINUTE)).toBe('1 h 30 min');
    expect(compactDuration(90 * MINUTE)).toBe('1h30m');
    expect(formatDuration(0)).toBe('0 s');
    expect(formatDuration(-5)).toBe('0 s');
  });
});
