import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveBatch } from './batch.ts';
import type { Engine } from './engine.ts';
import { GraphError, statusOf } from './graph-error.ts';
import { flatten, readBody, toRequest } from './http-request.ts';
import { bodyText, logged, type Outcome, serve } from './serve.ts';

/** From one HTTP message to its answer, or to a cut connection. */
export async function respond(engine: Engine, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const reading = readBody(message);
  const received = reading === undefined ? Buffer.alloc(0) : await reading;
  if (engine.switches.latencyMs > 0) await engine.sleep(engine.switches.latencyMs);

  let version = '';
  let outcome: Outcome;
  try {
    const { body, type } = await flatten(received, message.headers['content-type'] ?? '');
    const request = toRequest(message, body, type, engine.switches.requireVersion);
    version = request.version;
    const isBatch = request.method === 'POST' && request.raw.batch !== undefined;
    outcome = await (isBatch ? serveBatch(engine, request) : serve(engine, request));
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const refused = { status: statusOf(error), body: undefined, error };
    const { method = 'GET', url = '/' } = message;
    const credentials = { token: undefined, proof: undefined, proofTime: undefined };
    const path = url.split('?', 1)[0] ?? url;
    outcome = logged(engine, { method, version, path, raw: {}, credentials }, { edge: 'unknown' }, refused);
  }

  if (typeof outcome === 'string') {
    message.socket.destroy();
    return;
  }
  const html = typeof outcome.body === 'string' && outcome.body.startsWith('<');
  const text = bodyText(engine, outcome);
  response.writeHead(outcome.status, {
    'content-type': html ? 'text/html; charset=utf-8' : 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(text),
    date: new Date(engine.clock.now()).toUTCString(),
    'facebook-api-version': version,
    'x-fb-trace-id': engine.random.text(11),
    ...outcome.headers,
  });
  response.end(text);
}
