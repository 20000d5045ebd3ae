import type { Ms } from '../access/grant.ts';
import { MaybeKept } from '../access/ports/inbox.ts';
import type { Redis } from './connection.ts';
import { inTime } from './in-time.ts';

type Waiting = {
  values: (string | number)[];
  done: boolean;
  sent: boolean;
  resolve(): void;
  reject(error: unknown): void;
};

/** Long enough for others to come along when there is a crowd, too short for anybody to notice; ms. */
const WINDOW: Ms = 1;

/** When Redis appended an entry, by its own clock, which the entry's id begins with; ms. */
export const appendedAt = (id: string): Ms => Number(id.split('-')[0]);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Redis refused it, or was away when it should have been sent. */
const neverDone = ({ name, message }: Error): boolean =>
  name === 'ReplyError' || /isn't (writeable|ready)/.test(message);

/**
 * Appends entries to a stream within `patience` or not at all. Those that come within a millisecond leave together, since each write
 * to the connection costs more than what it carries; each has its own answer. An entry says in `until` how late it counts: what
 * Redis appended after that, since it hung, its sender was told had failed, and readers leave it out. Rejects with
 * MaybeKept when the connection broke before the answer, or no answer came.
 */
export function gather(redis: Redis, stream: string, patience: Ms) {
  const inPatience = inTime(redis, stream, patience);
  let waiting: Waiting[] = [];

  async function append(batch: Waiting[], until: Ms): Promise<boolean> {
    const open = batch.filter(({ done }) => !done);
    const pipeline = redis.pipeline();
    for (const { values } of open) pipeline.xadd(stream, '*', 'until', until, ...values);
    for (const entry of open) entry.sent = true;
    const answers = (await pipeline.exec()) ?? [];
    let broken: Error | null = null;
    for (const [index, entry] of open.entries()) {
      const [error, id] = answers[index] ?? [new Error('Redis did not answer')];
      if (!error && appendedAt(String(id)) > until) {
        entry.sent = false;
        continue;
      }
      entry.done = true;
      broken ??= error;
      if (error) entry.reject(neverDone(error) ? error : new MaybeKept(error.message));
      else entry.resolve();
    }
    if (broken) throw broken;
    return open.every(({ done }) => done);
  }

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = [];
    try {
      await inPatience((until) => append(batch, until));
    } catch (error) {
      // In time there, and its answer late here: that no answer came says nothing.
      for (const { done, sent, reject } of batch) if (!done) reject(sent ? new MaybeKept(messageOf(error)) : error);
    }
  }

  return (values: (string | number)[]): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ values, done: false, sent: false, resolve, reject });
      if (waiting.length === 1) setTimeout(flush, WINDOW);
    });
}
