import type { Ms } from '../access/grant.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { timeAt } from './server-time.ts';

/** How often each connection was made or broken, one server of a cluster included. */
const turns = new WeakMap<Redis, { count: number }>();

function turnsOf(redis: Redis): { count: number } {
  const known = turns.get(redis);
  if (known) return known;
  const own = { count: 0 };
  turns.set(redis, own);
  const count = () => {
    own.count += 1;
  };
  for (const change of ['ready', 'close', '+node', '-node']) redis.on(change, count);
  return own;
}

/**
 * Tells since when, by the clock of Redis (epoch ms), this process has spoken with the Redis it speaks with now; infinity until it knows. Another one
 * may have taken over then that was behind: what happened before, and was begun since, may be forgotten and begin anew.
 */
export function createKnownSince({ redis, keys }: { redis: Redis; keys: Keys }): () => Ms {
  const turn = turnsOf(redis);
  let asked = -1;
  let since = Number.POSITIVE_INFINITY;
  function ask(): void {
    const own = turn.count;
    [asked, since] = [own, Number.POSITIVE_INFINITY];
    timeAt(redis, keys.number).then(
      (at) => {
        if (asked === own) since = at;
      },
      () => {
        if (asked === own) asked = -1;
      },
    );
  }
  if (redis.status === 'ready') ask();
  return () => {
    if (asked !== turn.count) ask();
    return since;
  };
}

/** Asks at one moment, and tells later whether this process has spoken with one and the same Redis since. */
export function createUnbroken({ redis }: { redis: Redis }): () => () => boolean {
  const turn = turnsOf(redis);
  return () => {
    const { count } = turn;
    return () => turn.count === count;
  };
}
