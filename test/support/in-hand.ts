import { Redis } from 'ioredis';
import { keysOf } from '../../src/store/keys.ts';
import type { Stage } from './stage.ts';

/** How many interactions wait or are being handled, in both businesses of the demo. */
export async function inHandOf({ redisUrl }: Pick<Stage, 'redisUrl'>): Promise<number> {
  const redis = new Redis(redisUrl);
  try {
    const lengths = ['100000000000001', '100000000000002'].map((id) => redis.xlen(keysOf(id).inbox));
    return (await Promise.all(lengths)).reduce((sum, length) => sum + length, 0);
  } finally {
    redis.disconnect();
  }
}
