import { randomUUID } from 'node:crypto';
import type { Ms } from '../access/grant.ts';
import type { Lease } from '../access/ports/ledger.ts';
import type { Redis } from './connection.ts';
import { loadScript, run } from './scripts.ts';

const renewScript = loadScript('renew-lease');
const releaseScript = loadScript('release-lease');

/**
 * Takes a lease under a key. It counts in real time, as Redis does, not by the injected clock. `held()` is false from the moment at
 * which another could have it, which is `ttl` after the last renewal was sent.
 */
export async function takeLease(redis: Redis, key: string, ttl: Ms): Promise<Lease | null> {
  const token = randomUUID();
  let until = performance.now() + ttl;
  if ((await redis.set(key, token, 'PX', ttl, 'NX')) === null) return null;

  let lost = false;
  const held = (ahead = 0) => !lost && performance.now() + ahead < until;
  const renew = async (): Promise<boolean> => {
    const sent = performance.now();
    try {
      if ((await run(redis, renewScript, [key], [token, ttl])) === 'ok') until = sent + ttl;
      else lost = true;
    } catch {
      // Redis is away: the next renewal may still be in time, else `until` passes.
      return false;
    }
    if (lost) clearInterval(timer);
    return held();
  };
  const timer = setInterval(renew, ttl / 3);
  timer.unref();

  return {
    id: token,
    held,
    confirmed: renew,
    async release() {
      clearInterval(timer);
      lost = true;
      await run(redis, releaseScript, [key], [token]);
    },
  };
}
