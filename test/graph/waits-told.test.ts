import { expect, it, onTestFinished } from 'vitest';
import { createLimitedGraph } from '../../src/graph/limited.ts';
import { Acknowledged } from '../../src/graph/schemas.ts';
import { answering, json } from './answering-server.ts';
import { MINUTE, refusal } from './limits.ts';
import { recordingLog } from './recording-log.ts';

const PAGES = { type: 'pages', call_count: 100, estimated_time_to_regain_access: 3 };
const ADS = { type: 'ads_management', call_count: 100, estimated_time_to_regain_access: 300 };
const HEADERS = {
  'x-business-use-case-usage': JSON.stringify({ 5001: [PAGES], 777: [ADS] }),
  'x-ad-account-usage': '{"acc_id_util_pct":10,"reset_time_duration":900}',
};

/** A Meta that refuses everything with one code, and tells of several allowances in its headers. */
async function refusing(code: number, headers: Record<string, string> = HEADERS) {
  const server = await answering(json({ error: { code, message: 'limit' } }, 403, headers));
  onTestFinished(server.close);
  const clock = { now: () => 0 };
  const graph = createLimitedGraph({
    url: server.url,
    token: 'EAA',
    business: { id: '1' },
    clock,
    log: recordingLog(),
  });
  onTestFinished(graph.close);
  const waits = async (node: string) => {
    const call = graph.call({
      method: 'DELETE',
      path: `${node}/assigned_users`,
      answer: Acknowledged,
      priority: 'removal',
    });
    const { kind, retryAfter = 0 } = await refusal(call);
    return [kind, retryAfter / MINUTE];
  };
  return { waits, asked: () => server.seen.length };
}

it('a refusal waits as long as Meta says of what it refuses, not of what else is in the headers', async () => {
  const { waits, asked } = await refusing(80001);

  expect(await waits('5001')).toEqual(['throttled', 3]);
  expect(await waits('5001')).toEqual(['throttled', 3]);
  expect(await waits('act_777')).toEqual(['throttled', 300]);
  expect(asked()).toBe(1);
});

it('the whole application does not wait for hours because one ad account has to', async () => {
  const { waits } = await refusing(4);

  expect(await waits('5001')).toEqual(['throttled', 3]);
  expect(await waits('5002')).toEqual(['throttled', 2]);
});
