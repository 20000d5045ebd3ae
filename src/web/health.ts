import type { ServerResponse } from 'node:http';
import { inTime } from './in-time.ts';
import type { Metrics } from './metrics.ts';
import type { Route } from './route.ts';

/** One thing that must hold for the bot to do its work; a throw says why it does not. It runs at most once in `keep` ms. */
export type Check = { name: string; keep?: number; run(): Promise<unknown> };

/** However often probes come, a check runs no more often than this unless it says otherwise; ms. */
const KEEP = 2_000;
const PATIENCE = 5_000;

/** `/healthz` (the process lives), `/readyz` (Redis answers, tokens are valid) and `/metrics`; `now` counts ms, from whenever. */
export function healthRoutes(
  checks: readonly Check[],
  metrics: Metrics,
  now: () => number = () => performance.now(),
): Route[] {
  const asked = checks.map((check) => ({ name: check.name, ask: keeping(check, now) }));
  const answer = (res: ServerResponse, status: number, body: object): void => {
    res.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  };
  return [
    { path: '/healthz', handler: (_, res) => answer(res, 200, { ok: true }) },
    {
      path: '/readyz',
      handler: async (_, res) => {
        const results = await Promise.all(asked.map(async ({ name, ask }) => [name, await ask()] as const));
        const ok = results.every(([, result]) => result === 'ok');
        answer(res, ok ? 200 : 503, { ok, checks: Object.fromEntries(results) });
      },
    },
    {
      path: '/metrics',
      handler: async (_, res) => {
        const text = await metrics.registry.metrics();
        res.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text);
      },
    },
  ];
}

/** Remembers an answer for as long as the check allows; probes that come together share one run. */
function keeping(check: Check, now: () => number): () => Promise<string> {
  let kept: { at: number; result: Promise<string> } | null = null;
  return () => {
    if (!kept || now() - kept.at > (check.keep ?? KEEP)) {
      kept = { at: now(), result: runOne(check) };
    }
    return kept.result;
  };
}

async function runOne(check: Check): Promise<string> {
  try {
    await inTime(PATIENCE, check.run());
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.message : 'failed';
  }
}
