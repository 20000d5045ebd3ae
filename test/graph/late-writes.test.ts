import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createMeta } from '../../src/graph/meta.ts';
import { answering, json } from './answering-server.ts';
import { ANA, page } from './northwind.ts';
import { recordingLog } from './recording-log.ts';

/** A Meta that takes this long to refuse a write and ask for the Page's own token. */
async function slow(ms: number) {
  const server = await answering(async (response, seen) => {
    if (seen.method === 'GET') return json({ id: '123', access_token: 'EAAPAGE' })(response, seen);
    if (seen.headers.authorization === 'Bearer EAAPAGE') return json({ success: true })(response, seen);
    await sleep(ms);
    return json({ error: { code: 210, message: 'A page access token is required' } }, 403)(response, seen);
  });
  const options = { url: server.url, token: 'EAA', business: { id: '1' }, timeoutMs: 1_000 };
  const meta = createMeta({ ...options, clock: { now: () => 0 }, log: recordingLog() });
  onTestFinished(async () => {
    await meta.close();
    await server.close();
  });
  return { meta, writes: () => server.seen.filter(({ method }) => method === 'POST').length };
}

it('a write is not sent again, with a Page’s token, when it could arrive later than one call may', async () => {
  const { meta, writes } = await slow(600);

  await expect(meta.assign(page('123'), ANA, ['ANALYZE'])).rejects.toMatchObject({
    kind: 'transient',
    ambiguous: false,
  });

  expect(writes()).toBe(1);
});

it('a write is sent again with a Page’s token while there is time', async () => {
  const { meta, writes } = await slow(1);

  await meta.assign(page('123'), ANA, ['ANALYZE']);

  expect(writes()).toBe(2);
});
