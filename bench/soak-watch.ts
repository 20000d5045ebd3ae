import type { Redis } from '../src/store/connection.ts';
import { median } from './figures.ts';

const MB = 1024 * 1024;

/** What the bot told of itself at one moment; memory in MB, lag in ms, cpu in seconds since its start. */
export type Sample = { at: number; rss: number; heap: number; lag: number; cpu: number; live: number; redis: number };

/** Asks the bot and Redis how they are. */
export async function sample(port: number, redis: Redis): Promise<Sample> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const of = (name: string): number =>
    [...text.matchAll(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'gm'))].reduce(
      (sum, [, value]) => sum + Number(value),
      0,
    );
  const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  return {
    at: performance.now(),
    rss: of('process_resident_memory_bytes') / MB,
    heap: of('nodejs_heap_size_used_bytes') / MB,
    lag: of('nodejs_eventloop_lag_p99_seconds') * 1_000,
    cpu: of('process_cpu_seconds_total'),
    live: of('hallpass_grants_live'),
    redis: used / MB,
  };
}

/** One minute: the memory that is in use at its lowest, since garbage comes and goes. */
export type Minute = Omit<Sample, 'at'>;

export function minuteOf(samples: readonly Sample[], before: Sample): Minute {
  const last = samples.at(-1) as Sample;
  return {
    rss: median(samples.map(({ rss }) => rss)),
    heap: Math.min(...samples.map(({ heap }) => heap)),
    lag: Math.max(...samples.map(({ lag }) => lag)),
    cpu: (last.cpu - before.cpu) / ((last.at - before.at) / 1_000),
    live: last.live,
    redis: last.redis,
  };
}

/** How much a value grows a step: the median of the slopes between all pairs, which a few outliers don't move. */
export function slope(values: readonly number[]): number {
  const slopes = values.flatMap((from, i) => values.slice(i + 1).map((to, j) => (to - from) / (j + 1)));
  return slopes.length === 0 ? 0 : median(slopes);
}
