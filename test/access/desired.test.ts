import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { aim, given, keptOf } from '../../src/access/desired.ts';
import type { GrantIn, LiveGrant } from '../../src/access/grant.ts';
import { covers, normal, type Task, union } from '../../src/access/tasks.ts';
import { draft, next } from '../support/grants.ts';
import { anyTasks, named, someTasks } from '../support/task-sets.ts';

const live = (state: LiveGrant['state'], tasks: Task[]): LiveGrant => {
  const request: GrantIn<'pending'> = { ...draft({ tasks }), id: 'EU-1', version: 1 };
  return next(request, state) as LiveGrant;
};
const active = (...tasks: Task[]) => live('active', tasks);
const granting = (...tasks: Task[]) => live('granting', tasks);
const ending = (...tasks: Task[]) => live('ending', tasks);

const MANAGER = ['MANAGE', 'CREATE_CONTENT', 'MODERATE', 'ADVERTISE', 'ANALYZE'];

describe('what live grants give', () => {
  it('is the union of those that are not ending', () => {
    const grants = [active('ANALYZE'), granting('ADVERTISE', 'ANALYZE'), ending('MODERATE')];

    expect(given(grants)).toEqual(['ADVERTISE', 'ANALYZE']);
  });
});

describe('the aim', () => {
  test.each([
    {
      story: 'nothing held, one grant to give',
      baseline: [],
      grants: [granting('ADVERTISE', 'ANALYZE')],
      held: [],
      aim: { target: ['ADVERTISE', 'ANALYZE'], reached: false, leftover: [] },
    },
    {
      story: 'the grant is seen',
      baseline: [],
      grants: [granting('ANALYZE')],
      held: ['ANALYZE'],
      aim: { target: ['ANALYZE'], reached: true, leftover: [] },
    },
    {
      story: 'part of the grant is seen',
      baseline: [],
      grants: [granting('ADVERTISE', 'ANALYZE')],
      held: ['ANALYZE'],
      aim: { target: ['ADVERTISE', 'ANALYZE'], reached: false, leftover: [] },
    },
    {
      story: 'one of two overlapping grants ends: its remainder goes, what both gave stays',
      baseline: [],
      grants: [ending('ADVERTISE', 'ANALYZE'), active('ANALYZE', 'MODERATE')],
      held: ['ADVERTISE', 'ANALYZE', 'MODERATE'],
      aim: { target: ['ANALYZE', 'MODERATE'], reached: false, leftover: ['ADVERTISE'] },
    },
    {
      story: 'a manager becomes an analyst: full control goes under all its names',
      baseline: [],
      grants: [ending(...MANAGER), active('ANALYZE')],
      held: ['PROFILE_PLUS_FULL_CONTROL', 'PROFILE_PLUS_ANALYZE'],
      aim: { target: ['PROFILE_PLUS_ANALYZE'], reached: false, leftover: ['FULL_CONTROL'] },
    },
    {
      story: 'full control that was granted as such goes under its other name too',
      baseline: [],
      grants: [ending('PROFILE_PLUS_FULL_CONTROL'), active('ANALYZE')],
      held: ['MANAGE', 'ANALYZE'],
      aim: { target: ['ANALYZE'], reached: false, leftover: ['MANAGE'] },
    },
    {
      story: 'Meta unpacks a manager: what it adds does not count against the grant',
      baseline: [],
      grants: [granting(...MANAGER)],
      held: [...MANAGER, 'MESSAGING', 'VIEW_MONETIZATION_INSIGHTS'],
      aim: { target: normal(MANAGER), reached: true, leftover: [] },
    },
    {
      story: 'the last grant ends, and nothing was held before',
      baseline: [],
      grants: [ending('ANALYZE')],
      held: ['ANALYZE'],
      aim: { target: [], reached: false, leftover: ['ANALYZE'] },
    },
    {
      story: 'the last grant ends, and nothing is held any more',
      baseline: [],
      grants: [ending('ANALYZE')],
      held: [],
      aim: { target: [], reached: true, leftover: [] },
    },
    {
      story: 'an empty target wants nothing held at all, not even what nobody knows',
      baseline: [],
      grants: [ending('ANALYZE')],
      held: ['NEW_TASK'],
      aim: { target: [], reached: false, leftover: ['NEW_TASK'] },
    },
    {
      story: 'a task that nobody knows does not keep a removal from being proved while something else stays',
      baseline: ['ANALYZE'],
      grants: [ending('ADVERTISE', 'ANALYZE')],
      held: ['ANALYZE', 'NEW_TASK'],
      aim: { target: ['ANALYZE'], reached: true, leftover: [] },
    },
    {
      story: 'the baseline stays when the grant ends',
      baseline: ['ANALYZE', 'MODERATE'],
      grants: [ending('ADVERTISE', 'ANALYZE')],
      held: ['ADVERTISE', 'ANALYZE', 'MODERATE'],
      aim: { target: ['ANALYZE', 'MODERATE'], reached: false, leftover: ['ADVERTISE'] },
    },
    {
      story: 'a part of the baseline that was taken away meanwhile stays away',
      baseline: ['ANALYZE', 'MODERATE'],
      grants: [active('ADVERTISE', 'ANALYZE')],
      held: ['ANALYZE'],
      aim: { target: ['ADVERTISE', 'ANALYZE'], reached: false, leftover: [] },
    },
    {
      story: "the baseline is sent back in Meta's own names",
      baseline: ['PROFILE_PLUS_MODERATE', 'PROFILE_PLUS_CREATIVE_MANAGEMENT'],
      grants: [ending('ADVERTISE')],
      held: ['PROFILE_PLUS_MODERATE', 'PROFILE_PLUS_CREATIVE_MANAGEMENT', 'PROFILE_PLUS_ADVERTISE'],
      aim: {
        target: ['PROFILE_PLUS_CREATIVE_MANAGEMENT', 'PROFILE_PLUS_MODERATE'],
        reached: false,
        leftover: ['ADVERTISE'],
      },
    },
    {
      story: 'a baseline of full control already gives everything, and stays whole',
      baseline: ['MANAGE', 'ADVERTISE', 'ANALYZE'],
      grants: [ending('ADVERTISE', 'ANALYZE')],
      held: ['MANAGE', 'ADVERTISE', 'ANALYZE'],
      aim: { target: ['ADVERTISE', 'ANALYZE', 'MANAGE'], reached: true, leftover: [] },
    },
    {
      story: 'a manager grant on top of an analyst ends: only ANALYZE was there before',
      baseline: ['ANALYZE'],
      grants: [ending(...MANAGER)],
      held: [...MANAGER, 'MESSAGING'],
      aim: { target: ['ANALYZE'], reached: false, leftover: ['ADVERTISE', 'CREATE_CONTENT', 'MANAGE', 'MODERATE'] },
    },
  ])('$story', ({ baseline, grants, held, aim: expected }) => {
    expect(aim(baseline, grants, held)).toEqual(expected);
  });
});

