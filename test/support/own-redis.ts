import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { startRedis } from '../../demo/redis.ts';
import { openRedis, whenReady } from '../../src/store/connection.ts';

/** A durable Redis that belongs to one test, which may stop it, kill it and bring it back with what it had written. */
export type OwnRedis = {
  url: string;
  port: number;
  executable: string;
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

/** A disk in memory, where there is one: on a busy one, Redis with `everysec` answers up to two seconds before it writes. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/**
 * Starts it; what it has answered survives its own death, though not the machine's. `more` are further settings of it. Its port is below those that
 * systems give away, so that nobody takes it while it is dead.
 */
export async function ownRedis(more: readonly string[] = [], ports = { from: 20_000, to: 32_000 }): Promise<OwnRedis> {
  const folder = await mkdtemp(join(MEMORY, 'hallpass-redis-'));
  const args = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--dir', folder, ...more];
  const server = await startRedis({ port: randomInt(ports.from, ports.to), args });
  const client = openRedis(server.url) as Redis;
  let { pid, executable } = await facts(client);
  let revived: ChildProcess | null = null;

  return {
    url: server.url,
    port: server.port,
    executable,
    client,
    freeze: () => void process.kill(pid, 'SIGSTOP'),
    thaw: () => void process.kill(pid, 'SIGCONT'),
    async kill() {
      process.kill(pid, 'SIGKILL');
      await server.stop();
    },
    async revive() {
      const place = ['--port', `${server.port}`, '--bind', '127.0.0.1', '--save', '', '--databases', '64'];
      revived = spawn(executable, [...place, ...args], { stdio: 'ignore' });
      ({ pid, executable } = await facts(client));
    },
    async stop() {
      client.disconnect();
      await server.stop();
      if (revived?.kill('SIGKILL')) await once(revived, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function facts(client: Redis): Promise<{ pid: number; executable: string }> {
  if (!(await whenReady(client, 10_000))) throw new Error('the test can not reach its Redis');
  const told = await client.info('server');
  return { pid: Number(/process_id:(\d+)/.exec(told)?.[1]), executable: /executable:(.+?)\r/.exec(told)?.[1] ?? '' };
}
