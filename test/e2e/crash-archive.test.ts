import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { verifyReport } from '../../src/cli/audit-verify.ts';
import { createFeed } from '../../src/store/feed.ts';
import { keysOf } from '../../src/store/keys.ts';
import { archived, ownFolder } from '../support/archive.ts';
import { eventually } from '../support/eventually.ts';
import { COMPILED } from '../support/process.ts';
import { testRedis } from '../support/redis.ts';
import { storeOn } from '../support/store.ts';

const ARCHIVING = fileURLToPath(new URL('../support/archiving.ts', import.meta.url));
const KILLS = 6;
/** Many at once, so that kills meet writes of all sizes. */
const CROWD = 15;
const PATIENCE = 20_000;

/** A Redis into which requests come all the time, and an archive that processes of their own write. */
async function office() {
  const { redis, url, business } = await testRedis();
  const store = storeOn(redis, business);
  const root = ownFolder();
  const folder = join(root, 'eu');
  const feed = createFeed({ redis, business });
  const start = () => {
    const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED };
    const child = spawn(process.execPath, [ARCHIVING, url, business.id, root], { stdio: 'ignore', env });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const asked = { busy: true, count: 0 };
  const asking = (async () => {
    while (asked.busy) {
      const crowd = Array.from({ length: CROWD }, () => store.request({ ticket: `${asked.count++}` }));
      await Promise.all(crowd);
      await sleep(15);
    }
  })();
  const quiet = async () => {
    asked.busy = false;
    await asking;
  };
  onTestFinished(quiet);
  const inStream = async () => (await redis.xrange(keysOf(business.id).events, '-', '+')).map(([id]) => id);
  return { folder, root, feed, start, quiet, inStream };
}

const file = (folder: string): string => join(folder, readdirSync(folder).toSorted().at(-1) ?? '');

/** Leaves the last line as a power failure does: cut in its middle, if it was not promised to be on the disk, or begun and not ended. */
function tear(folder: string, durable: number): void {
  const path = file(folder);
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('\n', -2) + 1;
  const last = bytes.subarray(end);
  const half = Math.ceil(Math.random() * (last.length - 2));
  const whole = bytes.at(-1) === 0x0a;
  if (!whole || JSON.parse(last.toString()).seq > durable) truncateSync(path, end + half);
  else appendFileSync(path, last.subarray(0, half));
}

it('a process that archives is killed again and again while events come: each is in the archive, once, and the chain holds', async () => {
  const { folder, root, feed, start, quiet, inStream } = await office();
  const seqs: number[] = [];

  for (let round = 0; round < KILLS; round += 1) {
    const before = seqs.at(-1) ?? 0;
    const child = start();
    await eventually(async () => expect((await feed.marker())?.seq ?? 0).toBeGreaterThan(before), PATIENCE);
    await sleep(Math.random() * 100);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const durable = (await feed.marker())?.seq ?? 0;
    seqs.push(durable);
    if (round % 2 === 1) tear(folder, durable);
  }
  await quiet();
  const ids = await inStream();
  const last = start();
  await eventually(async () => expect((await feed.marker())?.seq).toBe(ids.length), PATIENCE);
  last.kill('SIGKILL');
  await once(last, 'exit');

  console.log(`${KILLS} kills among ${ids.length} events, at lines ${seqs.join(', ')}`);
  expect(await verifyReport([root], [])).toMatchObject({ holds: true });
  expect(archived(folder).map((line) => JSON.parse(line).event.id)).toEqual(ids);
}, 60_000);
