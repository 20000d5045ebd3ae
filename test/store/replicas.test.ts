import { expect, test } from 'vitest';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { keysOf } from '../../src/store/keys.ts';
import { createReplicas } from '../../src/store/replicas.ts';
import { eventually } from '../support/eventually.ts';
import { ownRedis } from '../support/own-redis.ts';

const keys = keysOf('1');
const AT_ONCE = ['--repl-diskless-sync-delay', '0'];

test('what is written counts as kept once a replica has it, and at once where there is none', async () => {
  const [primary, replica] = await Promise.all([ownRedis(AT_ONCE), ownRedis(AT_ONCE)]);
  try {
    const isKept = () => createReplicas({ redis: primary.client, keys })();
    expect(await isKept()).toBe(true);
    expect(await primary.client.exists(keys.replicas)).toBe(0);

    await replica.client.replicaof('127.0.0.1', primary.port);
    await eventually(async () => expect(await primary.client.info('replication')).toContain('state=online'));
    await eventually(async () => expect(await isKept()).toBe(true));
    await primary.client.set('something', 'new');
    const replicated = createReplicas({ redis: primary.client, keys });
    expect(await Promise.all([replicated(), replicated(), replicated()])).toEqual([true, true, true]);
    expect(await replica.client.get('something')).toBe('new');

    replica.freeze();
    await primary.client.set('something', 'newer');
    expect(await replicated()).toBe(false);
    replica.thaw();
    await eventually(async () => expect(await replicated()).toBe(true));
    expect(await replica.client.get('something')).toBe('newer');

    // It may come back, or be the next master, with what it has.
    await replica.client.replicaof('NO', 'ONE');
    await eventually(async () => expect(await primary.client.info('replication')).toContain('connected_slaves:0'));
    expect(await replicated()).toBe(false);
  } finally {
    replica.thaw();
    await Promise.all([primary.stop(), replica.stop()]);
  }
});

test('a replica that is only beginning to follow counts as behind, since it may take over with what it had before', async () => {
  const [primary, replica] = await Promise.all([ownRedis(['--repl-diskless-sync-delay', '1']), ownRedis()]);
  try {
    await replica.client.replicaof('127.0.0.1', primary.port);
    await eventually(async () => expect(await primary.client.info('replication')).toContain('connected_slaves:1'));
    const syncing = createReplicas({ redis: primary.client, keys });
    expect(await syncing()).toBe(false);
    await eventually(async () => expect(await syncing()).toBe(true));
    expect(await primary.client.info('replication')).toContain('state=online');
  } finally {
    await Promise.all([primary.stop(), replica.stop()]);
  }
});

test('a server that became a replica keeps nothing, and one that may not be asked of replicas counts as it did', async () => {
  const old = await ownRedis();
  const isKept = (client = old.client) => createReplicas({ redis: client, keys })();
  const narrow = openRedis(old.url.replace('//', '//narrow:pass@'));
  try {
    await old.client.call('ACL', 'SETUSER', 'narrow', 'on', '>pass', '~*', '+@all', '-info', '-wait');
    await whenReady(narrow, 5_000);
    expect(await isKept(narrow as typeof old.client)).toBe(true);
    expect(await isKept()).toBe(true);
    // Nobody is there: what counts is what it takes itself for.
    await old.client.replicaof('127.0.0.1', 1);
    expect(await isKept()).toBe(false);
  } finally {
    narrow.disconnect();
    await old.stop();
  }
});
