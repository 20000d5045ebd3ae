import { describe, expect, it, test } from 'vitest';
import type { State } from '../../src/access/grant.ts';
import { isFinal, lifecycle, mayBecome } from '../../src/access/lifecycle.ts';

const states = Object.keys(lifecycle) as State[];

/** Every legal pair, written out by hand: the table in the source must not be its own witness. */
const LEGAL = new Set([
  'pending → pending',
  'pending → denied',
  'pending → cancelled',
  'pending → lapsed',
  'pending → granting',
  'granting → granting',
  'granting → active',
  'granting → failed',
  'granting → ending',
  'active → active',
  'active → ending',
  'ending → ending',
  'ending → ended',
  'ended → ended',
]);

const pairs = states.flatMap((from) => states.map((to) => ({ from, to, legal: LEGAL.has(`${from} → ${to}`) })));

describe('the lifecycle', () => {
  test.each(pairs)('$from → $to: $legal', ({ from, to, legal }) => {
    expect(mayBecome(from, to)).toBe(legal);
  });

  it('knows nine states', () => {
    expect(pairs).toHaveLength(81);
  });

  it('ends in five of them, and never in the middle of a removal', () => {
    expect(states.filter(isFinal)).toEqual(['denied', 'cancelled', 'lapsed', 'failed', 'ended']);
  });

  it('leads from every state to a final one', () => {
    const reaches = (from: State, seen: State[] = []): boolean =>
      isFinal(from) || lifecycle[from].some((to) => !seen.includes(to) && reaches(to, [...seen, from]));

    expect(states.filter((state) => !reaches(state))).toEqual([]);
  });
});
