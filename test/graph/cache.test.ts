import { describe, expect, it } from 'vitest';
import { createCache } from '../../src/graph/cache.ts';

function counting(gap = 0) {
  const clock = { time: 1_000_000, now: () => clock.time };
  let loads = 0;
  let failing = false;
  const cache = createCache(
    async () => {
      loads += 1;
      await Promise.resolve();
      if (failing) throw new Error('away');
      return loads;
    },
    clock,
    gap,
  );
  return {
    clock,
    cache,
    loads: () => loads,
    fail: (on: boolean) => {
      failing = on;
    },
  };
}

describe('a remembered value', () => {
  it('is loaded once for everybody who asks at once', async () => {
    const { cache, loads } = counting();

    const got = await Promise.all([cache.get(60_000), cache.get(60_000), cache.get(0)]);

    expect(got.map(({ value }) => value)).toEqual([1, 1, 1]);
    expect(loads()).toBe(1);
  });

  it('is loaded again only for those to whom it is too old', async () => {
    const { cache, clock, loads } = counting();
    await cache.get(60_000);

    clock.time += 6_000;
    const patient = await cache.get(60_000);
    const eager = await cache.get(5_000);

    expect([patient, eager]).toMatchObject([
      { value: 1, age: 6_000 },
      { value: 2, age: 0 },
    ]);
    expect(loads()).toBe(2);
  });

  it('is loaded anew ahead of time, and nobody waits for that', async () => {
    const { cache, clock, loads, fail } = counting();
    await cache.get(60_000);

    clock.time += 6_000;
    const first = await cache.get(10_000, 5_000);
    await new Promise((done) => setImmediate(done));
    const second = await cache.get(10_000, 5_000);
    clock.time += 6_000;
    fail(true);
    const third = await cache.get(10_000, 5_000);

    expect([first, second, third]).toMatchObject([
      { value: 1, age: 6_000 },
      { value: 2, age: 0 },
      { value: 2, age: 6_000 },
    ]);
    await new Promise((done) => setImmediate(done));
    expect(loads()).toBe(3);
  });

  it('is too old when the clock was turned back', async () => {
    const { cache, clock } = counting();
    await cache.get(60_000);

    clock.time -= 1;

    expect((await cache.get(60_000)).value).toBe(2);
  });

  it('survives a failed load and does not keep the failure', async () => {
    const { cache, clock, fail } = counting();
    await cache.get(60_000);
    clock.time += 10_000;

    fail(true);
    await expect(cache.get(5_000)).rejects.toThrow('away');
    const old = await cache.get(60_000);
    fail(false);

    expect(old.value).toBe(1);
    expect((await cache.get(5_000)).value).toBe(3);
  });

  it('is loaded again once it was forgotten, though an older load comes in later', async () => {
    const { cache, loads } = counting();
    const older = cache.get(60_000);
    cache.forget();

    await cache.get(60_000);
    await older;
    expect((await cache.get(60_000)).value).toBe(2);
    expect(loads()).toBe(2);
  });

  it('is not loaded for each of those who find it out of date, but often enough that nobody gets what was before', async () => {
    const { cache, loads } = counting(100);
    await cache.get(60_000);
    const got: number[] = [];

    for (let round = 0; round < 3; round++) {
      await Promise.all(
        Array.from({ length: 50 }, async () => {
          const before = loads();
          cache.forget();
          const { value } = await cache.get(60_000);
          got.push(value - before);
        }),
      );
    }

    expect(Math.min(...got)).toBeGreaterThan(0);
    expect(loads()).toBeLessThanOrEqual(4);
  });
});
