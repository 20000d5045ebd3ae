import type { Redis } from '../store/connection.ts';
import { clockSkew, durabilityWarnings } from '../store/durability.ts';
import { serverRisks } from '../store/server-risks.ts';
import { bad, clockFinding, type Finding, good } from './finding.ts';

/** What the doctor finds about Redis: whether it answers, keeps what it takes, and has the time of this machine, wherever one of these keys is. */
export async function redisFindings(redis: Redis, keys: readonly string[]): Promise<Finding[]> {
  try {
    const clock = clockFinding('Redis', await clockSkew(redis, keys), 'set both by NTP');
    const warnings = [...(await durabilityWarnings(redis)), ...(await serverRisks(redis))];
    return [good('redis', 'answers'), ...(clock ? [clock] : []), ...warnings.map((warning) => bad('redis', warning))];
  } catch {
    // Why is in the log of the connection; what a command says is only that there is none.
    return [bad('redis', 'does not answer; check REDIS_URL, and whether Redis runs')];
  }
}
