import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';

/** One thing that must hold for the bot to do its work; a throw says why it does not. */
export type Check = { name: string; run(): Promise<void> };

type Route = { path: string; method: 'GET'; handler: (req: IncomingMessage, res: ServerResponse) => void };

/** An answer to a probe is never older than this, and checks never run more often; ms. */
const KEEP = 2_000;
const PATIENCE = 5_000;

/** `/healthz` (the process lives), `/readyz` (Redis answers, tokens are valid) and `/metrics`. */
export function healthRoutes(checks: readonly Check[], metrics: Metrics): Route[] {
  let kept: { at: number; result: Promise<Record<string, string>> } | null = null;
  const recent = () => {
    if (!kept || performance.now() - kept.at > KEEP) kept = { at: performance.now(), result: runAll(checks) };
    return kept.result;
  };
  const answer = (res: ServerResponse, status: number, body: object): void => {
    res.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  };
  return [
    { path: '/healthz', method: 'GET', handler: (_, res) => answer(res, 200, { ok: true }) },
    {
      path: '/readyz',
      method: 'GET',
      handler: async (_, res) => {
        const results = await recent();
        const ok = Object.values(results).every((result) => result === 'ok');
        answer(res, ok ? 200 : 503, { ok, checks: results });
      },
    },
    {
      path: '/metrics',
      method: 'GET',
      handler: async (_, res) => {
        try {
          const text = await metrics.registry.metrics();
          res.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text);
        } catch {
          answer(res, 503, { ok: false, reason: 'Redis does not answer' });
        }
      },
    },
  ];
}

async function runAll(checks: readonly Check[]): Promise<Record<string, string>> {
  const results = await Promise.all(checks.map(async (check) => [check.name, await runOne(check)] as const));
  return Object.fromEntries(results);
}

async function runOne(check: Check): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE);
  });
  try {
    await Promise.race([check.run(), late]);
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.message : 'failed';
  } finally {
    clearTimeout(timer);
  }
}
