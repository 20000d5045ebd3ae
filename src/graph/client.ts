import { Agent, request } from 'undici';
import { z } from 'zod';
import type { Ms } from '../access/grant.ts';
import { asLive, type LiveToken } from '../access/ports/token.ts';
import { type Answer, type Failure, readAnswer, traceOf } from './answer.ts';
import { batchForm, readBatch } from './batch.ts';
import { type Call, type Entry, type Graph, type Outcome, type Result, WITHHELD } from './call.ts';
import { createDepartures } from './departures.ts';
import { encode, proofOf } from './encode.ts';
import * as words from './error-words.ts';
import { GraphRefusal } from './graph-refusal.ts';
import { transportFailure } from './transport-failure.ts';

export type { Call, Graph, Priority } from './call.ts';

/** The part of a pino logger that the graph needs. */
export type Log = { info(fields: object, sentence: string): void; warn(fields: object, sentence: string): void };

/** What a call came to: the headers of its answer, when there was one, and its failure, when it failed. */
export type Learnt = { headers: Answer['headers'] | undefined; failure: Failure | undefined };

export type GraphOptions = {
  /** Without the version; default Meta's own. */
  url?: string | undefined;
  version?: string | undefined;
  token: string | LiveToken;
  /** When given, every call carries appsecret_proof. */
  appSecret?: string | undefined;
  log: Log;
  /** For one call as a whole, from the asking to the last byte; default 8 s. Of these it waits for its turn for half at most. */
  timeoutMs?: Ms | undefined;
  /** Asked right before a call leaves: a failure becomes the call's, and it is not sent. Must not throw. */
  admit?: ((call: Call<unknown>) => Failure | undefined) | undefined;
  /** Told what every call that left came to, each call of a batch by itself. Must not throw. */
  learn?: ((call: Call<unknown>, learnt: Learnt) => void) | undefined;
  /** Told of every answer the time that Meta says it is, and when it was asked for. Must not throw. */
  heard?: ((date: unknown, asked: Ms) => void) | undefined;
};

/** What it belongs to began too long ago for it to end in time. */
const LATE: Failure = { kind: 'transient', words: words.timeout, unclear: false, cause: 'late' };

/** A call with the token that it is made with. */
type Made<T> = Call<T> & { token: string };

const MOST_BYTES = 5 * 1024 * 1024;
const MOST_CONNECTIONS = 32;
/** Meta's side, and the emulator's log, can tell by it who called. */
const AGENT = 'hallpass';

/** Parameters that are secrets: of the calls that look into a token or renew it, which Meta wants as GET. */
const SECRET_PARAMS = ['input_token', 'fb_exchange_token', 'client_secret'];

/**
 * Opens the door: keep-alive connections, one deadline a call, bounded answers. The token that a call is made with travels in a
 * header or a body, never in an address; only SECRET_PARAMS do. Calls that are asked for close together leave as one batch.
 */
