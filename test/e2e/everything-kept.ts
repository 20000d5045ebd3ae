import { Redis } from 'ioredis';
import type { Stage } from '../support/stage.ts';

/** Every key of the bot's database with its whole content, as text. */
async function stored(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const texts: string[] = [];
    for (const key of await redis.keys('*')) {
      const read: Record<string, () => Promise<unknown>> = {
        string: () => redis.get(key),
        hash: () => redis.hgetall(key),
        list: () => redis.lrange(key, 0, -1),
        set: () => redis.smembers(key),
        zset: () => redis.zrange(key, '0', '-1'),
        stream: () => redis.xrange(key, '-', '+'),
      };
      texts.push(key, JSON.stringify(await read[await redis.type(key)]?.()));
    }
    return texts.join('\n');
  } finally {
    redis.disconnect();
  }
}

/** Everything that the bot stored, sent to Slack or to Meta, logged, and shows to operators. */
export async function everythingKept({ redisUrl, workspace, graph, logged, bot }: Stage): Promise<string> {
  const metrics = await fetch(`http://127.0.0.1:${bot.port}/metrics`);
  return [
    await stored(redisUrl),
    JSON.stringify(workspace.apiCalls),
    JSON.stringify(graph.calls),
    logged.join(''),
    await metrics.text(),
  ].join('\n');
}

/** How many interactions were ever put into the inbox of the EU business. */
export async function interactionsKept({ redisUrl }: Stage): Promise<number> {
  const redis = new Redis(redisUrl);
  try {
    const [key = ''] = await redis.keys('*100000000000001*inbox*');
    const facts = (await redis.call('XINFO', 'STREAM', key)) as (string | number)[] | Record<string, number>;
    if (!Array.isArray(facts)) return facts['entries-added'] ?? -1;
    return Number(facts[facts.indexOf('entries-added') + 1]);
  } finally {
    redis.disconnect();
  }
}
