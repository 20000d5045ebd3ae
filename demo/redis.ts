import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { RedisMemoryServer } from 'redis-memory-server';

/** A Redis of one's own: what its owner does to it (stops it, configures it) touches nobody else. */
export type RedisServer = { url: string; port: number; stop(): Promise<void> };

/** Starts the machine's Redis or Valkey; without one, redis-memory-server fetches and compiles a Redis once. */
export async function startRedis({ port, args = [] }: { port?: number; args?: string[] } = {}): Promise<RedisServer> {
  const binary = onPath('redis-server') ?? onPath('valkey-server');
  const server = new RedisMemoryServer({
    autoStart: false,
    instance: { ...(port === undefined ? {} : { port }), args: ['--save', '', '--databases', '64', ...args] },
    ...(binary === null ? {} : { binary: { systemBinary: binary } }),
  });
  await server.start();
  const bound = await server.getPort();
  return {
    url: `redis://127.0.0.1:${bound}`,
    port: bound,
    stop: async () => {
      await server.stop();
    },
  };
}

function onPath(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return null;
}
