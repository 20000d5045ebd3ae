import { Redis, type RedisOptions } from 'ioredis';

/**
 * A command fails at once while Redis is away and is never sent twice: a transition that was repeated unseen would answer
 * `conflict` to the one who made it. The caller, a job or a person, decides about trying again.
 */
const failAtOnce = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  connectTimeout: 3_000,
  retryStrategy: (times: number): number => Math.min(50 * 2 ** Math.min(times, 6), 1_000) * (0.75 + Math.random() / 2),
} satisfies RedisOptions;

/** The connection for commands; it comes back by itself. `onError` hears why it is away. */
export function openRedis(url: string, onError: (error: Error) => void = () => {}): Redis {
  const redis = new Redis(url, { ...failAtOnce, enableAutoPipelining: true, commandTimeout: 3_000 });
  redis.on('error', onError);
  return redis;
}

/** A connection of its own for commands that wait; a dead one is noticed after `silence` ms without a byte. */
export function openWaiting(redis: Redis, silence: number): Redis {
  const waiting = redis.duplicate({
    ...failAtOnce,
    enableAutoPipelining: false,
    commandTimeout: undefined,
    socketTimeout: silence,
  });
  // Why Redis is away is told by the connection for commands.
  waiting.on('error', () => {});
  return waiting;
}

/**
 * A connection for BullMQ's workers, which wait at Redis for minutes and come back by themselves: no command of theirs has a
 * deadline, and commands given while Redis is away are sent when it is back.
 */
export function openForWorkers(url: string): Redis {
  const { retryStrategy, connectTimeout } = failAtOnce;
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy, connectTimeout });
  // Why Redis is away is told by the connection for commands.
  redis.on('error', () => {});
  return redis;
}

/** Resolves true as soon as Redis can be used, and false when that took longer than `within` ms. */
export function whenReady(redis: Redis, within: number): Promise<boolean> {
  if (redis.status === 'ready') return Promise.resolve(true);
  if (redis.status === 'end') return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (ready: boolean) => () => {
      clearTimeout(timer);
      redis.off('ready', yes).off('end', no);
      resolve(ready);
    };
    const yes = settle(true);
    const no = settle(false);
    const timer = setTimeout(no, within);
    redis.once('ready', yes).once('end', no);
  });
}
