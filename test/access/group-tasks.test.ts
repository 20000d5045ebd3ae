import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asGroupLevel, bothSides, groupCeiling, lowest, oneSet } from '../../src/access/group-tasks.ts';
import { beyond, common, covers, isFull, normal, union } from '../../src/access/tasks.ts';
import { anyTasks } from '../support/task-sets.ts';

const both = fc.record({ pages: anyTasks, accounts: anyTasks });

describe('the two sides of a group', () => {
  it('a level counts for the side or sides that know its tasks', () => {
    expect(asGroupLevel(['ANALYZE', 'MODERATE', 'DRAFT'])).toEqual([
      'PAGES.ANALYZE',
      'PAGES.MODERATE',
      'ACCOUNTS.ANALYZE',
      'ACCOUNTS.DRAFT',
    ]);
  });

  it('come back from one set as they went in', () => {
    fc.assert(
      fc.property(both, (sides) => {
        expect(bothSides(oneSet(sides))).toEqual(sides);
      }),
    );
  });

  it('are compared each by itself: full control of the Pages is none of the ad accounts', () => {
    expect(covers(['PAGES.MANAGE'], ['PAGES.ANALYZE'])).toBe(true);
    expect(covers(['PAGES.MANAGE'], ['ACCOUNTS.ANALYZE'])).toBe(false);
    expect(covers(['MANAGE'], ['PAGES.ANALYZE'])).toBe(false);
    expect(isFull(['ACCOUNTS.PROFILE_PLUS_FULL_CONTROL'])).toBe(true);
    expect(normal(['PAGES.PROFILE_PLUS_ANALYZE'])).toEqual(['PAGES.ANALYZE']);
  });

  it('follow on each side the arithmetic of one asset', () => {
    fc.assert(
      fc.property(both, both, (a, b) => {
        const [one, other] = [oneSet(a), oneSet(b)];
        const apart = (work: (x: readonly string[], y: readonly string[]) => string[]) =>
          oneSet({ pages: work(a.pages, b.pages), accounts: work(a.accounts, b.accounts) });

        expect(covers(one, other)).toBe(covers(a.pages, b.pages) && covers(a.accounts, b.accounts));
        expect(beyond(one, other)).toEqual(normal(apart(beyond)));
        expect(common(one, other)).toEqual(normal(apart(common)));
        expect(union(one, other)).toEqual(normal(apart((x, y) => union(x, y))));
      }),
    );
  });

  it('go no further than the lowest ceiling, and as far as all of them when there is none', () => {
    fc.assert(
      fc.property(fc.array(fc.option(anyTasks), { maxLength: 5 }), (ceilings) => {
        const least = lowest(ceilings);
        for (const ceiling of ceilings) if (least && ceiling) expect(covers(ceiling, least)).toBe(true);
        expect(least === null).toBe(ceilings.every((ceiling) => ceiling === null));
      }),
    );
    expect(groupCeiling(null, null)).toBeNull();
    expect(covers(groupCeiling(['ANALYZE'], null) ?? [], ['PAGES.ANALYZE', 'ACCOUNTS.MANAGE'])).toBe(true);
    expect(covers(groupCeiling(['ANALYZE'], null) ?? [], ['PAGES.MODERATE'])).toBe(false);
  });
});
