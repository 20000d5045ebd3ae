import { setTimeout as sleep } from 'node:timers/promises';
import { type OwnRedis, ownRedis } from '../support/own-redis.ts';
import { redisLine } from './redis-line.ts';

/** A durable Redis with a replica, which takes over when the first one is killed. */
export type RedisPair = {
  /** Where the primary listens now. */
  port(): number;
  /** kill -9, and back from its append-only file after so many ms. */
  restart(away: number): Promise<void>;
  freeze(ms: number): Promise<void>;
  /** Nothing reaches the replica from now on, until it takes over; the primary does not see that for a while. */
  fallBehind(): void;
  /** kill -9; the replica becomes the primary, and the dead one comes back as its replica. False while there is no replica in step. */
  failOver(away: number): Promise<boolean>;
  /** When what was written may have been unknown to the replica that took over; epoch ms. */
  forgotten: readonly { from: number; to: number }[];
  /** Every write is refused for so many ms. */
  outOfMemory(ms: number): Promise<void>;
  /** Resolves when the replica has all that the primary has. */
  inStep(): Promise<boolean>;
  stop(): Promise<void>;
};

/** What a replica in step does not have yet; ms. */
const ON_THE_WAY = 1_000;

const portOf = ({ url }: Pick<OwnRedis, 'url'>) => Number(new URL(url).port);

/** Starts both. What Redis has answered is on disk: what everysec may lose with a machine is not tested here. */
export async function redisPair(onFailOver: () => void): Promise<RedisPair> {
  const durable = ['--appendfsync', 'always', '--repl-diskless-sync-delay', '0'];
  let [primary, replica] = await Promise.all([ownRedis(durable), ownRedis(durable)]);
  const between = await redisLine(() => portOf(primary));
  const follow = (one: OwnRedis) => one.client.replicaof('127.0.0.1', portOf({ url: between.url }));
  await follow(replica);

  const forgotten: { from: number; to: number }[] = [];
  let behindSince: number | null = null;

  const inStep = async () => /slave0:.*state=online/.test(await primary.client.info('replication'));
  return {
    port: () => portOf(primary),
    inStep,
    async restart(away) {
      await primary.kill();
      await sleep(away);
      await primary.revive();
    },
    async freeze(ms) {
      primary.freeze();
      await sleep(ms);
      primary.thaw();
    },
    forgotten,
    fallBehind() {
      behindSince = Date.now();
      between.hold();
    },
    async failOver(away) {
      if (!(await inStep())) return false;
      const dead = primary;
      await dead.kill();
      forgotten.push({ from: (behindSince ?? Date.now()) - ON_THE_WAY, to: Date.now() });
      behindSince = null;
      between.drop();
      await sleep(away);
      await replica.client.replicaof('NO', 'ONE');
      [primary, replica] = [replica, dead];
      onFailOver();
      between.mend();
      await dead.revive();
      await follow(dead);
      return true;
    },
    async outOfMemory(ms) {
      const { client } = primary;
      await client.config('SET', 'maxmemory', '1');
      await sleep(ms);
      await client.config('SET', 'maxmemory', '0');
    },
    async stop() {
      await Promise.all([primary.stop(), replica.stop()]);
      await between.close();
    },
  };
}
