import type { Redis as Server } from 'ioredis';
import type { Ms } from '../access/grant.ts';
import { mastersOf, type Redis } from './connection.ts';
import { timeAt } from './server-time.ts';

/** From here on a difference between clocks matters; ms. */
export const SKEWED = 5_000;

/** By how many ms this machine's clock differs from Redis', at most, of the servers that hold these keys. */
export async function clockSkew(redis: Redis, keys: readonly string[]): Promise<Ms> {
  const skews = keys.map(async (key) => {
    const before = Date.now();
    const there = await timeAt(redis, key);
    // It was read somewhere on the way.
    return Math.max(before - there, there - Date.now());
  });
  return Math.max(0, ...(await Promise.all(skews)));
}

/** What in Redis' settings may lose grants: sentences for the operator, none when all is well. */
export async function durabilityWarnings(redis: Redis): Promise<string[]> {
  try {
    return await durabilityRisks(redis);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ReplyError')) {
      return ['Redis is away, so its settings could not be looked at: check REDIS_URL, and whether Redis runs.'];
    }
    return [
      "Redis does not tell its settings (CONFIG GET): see to it that appendonly is 'yes' and nothing is evicted.",
    ];
  }
}

/** The same, of a Redis that tells its settings; throws where it does not, as some that others run. */
export async function durabilityRisks(redis: Redis): Promise<string[]> {
  return [...new Set((await Promise.all(mastersOf(redis).map(risksOf))).flat())];
}

async function risksOf(redis: Server): Promise<string[]> {
  const settings = await read(redis, ['appendonly', 'appendfsync', 'maxmemory-policy']);
  const warnings: string[] = [];
  if (settings.get('appendonly') !== 'yes') {
    warnings.push(
      "Redis has appendonly off: a crash loses grants that must still be removed. Set appendonly to 'yes'.",
    );
  } else if (settings.get('appendfsync') === 'no') {
    warnings.push("Redis leaves writing to disk to the system: set appendfsync to 'everysec' or 'always'.");
  }
  const policy = settings.get('maxmemory-policy');
  if (policy !== 'noeviction') {
    warnings.push(`Redis may evict grants when memory is full (${policy}): set maxmemory-policy to 'noeviction'.`);
  }
  return warnings;
}

async function read(redis: Server, names: string[]): Promise<Map<string, string>> {
  const flat = (await Promise.all(names.map((name) => redis.config('GET', name)))) as string[][];
  return new Map(flat.map(([name = '', value = '']) => [name, value]));
}
