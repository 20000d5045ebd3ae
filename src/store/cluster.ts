import { Cluster, type ClusterOptions, type Redis } from 'ioredis';
import type { RedisPlace } from '../access/redis-place.ts';

type NodeOptions = Omit<NonNullable<ClusterOptions['redisOptions']>, 'replyMapping'>;
type ClusterPlace = Extract<RedisPlace, { kind: 'cluster' }>;

/** How often it is asked which server holds what; a command that went to the wrong one asks at once. */
const LOOK = { commands: 1_000, workers: 5_000 };
/**
 * A server that has a slot no longer refuses a command, which then goes to the one that has it; nothing else is sent again. Commands are not
 * collected into pipelines: one that businesses share would fail for all of them when the slot of one moves.
 */
export const failAtOnceInCluster = {
  enableOfflineQueue: false,
  retryDelayOnFailover: 0,
  retryDelayOnClusterDown: 0,
  slotsRefreshInterval: LOOK.commands,
} satisfies ClusterOptions;

/** What was cut off is sent again, until the slot is held by a server that answers. */
export const waitInCluster = {
  maxRedirections: Number.POSITIVE_INFINITY,
  retryDelayOnMoved: 50,
  slotsRefreshInterval: LOOK.workers,
} satisfies ClusterOptions;

/** A lost server is found again by the slots, so none is tried for ever that has another address now. */
export function openCluster({ hosts, tls, login }: ClusterPlace, redisOptions: NodeOptions, options: ClusterOptions) {
  return new Cluster(hosts, {
    // Names stay names: certificates are for names.
    dnsLookup: (name, done) => done(null, name),
    ...options,
    redisOptions: { ...redisOptions, ...login, ...(tls ? { tls: {} } : {}) },
  });
}

/** Tells why servers of the cluster are away, at most once in a while: every command that fails looks again. */
export function tellTrouble(cluster: Cluster, onError: (error: Error) => void): void {
  let told = Number.NEGATIVE_INFINITY;
  const tell = (error: Error) => {
    if (performance.now() - told < LOOK.commands) return;
    told = performance.now();
    onError(error);
  };
  cluster.on('error', tell).on('node error', tell);
}

/** Connects to every server as soon as it is known, since a command that comes while that is under way fails. */
export function connectAhead(cluster: Cluster): void {
  cluster.on('+node', (node: Redis) => {
    node.connect().catch(() => {});
  });
}