describe('what is kept of a grant that ends', () => {
  const other = (id: string, grant: LiveGrant): LiveGrant => ({ ...grant, id });
  const grant = ending('ADVERTISE', 'ANALYZE');

  test.each([
    { story: 'nothing', baseline: [], others: [], held: [], kept: undefined },
    { story: 'nothing of it', baseline: ['MODERATE'], others: [], held: ['MODERATE'], kept: undefined },
    {
      story: 'all, through another grant that is live or being given',
      baseline: [],
      others: [other('EU-2', granting('ADVERTISE', 'ANALYZE')), other('EU-3', active('ANALYZE'))],
      held: ['ANALYZE', 'ADVERTISE'],
      kept: { tasks: ['ADVERTISE', 'ANALYZE'], through: ['EU-2', 'EU-3'] },
    },
    {
      story: 'not through one that ends as well',
      baseline: [],
      others: [other('EU-2', ending('ANALYZE')), other('EU-3', active('MODERATE'))],
      held: ['MODERATE'],
      kept: undefined,
    },
    {
      story: 'a part, as before it',
      baseline: ['PROFILE_PLUS_ANALYZE'],
      others: [],
      held: ['PROFILE_PLUS_ANALYZE'],
      kept: { tasks: ['ANALYZE'], through: ['before'] },
    },
    {
      story: 'not what was there before and was taken away meanwhile',
      baseline: ['ANALYZE'],
      others: [other('EU-2', active('MODERATE'))],
      held: ['MODERATE'],
      kept: undefined,
    },
    {
      story: 'everything, through full control that somebody gave by hand',
      baseline: ['ANALYZE'],
      others: [],
      held: ['MANAGE', 'ANALYZE'],
      kept: { tasks: ['ADVERTISE', 'ANALYZE'], through: ['before', 'outside'] },
    },
  ])('is $story', ({ baseline, others, held, kept }) => {
    expect(keptOf(grant, { baseline, others: [grant, ...others], held })).toEqual(kept);
  });
});

