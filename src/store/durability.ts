import type { Redis } from 'ioredis';

/** From here on a difference between clocks matters; ms. */
export const SKEWED = 5_000;

/** By how many ms this machine's clock differs from Redis'. */
export async function clockSkew(redis: Redis): Promise<number> {
  const before = Date.now();
  const [seconds, micros] = await redis.time();
  const there = Number(seconds) * 1_000 + Number(micros) / 1_000;
  // It was read somewhere on the way.
  return Math.max(0, before - there, there - Date.now());
}

/** What in the server's settings may lose grants: sentences for the operator, none when all is well. */
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

async function read(redis: Redis, names: string[]): Promise<Map<string, string>> {
  const flat = (await Promise.all(names.map((name) => redis.config('GET', name)))) as string[][];
  return new Map(flat.map(([name = '', value = '']) => [name, value]));
}
