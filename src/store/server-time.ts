import type { Ms } from '../access/grant.ts';
import type { Redis } from './connection.ts';
import { loadScript, run } from './scripts.ts';

const timeScript = loadScript('time');

/** What time it is at the server that holds this key; those of a cluster may differ. */
export async function timeAt(redis: Redis, key: string): Promise<Ms> {
  const [seconds = 0, micros = 0] = ((await run(redis, timeScript, [key], [])) as string[]).map(Number);
  return seconds * 1_000 + micros / 1_000;
}
