import type { Answer } from './dispatch.ts';
import type { Engine } from './engine.ts';
import { GraphError, invalid, statusOf } from './graph-error.ts';
import type { Request } from './locate.ts';
import { bodyText, logged, type Outcome, serve, suffer } from './serve.ts';
import { authenticate } from './tokens.ts';

type Item = { method: string; relative_url: string; body?: string };

const MOST_ITEMS = 50;
const TARGET = { edge: 'batch' };

/** Serves a whole batch: HTTP 200 and one answer per item, in order; only a malformed batch or token fails as a whole. */
export async function serveBatch(engine: Engine, request: Request): Promise<Outcome> {
  const fault = engine.faults.pick({ method: request.method, path: request.path, edge: TARGET.edge, item: false });
  const work = () => items(engine, request);
  return logged(engine, request, TARGET, await (fault === undefined ? work() : suffer(engine, fault, request, work)));
}

async function items(engine: Engine, request: Request): Promise<Outcome> {
  try {
    authenticate(engine, request.credentials);
    return await answerAll(engine, request, parseBatch(request.raw.batch));
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { status: statusOf(error), body: undefined, error };
  }
}

/** The items run side by side, as Meta's do; the batch is answered when the slowest is. */
async function answerAll(engine: Engine, request: Request, batch: readonly Item[]): Promise<Outcome> {
  const withHeaders = !['false', '0'].includes(String(request.raw.include_headers ?? 'true'));
  const outcomes = await Promise.all(batch.map((item, index) => serve(engine, itemRequest(request, item, index))));
  if (outcomes.includes('cut')) return 'cut';
  const headers: Record<string, string> = {};
  const body = outcomes.map((outcome) => {
    if (typeof outcome === 'string') return null;
    Object.assign(headers, outcome.headers);
    return itemAnswer(engine, outcome, withHeaders);
  });
  return { status: 200, body, headers };
}

function itemAnswer(engine: Engine, answer: Answer, withHeaders: boolean): unknown {
  const body = bodyText(engine, answer);
  if (!withHeaders) return { code: answer.status, body };
  const own = { 'Content-Type': 'text/javascript; charset=UTF-8', 'x-fb-trace-id': engine.random.text(11) };
  const headers = Object.entries({ ...own, ...answer.headers });
  return { code: answer.status, headers: headers.map(([name, value]) => ({ name, value })), body };
}

function parseBatch(raw: unknown): Item[] {
  let batch: unknown = raw;
  try {
    if (typeof raw === 'string') batch = JSON.parse(raw);
  } catch {
    throw invalid('batch parameter must be a JSON array');
  }
  if (!Array.isArray(batch) || batch.length === 0) throw invalid('batch parameter must be a JSON array');
  if (batch.length > MOST_ITEMS) {
    const text = `Too many requests in batch message. Maximum batch size is ${MOST_ITEMS}`;
    throw new GraphError(100, text, { type: 'GraphBatchException' });
  }
  for (const item of batch) {
    if (typeof item?.method !== 'string' || typeof item.relative_url !== 'string') {
      throw invalid('Each batch item needs a method and a relative_url');
    }
    if (/^https?:/.test(item.relative_url)) throw invalid('relative_url must not be an absolute URL');
    // References between items are not emulated; saying so beats a silent wrong answer.
    if (`${item.relative_url}${item.body ?? ''}`.includes('{result='))
      throw invalid('{result=…} is not supported here');
  }
  return batch;
}

/** An item with a token of its own needs a proof of its own; otherwise both come from the batch. */
function itemRequest(batch: Request, item: Item, batchIndex: number): Request {
  const [path = '', query = ''] = item.relative_url.split('?', 2);
  const raw: Record<string, unknown> = Object.fromEntries(new URLSearchParams(query));
  if (typeof item.body === 'string') Object.assign(raw, Object.fromEntries(new URLSearchParams(item.body)));

  const word = (name: string) => (typeof raw[name] === 'string' ? (raw[name] as string) : undefined);
  const inherited = word('access_token') === undefined ? batch.credentials : undefined;
  return {
    method: item.method.toUpperCase(),
    version: batch.version,
    agent: batch.agent,
    path: path.startsWith('/') ? path : `/${path}`,
    raw,
    credentials: {
      token: word('access_token') ?? inherited?.token,
      proof: word('appsecret_proof') ?? inherited?.proof,
      proofTime: word('appsecret_time') ?? inherited?.proofTime,
    },
    batchIndex,
  };
}
