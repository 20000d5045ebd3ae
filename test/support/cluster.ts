import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from './eventually.ts';
import { type OwnRedis, ownRedis } from './own-redis.ts';

/** A cluster of three masters on this machine, each of which a test may kill and bring back. */
export type OwnCluster = AsyncDisposable & {
  url: string;
  /** The servers in the order of the keys that they hold. */
  servers: OwnRedis[];
  /** Moves the slot of a key and all that is in it from one server to another, a few keys at a time, so that others act in between. */
  move(key: string, from: OwnRedis, to: OwnRedis): Promise<void>;
};

const SLOTS = 16_384;
/** Servers of a cluster talk to each other 10,000 ports higher. */
const PORTS = { from: 20_000, to: 22_000 };
const ALONE = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1500', '--cluster-require-full-coverage', 'no'];

const ask = ({ client }: OwnRedis, ...words: (string | number)[]) => client.call('CLUSTER', ...words.map(String));

/** Forms it, so that each server holds one of these keys. */
export async function ownCluster(keys: [string, string, string]): Promise<OwnCluster> {
  const servers = await Promise.all(keys.map(() => ownRedis(ALONE, PORTS)));
  const [first] = servers as [OwnRedis, ...OwnRedis[]];
  const slots = await Promise.all(keys.map((key) => ask(first, 'KEYSLOT', key).then(Number)));
  const order = slots.toSorted((a, b) => a - b);
  await Promise.all(
    servers.map(async (server, index) => {
      const mine = index === 0 ? 0 : (order[index] ?? 0);
      const next = order[index + 1] ?? SLOTS;
      await ask(server, 'SET-CONFIG-EPOCH', index + 1);
      await ask(server, 'ADDSLOTS', ...Array.from({ length: next - mine }, (_, at) => mine + at));
    }),
  );
  for (const { port } of servers.slice(1)) await ask(first, 'MEET', '127.0.0.1', port);
  await eventually(async () => {
    for (const server of servers) {
      const info = String(await ask(server, 'INFO'));
      if (!/cluster_state:ok/.test(info) || !info.includes(`cluster_slots_ok:${SLOTS}`)) throw new Error(info);
    }
  });
  const sorted = slots.map((slot) => servers[order.indexOf(slot)] as OwnRedis);

  return {
    url: `redis+cluster://${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    servers: sorted,
    async move(key, from, to) {
      const slot = Number(await ask(from, 'KEYSLOT', key));
      const [source, target] = (await Promise.all([from, to].map((one) => ask(one, 'MYID')))) as [string, string];
      await ask(to, 'SETSLOT', slot, 'IMPORTING', source);
      await ask(from, 'SETSLOT', slot, 'MIGRATING', target);
      for (;;) {
        const some = (await ask(from, 'GETKEYSINSLOT', slot, 3)) as string[];
        if (some.length === 0) break;
        await from.client.call('MIGRATE', '127.0.0.1', to.port, '', 0, 1_000, 'KEYS', ...some);
        await pause(10);
      }
      for (const one of [to, from, ...servers]) await ask(one, 'SETSLOT', slot, 'NODE', target);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
