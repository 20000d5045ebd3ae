import { Cluster, type RedisOptions, Redis as Server } from 'ioredis';
import { type RedisPlace, readRedisUrl } from '../access/redis-place.ts';
import { connectAhead, failAtOnceInCluster, openCluster, tellTrouble, waitInCluster } from './cluster.ts';
import { lookingAgain } from './looking-again.ts';

/** A connection to Redis: to one server, whether sentinels watch it or not, or to all of a cluster. */
export type Redis = Server | Cluster;

type Options = Omit<RedisOptions, 'replyMapping'>;

/** How long to wait before Redis is tried again; ms. */
const backoff = (times: number): number => Math.min(50 * 2 ** Math.min(times, 6), 1_000) * (0.75 + Math.random() / 2);

/**
 * A command fails at once while Redis is away and is never sent twice: a transition that was repeated unseen would answer
 * `conflict` to the one who made it. The caller, a job or a person, decides about trying again.
 */
const neverTwice = { maxRetriesPerRequest: 0, autoResendUnfulfilledCommands: false, connectTimeout: 3_000 };
const failAtOnce = { ...neverTwice, enableOfflineQueue: false, retryStrategy: backoff };
const ANSWER = { commandTimeout: 3_000 };
/** Longer than any answer takes; and than a worker waits in one go, which is ten seconds. */
const SILENCE = { socketTimeout: 4_000 };
const LONG_SILENCE = { socketTimeout: 12_000 };

/** The connection for commands; it comes back by itself. `onError` hears why it is away. */
export function openRedis(url: string, onError: (error: Error) => void = () => {}): Redis {
  const place = placeOf(url);
  if (place.kind !== 'cluster')
    return openServer(place, { ...failAtOnce, ...ANSWER, enableAutoPipelining: true }, onError);
  const cluster = openCluster(
    place,
    { ...neverTwice, ...ANSWER },
    { ...failAtOnceInCluster, clusterRetryStrategy: backoff },
  );
  connectAhead(cluster);
  tellTrouble(cluster, onError);
  return cluster;
}

/** A connection of its own for commands that wait; a dead one is noticed after `silence` ms without a byte. */
export function openWaiting(redis: Redis, silence: number): Redis {
  const other = { commandTimeout: undefined, socketTimeout: silence };
  const waiting =
    redis instanceof Cluster
      ? redis.duplicate([], { redisOptions: other, slotsRefreshInterval: 0 })
      : redis.duplicate({ ...failAtOnce, ...other, enableAutoPipelining: false });
  // Why Redis is away is told by the connection for commands.
  waiting.on('error', () => {});
  return waiting;
}

/**
 * A connection for BullMQ's workers, which wait at Redis for minutes and come back by themselves: no command of theirs has a
 * deadline, and commands given while Redis is away are sent when it is back.
 */
export function openForWorkers(url: string): Redis {
  const place = placeOf(url);
  const patient = { maxRetriesPerRequest: null, connectTimeout: neverTwice.connectTimeout };
  const again = { clusterRetryStrategy: backoff };
  // Why Redis is away is told by the connection for commands.
  const silent = () => {};
  if (place.kind === 'cluster') {
    return lookingAgain(openCluster(place, patient, { ...waitInCluster, ...again }).on('error', silent), () =>
      openCluster(place, { ...neverTwice, ...LONG_SILENCE }, { ...failAtOnceInCluster, ...again }),
    );
  }
  const server = openServer(place, { ...patient, retryStrategy: backoff }, silent);
  if (place.kind === 'one') return server;
  return lookingAgain(server, () => openServer(place, { ...failAtOnce, ...LONG_SILENCE }, silent));
}

/** Every server that takes writes; throws where none is known, as when the cluster is away. */
export function mastersOf(redis: Redis): Server[] {
  if (!(redis instanceof Cluster)) return [redis];
  const masters = redis.nodes('master');
  if (masters.length === 0) throw new Error('no server of the cluster is known');
  return masters;
}

function openServer(
  place: Exclude<RedisPlace, { kind: 'cluster' }>,
  options: Options,
  onError: (error: Error) => void,
) {
  const redis = place.kind === 'one' ? new Server(place.url, options) : new Server({ ...watchedBy(place), ...options });
  return redis.on('error', onError);
}

/** The master that the sentinels name, who are asked again as soon as it refuses a write, or says nothing. */
function watchedBy({ hosts, tls, login, sentinels, name, db }: Extract<RedisPlace, { kind: 'sentinel' }>): Options {
  return {
    ...{ sentinels: hosts, name, db, ...login },
    ...(sentinels.username ? { sentinelUsername: sentinels.username } : {}),
    ...(sentinels.password ? { sentinelPassword: sentinels.password } : {}),
    ...(tls ? { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true } : {}),
    sentinelRetryStrategy: backoff,
    // One that is isolated, or hangs, may have been replaced. The failoverDetector of ioredis does not serve: it ends, for good, a connection that is just being made.
    reconnectOnError: ({ message }) => /READONLY|NOREPLICAS/.test(message),
    ...SILENCE,
  };
}

function placeOf(url: string): RedisPlace {
  const read = readRedisUrl(url);
  if (!read.ok) throw new Error(`REDIS_URL: ${read.problem}`);
  return read.place;
}

/** Resolves true as soon as Redis can be used, and false when that took longer than `within` ms. */
export async function whenReady(redis: Redis, within: number): Promise<boolean> {
  const until = performance.now() + within;
  if (!(await isReady(redis, within))) return false;
  const servers = redis instanceof Cluster ? redis.nodes('master').filter(({ status }) => status !== 'wait') : [];
  return (await Promise.all(servers.map((server) => isReady(server, until - performance.now())))).every(Boolean);
}

function isReady(redis: Redis, within: number): Promise<boolean> {
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
