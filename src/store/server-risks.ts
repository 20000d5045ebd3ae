import { mastersOf, type Redis } from './connection.ts';
import { durabilityRisks } from './durability.ts';

/** The oldest Redis that has all that is used here. */
const OLDEST = [6, 2] as const;
const FULL = 0.9;

/** What in its settings and its state endangers grants, while the bot runs; throws while Redis is away. */
export async function redisRisks(redis: Redis): Promise<string[]> {
  // That it does not tell its settings was said at the start.
  const settings = await durabilityRisks(redis).catch(() => []);
  return [...settings, ...(await serverRisks(redis))];
}

/** What in the state of a server endangers grants: sentences for the operator, none when all is well, or when it may not be asked. */
export async function serverRisks(redis: Redis): Promise<string[]> {
  try {
    const told = await Promise.all(mastersOf(redis).map((server) => server.info()));
    return [...new Set(told.flatMap(risksIn))];
  } catch (error) {
    if (error instanceof Error && error.name === 'ReplyError') return [];
    throw error;
  }
}

/** The same, of what INFO answered. */
export function risksIn(info: string): string[] {
  const told = new Map(info.split(/\r?\n/).map((line) => line.split(/:(.*)/s) as [string, string]));
  const version = told.get('redis_version') ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const used = Number(told.get('used_memory')) / Number(told.get('maxmemory'));
  const failed = (name: string) => told.get(name) === 'err';
  return [
    ...(major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
      ? [`Redis is of version ${version}, which lacks what Hallpass needs: run 6.2 or newer.`]
      : []),
    ...(told.get('role') === 'slave'
      ? ['This Redis is a replica and takes no writes: let REDIS_URL name the master.']
      : []),
    ...(failed('aof_last_write_status') || failed('aof_last_bgrewrite_status')
      ? ['Redis could not write its AOF: see its log, and whether its disk is full.']
      : []),
    ...(failed('rdb_last_bgsave_status')
      ? [
          'Redis could not save a snapshot, after which it may refuse writes: see its log, and whether its disk is full.',
        ]
      : []),
    // Infinity where there is no limit but the machine's.
    ...(Number.isFinite(used) && used > FULL
      ? [
          `Redis has used ${Math.round(used * 100)} % of its memory, and refuses writes when it is full: raise maxmemory.`,
        ]
      : []),
  ];
}
