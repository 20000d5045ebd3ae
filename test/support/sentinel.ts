import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { eventually } from './eventually.ts';
import { type OwnRedis, ownRedis } from './own-redis.ts';

/** A master, its replica, and a sentinel that lets the replica take the master's place soon after that is gone. */
export type WatchedRedis = AsyncDisposable & { url: string; master: OwnRedis; replica: OwnRedis };

/** Starts them; the sentinel alone decides. */
export async function watchedRedis(): Promise<WatchedRedis> {
  const master = await ownRedis(['--repl-diskless-sync-delay', '0']);
  const replica = await ownRedis(['--replicaof', `127.0.0.1 ${master.port}`]);
  await eventually(async () => {
    if (!/master_link_status:up/.test(await replica.client.info('replication'))) throw new Error('not in step yet');
  });
  const folder = await mkdtemp(join(tmpdir(), 'hallpass-sentinel-'));
  const port = randomInt(20_000, 32_000);
  // It asks each second, and takes who did not answer its first question yet for dead.
  const settings = `port ${port}
bind 127.0.0.1
dir ${folder}
sentinel monitor main 127.0.0.1 ${master.port} 1
sentinel down-after-milliseconds main 1500
sentinel failover-timeout main 3000
`;
  const file = join(folder, 'sentinel.conf');
  await writeFile(file, settings);
  const sentinel = spawn(master.executable, [file, '--sentinel'], { stdio: 'ignore' });
  await eventually(async () => {
    const client = openRedis(`redis://127.0.0.1:${port}`);
    await whenReady(client, 1_000);
    try {
      const [replica = []] = (await client.call('SENTINEL', 'REPLICAS', 'main')) as string[][];
      // Before the replica told so itself, it would be passed over.
      if (replica[replica.indexOf('master-link-status') + 1] !== 'ok') throw new Error('the replica is not known yet');
    } finally {
      client.disconnect();
    }
  });
  return {
    url: `redis+sentinel://127.0.0.1:${port}/main`,
    master,
    replica,
    async [Symbol.asyncDispose]() {
      if (sentinel.kill('SIGKILL')) await once(sentinel, 'exit');
      await Promise.all([master.stop(), replica.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
