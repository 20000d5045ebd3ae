import { Agent, request } from 'undici';
import type { z } from 'zod';
import type { Ms } from '../access/grant.ts';
import { type Answer, type Failure, readAnswer } from './answer.ts';
import type { Method } from './contract.ts';
import { encode, type Params, proofOf } from './encode.ts';
import { GraphRefusal } from './graph-refusal.ts';
import { transportFailure } from './transport-failure.ts';

/** The part of a pino logger that the graph needs. */
export type Log = { warn(fields: object, sentence: string): void };

/** Who goes first when calls have to wait: taking access away, then giving it, then people who look, then scans. */
export type Priority = 'removal' | 'grant' | 'read' | 'scan';

/** One Graph call; `answer` is what success looks like, anything else is a failure of the call. */
export type Call<T> = {
  method: Method;
  path: string;
  params?: Params;
  answer: z.ZodType<T>;
  priority?: Priority;
  /** Instead of the door's own token, such as a Page's. */
  token?: string | undefined;
};

/** The one door to Meta for one token. Every call fails with a MetaError or not at all. */
export type Graph = { call<T>(call: Call<T>): Promise<T>; close(): Promise<void> };

export type GraphOptions = {
  /** Without the version; default Meta's own. */
  url?: string | undefined;
  version?: string | undefined;
  token: string;
  /** When given, every call carries appsecret_proof. */
  appSecret?: string | undefined;
  log: Log;
  /** For one call as a whole, from the connection to the last byte; default 8 s. */
  timeoutMs?: Ms | undefined;
};

const MOST_BYTES = 5 * 1024 * 1024;
const MOST_CONNECTIONS = 32;
/** Meta's side, and the emulator's log, can tell by it who called. */
const AGENT = 'hallpass';

/** Opens the door: keep-alive connections, one deadline a call, bounded answers; the token travels in a header, never in an address. */
export function createGraph(options: GraphOptions): Graph {
  const { url = 'https://graph.facebook.com', version = 'v26.0', token, appSecret, log, timeoutMs = 8_000 } = options;
  const base = `${url.replace(/\/+$/, '')}/${version}`;
  const agent = new Agent({
    connections: MOST_CONNECTIONS,
    maxResponseSize: MOST_BYTES,
    connect: { timeout: timeoutMs / 2 },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });

  const proofFor = (key: string): Params => (appSecret ? { appsecret_proof: proofOf(key, appSecret) } : {});

  async function send({ method, path, params, token: key = token }: Call<unknown>): Promise<Answer> {
    const form = encode({ ...params, ...proofFor(key) }).toString();
    const inBody = method === 'POST';
    const address = `${base}/${path}${inBody || form === '' ? '' : `?${form}`}`;
    const headers: Record<string, string> = {
      authorization: `Bearer ${key}`,
      accept: 'application/json',
      'user-agent': AGENT,
    };
    if (inBody) headers['content-type'] = 'application/x-www-form-urlencoded';
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await request(address, { method, headers, body: inBody ? form : null, dispatcher: agent, signal });
    return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
  }

  function failed(call: Call<unknown>, failure: Failure): GraphRefusal {
    const { kind, code, subcode, traceId, cause, wait: retryAfter } = failure;
    const ambiguous = failure.unclear && call.method !== 'GET';
    const fields = { method: call.method, edge: edgeOf(call.path), code, subcode, kind, ambiguous, retryAfter, cause };
    log.warn({ ...fields, fbtraceId: traceId }, 'graph call failed');
    const secrets = [token, call.token, appSecret].filter(
      (secret) => secret !== undefined && secret !== '',
    ) as string[];
    return new GraphRefusal(failure, { ambiguous, retryAfter, secrets });
  }

  async function call<T>(call: Call<T>): Promise<T> {
    const answer = await send(call).catch((error: unknown) => {
      throw failed(call, transportFailure(error));
    });
    const read = readAnswer(answer, call.answer);
    if (!read.ok) throw failed(call, read.failure);
    return read.value;
  }

  return { call, close: () => agent.close() };
}

/** What the log calls the edge: without the ids, so that lines can be counted. */
function edgeOf(path: string): string {
  const [first = '', edge] = path.split('/');
  return edge ?? (/\d/.test(first) ? 'node' : first);
}
