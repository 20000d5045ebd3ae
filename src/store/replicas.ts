import { type ChainableCommander, Cluster } from 'ioredis';
import type { Ms } from '../access/grant.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';

/** A replica that keeps up says so within milliseconds; nothing else goes over this connection meanwhile. */
const PATIENCE: Ms = 300;
/** One that was there until so lately is just being started again, or cut off, and may be the next master. */
const LATELY: Ms = 10_000;
/** For so long it counts that none keeps up. */
const COUNTS: Ms = 1_000;

/**
 * Tells whether all that was written before the call is on a replica, or its server has none: then it outlives the server. Calls made while
 * one is under way share the next one.
 */
export function createReplicas({ redis, keys }: { redis: Redis; keys: Keys }): () => Promise<boolean> {
  if (redis instanceof Cluster) return asking(redis, keys);
  const known = shared.get(redis) ?? asking(redis, keys);
  shared.set(redis, known);
  return known;
}

/** What holds of one server holds of all businesses on it. */
const shared = new WeakMap<Redis, () => Promise<boolean>>();

function asking(redis: Redis, keys: Keys): () => Promise<boolean> {
  let seenAt = Number.NEGATIVE_INFINITY;
  let behindUntil = Number.NEGATIVE_INFINITY;
  let flight: Promise<unknown> = Promise.resolve();
  let next: Promise<boolean> | null = null;
  const behind = (): false => {
    behindUntil = performance.now() + COUNTS;
    return false;
  };

  async function look(): Promise<boolean> {
    if (performance.now() < behindUntil) return false;
    // The key brings the questions to its server.
    const text = String(await answered(redis.pipeline().exists(keys.replicas).info('replication')));
    // One that has become a replica meanwhile takes over what another has, and may drop what was written here.
    if (!/^role:master\s/m.test(text)) return behind();
    // One that is only beginning to follow counts: it has nothing of what was written since, and may take over all the same.
    if (/^connected_slaves:0\s/m.test(text)) return performance.now() - seenAt > LATELY || behind();
    seenAt = performance.now();
    // What others wrote before is then on a replica too, since replicas take everything in order.
    const taken = await answered(redis.pipeline().set(keys.replicas, '', 'PX', COUNTS).wait(1, PATIENCE));
    return Number(taken) > 0 || behind();
  }

  return () => {
    next ??= flight.then(() => {
      next = null;
      const looking = look().catch(unlessForbidden);
      flight = looking;
      return looking;
    });
    return next;
  };
}

/** The answer to the last one. */
async function answered(pipeline: ChainableCommander): Promise<unknown> {
  const answers = (await pipeline.exec()) ?? [];
  for (const [error] of answers) if (error) throw error;
  return answers.at(-1)?.[1];
}

/** Some servers that others run tell nothing of their replicas. Any other refusal, such as READONLY, says that a failover is on its way. */
const unlessForbidden = (error: unknown): boolean =>
  error instanceof Error && /^(NOPERM|ERR unknown command)/.test(error.message);
