import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, Redis as Server } from 'ioredis';

/** How long a worker rests whose wait was cut off; ms. */
const REST = 250;

/**
 * Each worker waits for jobs on a connection that BullMQ makes of this one. Where another server may take over, a wait that is cut off is no trouble,
 * and the worker just looks again: BullMQ would rest for five seconds, or take a wait that is sent again for one that hangs, close its connection
 * while that is on its way to the new server, and never come back.
 */
export function lookingAgain<C extends Server | Cluster>(workers: C, openForWait: () => C): C {
  const duplicate = () => {
    const waiting = openForWait();
    const wait = waiting.bzpopmin.bind(waiting) as (...args: unknown[]) => Promise<unknown>;
    return Object.assign(waiting, { bzpopmin: (...args: unknown[]) => wait(...args).catch(() => pause(REST, null)) });
  };
  return Object.assign(workers, { duplicate });
}
