import type { Clock } from '../access/ports/clock.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import type { Redis } from './connection.ts';
import { customerStore } from './customers.ts';
import { type Ids, idsOf } from './grant-id.ts';
import { type Keys, keysOf } from './keys.ts';
import { createKnownSince, createUnbroken } from './known-since.ts';
import { takeLease } from './lease.ts';
import { pairStore } from './pair.ts';
import { readStore } from './read.ts';
import { reconcileStore } from './reconcile.ts';
import { createReplicas } from './replicas.ts';
import { transitionStore } from './transition.ts';

/** What each part of the store needs: the connection, the business' keys, and its ids. */
export type Store = { redis: Redis; keys: Keys; ids: Ids };

/** The ledger of one business. While Redis is away every call rejects at once. */
export function createLedger(options: { redis: Redis; business: { key: string; id: string }; clock: Clock }): Ledger {
  const { redis, business } = options;
  const keys = keysOf(business.id);
  const store: Store = { redis, keys, ids: idsOf(business.key) };
  return {
    ...transitionStore(store),
    ...readStore(store),
    ...pairStore(store),
    ...customerStore(store),
    watch: reconcileStore(store),
    replicated: createReplicas(store),
    knownSince: createKnownSince(store),
    unbroken: createUnbroken(store),
    lease: (name, ttl) => takeLease(redis, keys.lease(name), ttl),
  };
}
