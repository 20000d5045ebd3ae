import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { startRedis } from '../../demo/redis.ts';
import { openRedis, whenReady } from '../../src/store/connection.ts';

/** A durable Redis that belongs to one test, which may stop it, kill it and bring it back with what it had written. */
export type OwnRedis = {
  url: string;
  /** The test's own connection. */
  client: Redis;
  freeze(): void;
  thaw(): void;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again, on the same port, from its append-only file. */
  revive(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts it; what it has answered survives its own death, though not the machine's. */
export async function ownRedis(): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'hallpass-redis-'));
  const args = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--dir', folder];
  let server = await startRedis({ args });
  const client = openRedis(server.url);
  const pidOf = async () => {
    if (!(await whenReady(client, 5_000))) throw new Error('the test can not reach its Redis');
    return Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1]);
  };
  let pid = await pidOf();

  return {
    url: server.url,
    client,
    freeze: () => void process.kill(pid, 'SIGSTOP'),
    thaw: () => void process.kill(pid, 'SIGCONT'),
    async kill() {
      process.kill(pid, 'SIGKILL');
      await server.stop();
    },
    async revive() {
      server = await startRedis({ port: server.port, args });
      pid = await pidOf();
    },
    async stop() {
      client.disconnect();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
