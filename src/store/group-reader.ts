import { setTimeout as pause } from 'node:timers/promises';
import type { Redis as Server } from 'ioredis';
import type { Ms } from '../access/grant.ts';
import type { Entry } from './audit-event.ts';
import type { Redis } from './connection.ts';
import { openWaiting, whenReady } from './connection.ts';
import { loadScript, run } from './scripts.ts';

/** Who reads which stream; after `idle` ms without an acknowledgement an entry is given to another consumer. */
export type GroupReaderOptions = { redis: Redis; stream: string; group: string; consumer: string; idle: Ms };
/** A stream entry as handed out; `redelivered` when some consumer had it before. */
export type Handed = { id: string; flat: string[]; redelivered: boolean };

/** The longest single wait at Redis, so that what others left is looked for in between and a dead connection is noticed. */
const WAIT: Ms = 2_000;
/** Between two tries while the connection is cut, at first and at most. */
const PAUSE: Ms = 50;
const LONGEST_PAUSE: Ms = 800;
/** A reader asks every few seconds: one that was silent for so long is gone. */
const FORGET: Ms = 3_600_000;

const sweepScript = loadScript('sweep-consumers');

/**
 * Reads a stream as one consumer of a group: first what this consumer left unacknowledged (after a start or a cut connection, whose
 * answer may have been lost), every `idle` / 2 what any consumer left, else what is new. While Redis is away it waits and hands out nothing.
 */
export function groupReader({ redis, stream, group, consumer, idle }: GroupReaderOptions) {
  const waiting = openWaiting(redis, WAIT * 3);
  let own: string | null = '0-0';
  let claim = { cursor: '0-0', at: performance.now() };
  let swept = false;
  let failures = 0;
  let closed = false;

  async function left(count: number): Promise<Handed[]> {
    while (own !== null) {
      const entries: Entry[] = await readGroup(own, count);
      own = entries.at(-1)?.[0] ?? null;
      const handed = await usable(entries, true);
      if (handed.length > 0) return handed;
    }
    if (claim.cursor === '0-0' && performance.now() < claim.at) return [];
    const reply = await waiting.xautoclaim(stream, group, consumer, idle, claim.cursor, 'COUNT', count);
    const [cursor, entries] = reply as [string, Entry[]];
    if (!swept) await run(waiting, sweepScript, [stream], [group, FORGET]);
    swept = true;
    claim = { cursor, at: performance.now() + idle / 2 };
    return usable(entries, true);
  }

  async function readGroup(from: string, count: number, block?: Ms): Promise<Entry[]> {
    const reply =
      block === undefined
        ? await waiting.xreadgroup('GROUP', group, consumer, 'COUNT', count, 'STREAMS', stream, from)
        : await waiting.xreadgroup('GROUP', group, consumer, 'COUNT', count, 'BLOCK', block, 'STREAMS', stream, from);
    return (reply as [string, Entry[]][] | null)?.[0]?.[1] ?? [];
  }

  /** Entries that were deleted while unacknowledged have no fields: they are acknowledged and left out. */
  async function usable(entries: (Entry | null)[], redelivered: boolean): Promise<Handed[]> {
    const found = entries.filter((entry) => entry !== null);
    const gone = found.filter(([, flat]) => flat === null).map(([id]) => id);
    if (gone.length > 0) await waiting.xack(stream, group, ...gone);
    return found.flatMap(([id, flat]) => (flat === null ? [] : [{ id, flat, redelivered }]));
  }

  /** A group that is not there (first start, flushed Redis) is made; it begins with the stream's first entry. */
  async function recover(error: unknown, until: number): Promise<void> {
    own = '0-0';
    const message = error instanceof Error ? error.message : '';
    if (/^(NOGROUP|UNBLOCKED)/.test(message)) {
      await waiting.xgroup('CREATE', stream, group, '0', 'MKSTREAM').catch(unlessThere);
    } else if (isReply(error)) {
      throw error;
    } else {
      const wait = Math.min(PAUSE * 2 ** failures, LONGEST_PAUSE, until - performance.now());
      failures = Math.min(failures + 1, 4);
      await pause(Math.max(0, wait));
      await whenReady(waiting, Math.max(0, until - performance.now()));
    }
  }

  return {
    async read(block: Ms, count: number): Promise<Handed[]> {
      const until = performance.now() + block;
      while (!closed) {
        try {
          // The first read comes before the connection stands.
          await whenReady(waiting, until - performance.now());
          const old = await left(count);
          if (old.length > 0) return old;
          const wait = Math.round(Math.min(until - performance.now(), WAIT, idle / 2));
          failures = 0;
          const fresh = await usable(await readGroup('>', count, wait > 0 ? wait : undefined), false);
          if (fresh.length > 0) return fresh;
        } catch (error) {
          if (closed) return [];
          await recover(error, until);
        }
        if (performance.now() >= until) break;
      }
      return [];
    },

    async ack(ids: string[]): Promise<void> {
      if (ids.length > 0) await redis.xack(stream, group, ...ids);
    },

    /** These are still being worked on: their time starts anew, so that no other consumer takes them. */
    async keep(ids: string[]): Promise<void> {
      // The types of a cluster leave this form out.
      if (ids.length > 0) await (redis as Server).xclaim(stream, group, consumer, 0, ...ids, 'JUSTID');
    },

    async close(): Promise<void> {
      closed = true;
      waiting.disconnect();
    },
  };
}

/** An answer of Redis, as against trouble with the connection, which passes. */
const isReply = (error: unknown): error is Error => error instanceof Error && error.name === 'ReplyError';

function unlessThere(error: unknown): void {
  if (isReply(error) && !error.message.startsWith('BUSYGROUP')) throw error;
}
