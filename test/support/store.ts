import type { Redis } from 'ioredis';
import type { GrantIn } from '../../src/access/grant.ts';
import type { Draft, Ledger } from '../../src/access/ports/ledger.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { draft, event, handClock, next } from './grants.ts';
import { testRedis } from './redis.ts';

export type TestStore = {
  redis: Redis;
  business: { key: string; id: string };
  clock: ReturnType<typeof handClock>;
  ledger: Ledger;
  /** Stores a request that must not be refused. */
  request(changes?: Partial<Draft>): Promise<GrantIn<'pending'>>;
  /** Stores a grant that has just been approved. */
  granting(changes?: Partial<Draft>): Promise<GrantIn<'granting'>>;
  /** Stores a grant that is active. */
  active(changes?: Partial<Draft>): Promise<GrantIn<'active'>>;
  /** Stores a grant whose removal is under way. */
  ending(changes?: Partial<Draft>): Promise<GrantIn<'ending'>>;
};

/** A ledger on an empty Redis (the run's, or that server) with ways to bring grants into a state. */
export async function testStore(server?: string): Promise<TestStore> {
  const { redis, business } = await testRedis(server);
  return storeOn(redis, business);
}

/** The same on a Redis that is open already. */
export function storeOn(redis: Redis, business: TestStore['business']): TestStore {
  const clock = handClock();
  const ledger = createLedger({ redis, business, clock });

  const store: TestStore = {
    redis,
    business,
    clock,
    ledger,
    async request(changes) {
      const made = await ledger.create(draft(changes), event('requested', clock.now(), 'U0ANA'));
      if (made.kind === 'open') throw new Error(`${made.id} is open already`);
      return made.grant;
    },
    async granting(changes) {
      const grant = next(await store.request(changes), 'granting');
      await ledger.commit(grant, event('approved', clock.now()));
      return grant;
    },
    async active(changes) {
      const grant = next(await store.granting(changes), 'active');
      await ledger.commit(grant, event('activated', clock.now(), 'hallpass'));
      return grant;
    },
    async ending(changes) {
      const grant = next(await store.active(changes), 'ending');
      await ledger.commit(grant, event('ending', clock.now(), 'hallpass'));
      return grant;
    },
  };
  return store;
}
