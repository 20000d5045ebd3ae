import { describe, expect, it } from 'vitest';
import type { Standing } from '../../src/access/ports/budget.ts';
import { createSharedBudget } from '../../src/store/budget.ts';
import { limits, MINUTE, outcome } from '../graph/limits.ts';
import { eventually } from '../support/eventually.ts';
import { testRedis } from '../support/redis.ts';

const standing = (changes: Partial<Standing> = {}): Standing => ({
  until: 0,
  why: 'throttled',
  strikes: 0,
  percent: 0,
  at: 0,
  ...changes,
});

async function shared() {
  const { redis, business } = await testRedis();
  const budget = (id = business.id) => createSharedBudget({ redis, business: { id }, appId: '77' });
  return { redis, budget };
}

describe('what instances tell each other of Meta’s limits', () => {
  it('is what was told last', async () => {
    const { budget } = await shared();
    const [one, two] = [budget(), budget()];

    await one.push('pages:1', standing({ percent: 80, at: 5 }));
    await two.push('pages:1', standing({ percent: 90, at: 9 }));
    await one.push('pages:1', standing({ percent: 70, at: 7 }));

    expect(await two.pull()).toEqual(new Map([['pages:1', standing({ percent: 90, at: 9 })]]));
  });

  it('keeps a pause that newer news does not end, and lets it go once it is over', async () => {
    const { budget } = await shared();
    const one = budget();

    await one.push('pages:1', standing({ until: 1_000, strikes: 2, at: 100 }));
    await one.push('pages:1', standing({ percent: 100, at: 200 }));
    expect((await one.pull()).get('pages:1')).toEqual(standing({ until: 1_000, strikes: 2, percent: 100, at: 200 }));

    await one.push('pages:1', standing({ at: 1_001 }));
    await one.push('pages:1', standing({ until: 900, strikes: 1, at: 50 }));
    expect((await one.pull()).get('pages:1')).toEqual(standing({ at: 1_001 }));
  });

  it('keeps until when calls are spread out', async () => {
    const { budget } = await shared();
    const one = budget();

    await one.push('pages:1', standing({ at: 100, even: 900 }));
    await one.push('pages:1', standing({ percent: 50, at: 200 }));

    expect((await one.pull()).get('pages:1')).toEqual(standing({ percent: 50, at: 200, even: 900 }));
  });

  it('crosses businesses for the app alone', async () => {
    const { budget } = await shared();

    await budget('1').push('app', standing({ until: 5, at: 1 }));
    await budget('1').push('pages:1', standing({ until: 5, at: 1 }));

    expect([...(await budget('2').pull()).keys()]).toEqual(['app']);
  });

  it('lets one of them try, and asks it once', async () => {
    const { budget } = await shared();
    const all = [budget(), budget(), budget()];

    const mine = await Promise.all(all.map((one) => one.claim('app', 7)));
    expect(mine.filter(Boolean)).toHaveLength(1);
    expect(await all[mine.indexOf(true)]?.claim('app', 7)).toBe(true);
    expect((await Promise.all(all.map((one) => one.claim('app', 8)))).filter(Boolean)).toHaveLength(1);
  });
});

describe('two instances on one Redis', () => {
  it('share a pause, and one of them tries when it is over', async () => {
    const { budget } = await shared();
    const here = await limits();
    const [one, two] = [here.door(budget()), here.door(budget())];
    here.emulated.faults.next({}, { kind: 'throttle', code: 80001, minutes: 4 });
    expect(await outcome(one.people('5001'))).toBe('throttled');
    here.reached();

    await eventually(async () => expect(await outcome(two.people('5001'))).toBe('throttled'));
    here.reached();
    expect(await outcome(two.people('5001'))).toBe('throttled');
    expect(await outcome(two.people('5002'))).toBe('done');
    expect(here.reached()).toBe(1);

    here.move(4 * MINUTE);
    here.emulated.faults.next({}, { kind: 'throttle', code: 80001, minutes: 4 });
    const kinds: string[] = [];
    while (!here.emulated.calls.length) {
      kinds.push(...(await Promise.all([outcome(one.people('5001')), outcome(two.people('5001'))])));
    }
    expect(new Set(kinds)).toEqual(new Set(['throttled']));
    expect(here.reached()).toBe(1);
  });

  it('go by what each sees itself while Redis is away', async () => {
    const { redis, budget } = await shared();
    const here = await limits();
    const one = here.door(budget());
    redis.disconnect();
    here.emulated.faults.next({}, { kind: 'throttle', code: 80001, minutes: 4 });

    expect(await outcome(one.people('5001'))).toBe('throttled');
    expect(await outcome(one.people('5001'))).toBe('throttled');
    expect(await outcome(one.people('5002'))).toBe('done');
    here.move(4 * MINUTE);
    await eventually(async () => expect(await outcome(one.people('5001'))).toBe('done'));
  });
});
