import { describe, expect, test } from 'vitest';
import { clockTime, dateToken, dayLabel, relative } from '../../demo/page/browser/dates.js';

const NOW = Date.UTC(2027, 1, 18, 20, 5, 9);
const HOUR = 3_600_000;
const fill = (template: string, at = NOW, zone = 'UTC') => dateToken(template, at, NOW, 'fallback', zone);

describe('date tokens', () => {
  test.each([
    ['{date_num}', '2027-02-18'],
    ['{date}', 'February 18th, 2027'],
    ['{date_short}', 'Feb 18, 2027'],
    ['{date_long}', 'Thursday, February 18th, 2027'],
    ['{date_pretty}', 'today'],
    ['until {date_short_pretty} at {time}', 'until today at 8:05 PM'],
    ['{time_secs}', '8:05:09 PM'],
  ])('%s', (template, words) => {
    expect(fill(template).replaceAll('\u202f', ' ')).toBe(words);
  });

  test('are told in the reader’s zone, day included', () => {
    expect(fill('{date_num}', NOW, 'Asia/Tokyo')).toBe('2027-02-19');
    expect(clockTime(NOW, 'Asia/Tokyo').replaceAll('\u202f', ' ')).toBe('5:05 AM');
  });

  test('an unknown token or an impossible time shows the fallback', () => {
    expect(fill('{date} {moon}')).toBe('fallback');
    expect(fill('{date}', Number.NaN)).toBe('fallback');
  });
});

describe('days and distances', () => {
  test('a day is named by how near it is', () => {
    expect(dayLabel(NOW, NOW, 'UTC')).toBe('Today');
    expect(dayLabel(NOW - 24 * HOUR, NOW, 'UTC')).toBe('Yesterday');
    expect(dayLabel(NOW - 72 * HOUR, NOW, 'UTC')).toBe('Monday, February 15th');
  });

  test.each([
    [20_000, 'just now'],
    [60_000, 'in 1 minute'],
    [50 * 60_000, 'in 50 minutes'],
    [-2 * HOUR, '2 hours ago'],
    [-49 * HOUR, '2 days ago'],
  ])('%i ms away', (distance, words) => {
    expect(relative(NOW + distance, NOW)).toBe(words);
  });
});
