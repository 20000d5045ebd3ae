import type { Ms } from '../access/grant.ts';
import { MetaError } from '../access/ports/meta.ts';
import type { Bucket } from './buckets.ts';
import type { Priority } from './call.ts';
import * as words from './error-words.ts';
import { ORDER } from './lanes.ts';

/**
 * `gap`: from one call of a spread bucket to the next, in this instance, 250 ms; `patience`: whoever had no turn by then comes back
 * later, 4 s. Real time, as Meta counts.
 */
export type PaceOptions = { gap?: Ms; patience?: Ms };

type Waiting = { lane: Priority; go(): void; stay(): void };

/** Spreads the calls of a bucket out, the most urgent first: where Meta minds how unevenly they come, and not how many. */
export function createPace({ gap = 250, patience = 4_000 }: PaceOptions = {}) {
  const lines = new Map<Bucket, { waiting: Waiting[]; timer: NodeJS.Timeout }>();

  function next(bucket: Bucket): void {
    const line = lines.get(bucket);
    if (!line) return;
    const first = ORDER.flatMap((lane) => line.waiting.filter((one) => one.lane === lane))[0];
    if (!first) return void lines.delete(bucket);
    line.timer = setTimeout(next, gap, bucket);
    first.go();
  }

  return {
    /** Resolves when it is this call's turn; throws a throttled MetaError when that is not soon. */
    async turn(bucket: Bucket, lane: Priority): Promise<void> {
      const line = lines.get(bucket);
      if (!line) return void lines.set(bucket, { waiting: [], timer: setTimeout(next, gap, bucket) });
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const stay = () =>
        reject(new MetaError('throttled', words.busy, { retryAfter: line.waiting.length * gap, withheld: true }));
      const one: Waiting = { lane, go: resolve, stay };
      const timer = setTimeout(stay, patience);
      line.waiting.push(one);
      await promise.finally(() => {
        clearTimeout(timer);
        line.waiting.splice(line.waiting.indexOf(one), 1);
      });
    },
    close(): void {
      for (const { waiting, timer } of lines.values()) {
        clearTimeout(timer);
        for (const { stay } of [...waiting]) stay();
      }
      lines.clear();
    },
  };
}
