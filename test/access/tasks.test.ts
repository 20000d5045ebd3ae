import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { beyond, common, covers, normal, plain, union } from '../../src/access/tasks.ts';
import { anyTasks, named } from '../support/task-sets.ts';

describe('one name for two spellings', () => {
  test.each([
    ['ANALYZE', 'ANALYZE'],
    ['PROFILE_PLUS_ANALYZE', 'ANALYZE'],
    ['PROFILE_PLUS_FULL_CONTROL', 'FULL_CONTROL'],
    ['AA_ANALYZE', 'AA_ANALYZE'],
    ['XPROFILE_PLUS_ANALYZE', 'XPROFILE_PLUS_ANALYZE'],
  ])('%s is %s', (task, name) => {
    expect(plain(task)).toBe(name);
  });

  it('is found once, in order', () => {
    expect(normal(['MODERATE', 'PROFILE_PLUS_ANALYZE', 'ANALYZE'])).toEqual(['ANALYZE', 'MODERATE']);
  });
});

describe('covers', () => {
  test.each([
    { held: ['ANALYZE'], wanted: ['ANALYZE'], is: true },
    { held: ['ADVERTISE', 'ANALYZE'], wanted: ['ANALYZE'], is: true },
    { held: ['ANALYZE'], wanted: ['ADVERTISE', 'ANALYZE'], is: false },
    { held: ['PROFILE_PLUS_ANALYZE'], wanted: ['ANALYZE'], is: true },
    { held: ['ANALYZE'], wanted: ['PROFILE_PLUS_ANALYZE'], is: true },
    { held: ['MANAGE'], wanted: ['MODERATE', 'MESSAGING'], is: true },
    { held: ['PROFILE_PLUS_FULL_CONTROL'], wanted: ['MANAGE'], is: true },
    { held: ['MODERATE', 'MESSAGING'], wanted: ['MANAGE'], is: false },
    { held: ['AA_ANALYZE'], wanted: ['ANALYZE'], is: false },
    { held: [], wanted: ['ANALYZE'], is: false },
    { held: [], wanted: [], is: true },
  ])('$held covers $wanted: $is', ({ held, wanted, is }) => {
    expect(covers(held, wanted)).toBe(is);
  });
});

describe('beyond', () => {
  test.each([
    { held: ['ADVERTISE', 'ANALYZE'], allowed: ['ANALYZE'], is: ['ADVERTISE'] },
    { held: ['PROFILE_PLUS_ADVERTISE'], allowed: ['ADVERTISE'], is: [] },
    { held: ['MANAGE', 'ANALYZE'], allowed: ['ANALYZE'], is: ['MANAGE'] },
    { held: ['MODERATE', 'NEW_TASK'], allowed: ['MANAGE'], is: [] },
    { held: [], allowed: ['ANALYZE'], is: [] },
  ])('$held beyond $allowed is $is', ({ held, allowed, is }) => {
    expect(beyond(held, allowed)).toEqual(is);
  });
});

describe('common', () => {
  test.each([
    { a: ['ANALYZE'], b: ['ADVERTISE', 'ANALYZE'], is: ['ANALYZE'] },
    { a: ['ANALYZE'], b: ['PROFILE_PLUS_ANALYZE'], is: ['ANALYZE'] },
    { a: ['MANAGE'], b: ['ADVERTISE', 'ANALYZE'], is: ['ADVERTISE', 'ANALYZE'] },
    { a: ['ADVERTISE', 'ANALYZE'], b: ['PROFILE_PLUS_FULL_CONTROL'], is: ['ADVERTISE', 'ANALYZE'] },
    { a: ['ANALYZE'], b: ['MODERATE'], is: [] },
    { a: ['ANALYZE'], b: [], is: [] },
  ])('$a and $b have $is in common', ({ a, b, is }) => {
    expect(common(a, b)).toEqual(is);
  });
});

test('for any task sets: spelling, order and doubles change nothing', () => {
  fc.assert(
    fc.property(anyTasks, anyTasks, (a, b) => {
      const other = named(a, 'PROFILE_PLUS_').reverse();

      expect(normal([...other, ...a])).toEqual(normal(a));
      expect([covers(other, b), covers(b, other)]).toEqual([covers(a, b), covers(b, a)]);
      expect(beyond(other, b)).toEqual(beyond(a, b));
    }),
  );
});

test('for any task sets: a set covers what it is beyond nothing of', () => {
  fc.assert(
    fc.property(anyTasks, anyTasks, (a, b) => {
      expect(covers(union(a, b), a)).toBe(true);
      expect(beyond(b, a).length === 0).toBe(covers(a, b));
      expect(covers(a, common(a, b)) && covers(b, common(a, b))).toBe(true);
    }),
  );
});
