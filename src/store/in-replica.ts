import { Cluster } from 'ioredis';
import type { Ms } from '../access/grant.ts';
import type { Redis } from './connection.ts';

/** How long a replica may take. */
const WITHIN: Ms = 100;
/** For how long none is asked after one took longer, or there was none: whatever is behind on the connection waits meanwhile. */
const REST: Ms = 10_000;

/** Where another server may take over, what must not be lost has to be there before anything follows from it. */
export const mayFailOver = (redis: Redis): boolean => redis instanceof Cluster || redis.options.sentinels != null;

/**
 * Waits until a replica has all that was written through this connection to the server that holds `key`, but not for long: without a replica
 * nothing takes over either.
 */
export function inReplica(redis: Redis, key: string, { within = WITHIN, rest = REST } = {}): () => Promise<void> {
  let late = Number.NEGATIVE_INFINITY;
  let asked = Promise.resolve();
  let next: Promise<void> | null = null;

  async function ask(): Promise<void> {
    next = null;
    if (performance.now() - late < rest) return;
    // The key brings the question to its server.
    const answers = await redis.pipeline().exists(key).wait(1, within).exec();
    if (answers?.[1]?.[1] === 0) late = performance.now();
  }

  return () => {
    next ??= asked.then(() => {
      asked = ask().catch(() => {});
      return asked;
    });
    return next;
  };
}