export function createGraph(options: GraphOptions): Graph {
  const { url = 'https://graph.facebook.com', version = 'v26.0', appSecret, log, timeoutMs = 8_000 } = options;
  const own = asLive(options.token);
  const base = `${url.replace(/\/+$/, '')}/${version}`;
  const agent = new Agent({
    connections: MOST_CONNECTIONS,
    maxResponseSize: MOST_BYTES,
    connect: { timeout: timeoutMs / 2 },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const { admit, learn, heard } = options;
  const patience = timeoutMs / 2;
  const departures = createDepartures({ send, admit, patience });

  const proofFor = (key: string) => (appSecret ? { appsecret_proof: proofOf(key, appSecret) } : {});

  /** A batch of one is the plain call. */
  async function send(entries: readonly Entry[]): Promise<Result[]> {
    const [first] = entries as [Entry];
    const left = Math.min(...entries.map(({ since }) => since)) + timeoutMs - performance.now();
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(left)));
    let results: Result[];
    try {
      results =
        entries.length === 1
          ? [{ answer: await single(first, signal) }]
          : readBatch(await together(entries, signal), entries.length);
    } catch (error) {
      const failure = transportFailure(error);
      const long = entries.length > 1 && failure.cause === 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
      // Lists that are too long together may be short enough each.
      results = entries.map(({ call }) => (long && call.method === 'GET' ? 'alone' : { failure }));
    }
    if (learn) for (const [index, entry] of entries.entries()) teach(entry, results[index]);
    return results;
  }

  function teach({ call }: Entry, result: Result | undefined): void {
    if (result === undefined || typeof result === 'string') return;
    if ('failure' in result) {
      learn?.(call, { headers: result.headers, failure: result.failure });
      return;
    }
    const read = readAnswer(result.answer, z.unknown());
    learn?.(call, { headers: result.answer.headers, failure: read.ok ? undefined : read.failure });
  }

  function single({ call: { method, path }, form, token: key }: Entry, signal: AbortSignal): Promise<Answer> {
    const proof = new URLSearchParams(proofFor(key)).toString();
    const whole = [form, proof].filter(Boolean).join('&');
    if (method === 'POST') return post(path, whole, key, signal);
    return fetched(`${base}/${path}${whole === '' ? '' : `?${whole}`}`, { method, key, signal });
  }

  /** Meta wants the token of a batch beside its calls, even where a header names it. */
  function together(entries: readonly Entry[], signal: AbortSignal): Promise<Answer> {
    const [{ token: key }] = entries as [Entry];
    return post('', batchForm(entries, { access_token: key, ...proofFor(key) }), key, signal);
  }

  const post = (path: string, body: string, key: string, signal: AbortSignal): Promise<Answer> =>
    fetched(`${base}/${path}`, { method: 'POST', key, signal, body });

  type Sending = { method: Call<unknown>['method']; key: string; signal: AbortSignal; body?: string };
  async function fetched(address: string, { method, key, signal, body }: Sending): Promise<Answer> {
    const own = { authorization: `Bearer ${key}`, accept: 'application/json', 'user-agent': AGENT };
    const headers: Record<string, string> = own;
    if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    const asked = Date.now();
    const response = await request(address, { method, headers, body: body ?? null, dispatcher: agent, signal });
    heard?.(response.headers.date, asked);
    return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
  }

  function failed(call: Call<unknown>, failure: Failure): GraphRefusal {
    const { kind, code, subcode, traceId, cause, wait: retryAfter } = failure;
    const ambiguous = failure.unclear && call.method !== 'GET';
    const fields = { method: call.method, edge: edgeOf(call.path), code, subcode, kind, ambiguous, retryAfter, cause };
    if (cause !== WITHHELD) log.warn({ ...fields, fbtraceId: traceId }, 'graph call failed');
    const named = SECRET_PARAMS.map((name) => call.params?.[name]);
    const secrets = [own.current(), call.token, appSecret, ...named].filter(
      (secret): secret is string => typeof secret === 'string' && secret !== '',
    );
    return new GraphRefusal(failure, { ambiguous, retryAfter, secrets });
  }

  function outcomeOf(call: Made<unknown>): Promise<Outcome> {
    const form = encode(call.params ?? {}).toString();
    const { priority: lane = 'read', token, since = performance.now() } = call;
    if (performance.now() - since > patience) return Promise.resolve({ failure: LATE });
    const entry = { call, token, lane, form, since, unfinished: 0, alone: false };
    return new Promise((settle) => departures.board({ ...entry, settle: [settle] }));
  }

  async function make<T>(call: Made<T>): Promise<T> {
    const outcome = await outcomeOf(call);
    if ('failure' in outcome) throw failed(call, outcome.failure);
    const read = readAnswer(outcome.answer, call.answer);
    if (!read.ok) throw failed(call, read.failure);
    const { method, path } = call;
    if (method !== 'GET') log.info({ method, path, fbtraceId: traceOf(outcome.answer) }, 'graph write done');
    return read.value;
  }

  /** What Meta refused for the token's sake was not done: it is made again where another token has taken that one's place. */
  async function call<T>(call: Call<T>): Promise<T> {
    const token = call.token ?? own.current();
    try {
      return await make({ ...call, token });
    } catch (error) {
      const dead = error instanceof GraphRefusal && error.kind === 'unauthorized' && !error.ambiguous;
      if (!dead || call.token !== undefined || !(await own.refused(token))) throw error;
      return make({ ...call, token: own.current() });
    }
  }

  return {
    call,
    async close() {
      await departures.close();
      await agent.close();
    },
  };
}

/** What the log calls the edge: without the ids, so that lines can be counted. */
function edgeOf(path: string): string {
  const [first = '', edge] = path.split('/');
  return edge ?? (/\d/.test(first) ? 'node' : first);
}
