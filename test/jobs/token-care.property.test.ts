import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY, tokenOffice } from '../support/token-office.ts';

const INSTANCES = 3;
const one = fc.nat(INSTANCES - 1);
const time = fc.record({
  kind: fc.constant('time' as const),
  days: fc.integer({ min: 1, max: 60 }).map((n) => n / 10),
  first: one,
});
const step = fc.oneof(
  { weight: 6, arbitrary: time },
  fc.record({ kind: fc.constant('restart' as const), which: one }),
  fc.record({ kind: fc.constant('crash' as const), which: one }),
  fc.record({ kind: fc.constant('meta fails' as const) }),
  fc.record({ kind: fc.constant('redis loses' as const), which: one }),
  fc.record({ kind: fc.constant('redis goes back' as const), which: one }),
  fc.record({ kind: fc.constant('new key' as const) }),
);

it('whatever happens to instances, Redis, keys and Meta, every instance always has a token that Meta takes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      const office = await tokenOffice();
      office.move(40 * DAY);
      let keys = ['k1'];
      const start = async () => {
        const made = office.instance({ keys });
        await made.keeper.refresh();
        return made;
      };
      const all = await Promise.all(Array.from({ length: INSTANCES }, start));
      const at = (index: number) => all[index] as (typeof all)[number];
      let backup: Record<string, string> = {};
      const restore = async (what: Record<string, string>, which: number) => {
        await office.redis.del(office.hash);
        if (Object.keys(what).length > 0) await office.redis.hset(office.hash, what);
        await at(which).look();
      };

      for (const move of steps) {
        switch (move.kind) {
          case 'time':
            backup = await office.redis.hgetall(office.hash);
            office.move(move.days * DAY);
            await at(move.first).look();
            await Promise.all(all.map(({ look }) => look()));
            break;
          case 'restart':
            all[move.which] = await start();
            break;
          case 'crash':
            at(move.which).keeper.keep = () => Promise.reject(new Error('the process died'));
            await at(move.which)
              .look()
              .catch(() => {});
            all[move.which] = await start();
            break;
          case 'meta fails':
            office.graph.faults.next({ edge: 'oauth/access_token' }, { kind: 'error', code: 2 });
            break;
          case 'redis loses':
            await restore({}, move.which);
            break;
          case 'redis goes back':
            await restore(backup, move.which);
            break;
          case 'new key':
            keys = [`k${keys.length + 1}`, ...keys];
            all[0] = await start();
            await at(0).look();
        }
        for (const { meta, keeper } of all) {
          await expect(meta.check()).resolves.toBeUndefined();
          expect(keeper.current()).toMatch(/^EAA(SIXTY|NEW)/);
        }
      }
    }),
    { numRuns: 3, endOnFailure: true },
  );
});
