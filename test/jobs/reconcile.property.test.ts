import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ACME, ANA, BEN } from '../support/meta-desk.ts';
import { reconcileOffice } from '../support/reconcile-office.ts';

/** As in test/support/redis.ts. */
const MARK = 'hallpass-test';

const step = fc.oneof(
  fc.constantFrom('give', 'hand-ana', 'hand-ben', 'flush', 'restore').map((what) => ({ what, minutes: 1 })),
  fc.integer({ min: 2, max: 40 }).map((minutes) => ({ what: 'wait', minutes })),
);

it('takes from nobody what Hallpass did not give, whatever state is lost or is of long ago', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
      const { desk, store, pass } = await reconcileOffice();
      const { redis } = store;
      const byHand = new Set<string>();
      let backup: [string, Buffer][] = [];
      for (const { what, minutes } of steps) {
        if (what === 'give') await desk.given({ duration: 600_000 }).catch(() => null);
        if (what === 'hand-ana' || what === 'hand-ben') {
          const user = what === 'hand-ana' ? ANA : BEN;
          desk.graph.world.assign({ asset: '123', user, tasks: [...desk.holds(ACME, user), 'MODERATE'] });
          byHand.add(user);
        }
        if (what === 'restore') {
          if (backup.length === 0)
            for (const key of await redis.keys('*')) backup.push([key, await redis.dumpBuffer(key)]);
          else {
            await redis.flushdb();
            for (const [key, value] of backup) await redis.restore(key, 0, value);
            backup = [];
          }
        }
        if (what === 'flush') {
          await redis.flushdb();
          await redis.set(MARK, '1');
        }
        // What people gave by hand while a grant was live goes with that grant, so only who has none is looked at.
        if (what === 'hand-ana') byHand.delete(ANA);
        if ((await desk.ledger.openOn(ACME, 9)).length === 0 && what === 'hand-ana') byHand.add(ANA);
        if (what === 'give') byHand.delete(ANA);
        await pass(minutes);
        for (const user of byHand) expect(desk.holds(ACME, user)).toContain('MODERATE');
      }
    }),
    { numRuns: 6, seed: 18 },
  );
}, 60_000);
