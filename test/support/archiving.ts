import { join } from 'node:path';
import { openArchive } from '../../src/archive/file-archive.ts';
import { startArchiver } from '../../src/jobs/archiver.ts';
import { createLog } from '../../src/log.ts';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { createFeed } from '../../src/store/feed.ts';
import { createLedger } from '../../src/store/ledger.ts';

/** A process that does nothing but archive, to be killed: `node archiving.ts REDIS BUSINESS-ID FOLDER`. Its lease is short, so that the next one need not wait. */
const [url = '', id = '', root = ''] = process.argv.slice(2);
const business = { key: 'eu', id };
const clock = { now: Date.now };
const log = createLog('info');
const redis = openRedis(url);
await whenReady(redis, 10_000);
const { lease, replicated } = createLedger({ redis, business, clock });
const feed = createFeed({ redis, business });
const folder = join(root, business.key);
startArchiver({
  business: business.key,
  ledger: { lease: (name) => lease(name, 300), replicated },
  archive: { feed, open: (durable) => openArchive({ folder, business: business.key, log }, durable) },
  clock,
  log,
});