const states = fc.constantFrom<LiveGrant['state']>('granting', 'active', 'ending');
const anyGrants = fc.array(
  fc.tuple(states, someTasks).map(([state, tasks]) => live(state, tasks)),
  { minLength: 1, maxLength: 4 },
);

test('for any pair: the target is the baseline as far as it is there, and what live grants give', () => {
  fc.assert(
    fc.property(anyTasks, anyGrants, anyTasks, (baseline, grants, held) => {
      const { target } = aim(baseline, grants, held);

      expect(covers(target, given(grants))).toBe(true);
      expect(covers(union(held, given(grants)), target)).toBe(true);
      expect(covers(union(baseline, given(grants)), target)).toBe(true);
    }),
  );
});

test('for any pair: once Meta holds the target exactly, it is reached and nothing is left over', () => {
  fc.assert(
    fc.property(anyTasks, anyGrants, anyTasks, (baseline, grants, held) => {
      const { target } = aim(baseline, grants, held);

      expect(aim(baseline, grants, target)).toMatchObject({ target, reached: true, leftover: [] });
    }),
  );
});

test('for any pair: reached means that live grants are covered and nothing is held that only ending ones gave', () => {
  fc.assert(
    fc.property(anyTasks, anyGrants, anyTasks, (baseline, grants, held) => {
      const { reached } = aim(baseline, grants, held);
      const took = normal(grants.flatMap((grant) => (grant.state === 'ending' ? grant.tasks : [])));
      const stays = union(baseline, given(grants));
      const gone = took.every((task) => covers(stays, [task]) || !normal(held).includes(task));

      if (reached) expect([covers(held, given(grants)), gone]).toEqual([true, true]);
    }),
  );
});

test('for any pair: what an ending grant keeps once it is reached is held, is its own, and comes from somewhere', () => {
  fc.assert(
    fc.property(anyTasks, anyGrants, anyTasks, (baseline, grants, held) => {
      if (!aim(baseline, grants, held).reached) return;
      for (const grant of grants.filter(({ state }) => state === 'ending')) {
        const kept = keptOf(grant, { baseline, others: grants, held });
        const gone = normal(grant.tasks).filter((task) => !kept?.tasks.includes(task));

        expect(covers(held, kept?.tasks ?? [])).toBe(true);
        expect(gone.some((task) => covers(held, [task]))).toBe(false);
        expect(kept?.through).not.toEqual([]);
      }
    }),
  );
});

test("for any pair: Meta's other spelling of what is held changes nothing but the spelling", () => {
  fc.assert(
    fc.property(anyTasks, anyGrants, anyTasks, (baseline, grants, held) => {
      const classic = aim(baseline, grants, held);
      const twin = aim(named(baseline, 'PROFILE_PLUS_'), grants, named(held, 'PROFILE_PLUS_'));

      expect(normal(twin.target)).toEqual(classic.target);
      expect([twin.reached, twin.leftover]).toEqual([classic.reached, classic.leftover]);
    }),
  );
});
