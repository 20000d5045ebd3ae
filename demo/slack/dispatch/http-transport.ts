import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { signedHeaders } from '../signing.ts';
import type { Answer, Outgoing } from './outgoing.ts';

function encode({ format, payload }: Outgoing): { type: string; body: string } {
  if (format === 'event') return { type: 'application/json', body: JSON.stringify(payload) };
  const fields = format === 'interactive' ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>);
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

/** An acknowledgement may be empty, JSON, or plain text. */
function decode(response: IncomingMessage, text: string): unknown {
  if (text === '') return undefined;
  if (!String(response.headers['content-type']).includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Posts signed requests to the bot and waits no longer than Slack would; `close` drops what is under way. */
export function createHttpTransport(options: { signingSecret: string; ackTimeoutMs: number }) {
  const open = new Set<ClientRequest>();

  function answerOf(response: IncomingMessage, text: string): Answer {
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return { outcome: 'acked', body: decode(response, text) };
    const reason = status >= 500 ? 'http_service_error' : 'http_client_error';
    return { outcome: 'failed', reason, noRetry: response.headers['x-slack-no-retry'] === '1' };
  }

  function post(url: string, outgoing: Outgoing): Promise<Answer> {
    const { type, body } = encode(outgoing);
    const retry = outgoing.retry;
    const headers = {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...signedHeaders(options.signingSecret, body),
      ...(retry && { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason }),
    };
    return new Promise((resolve) => {
      const call = request(url, { method: 'POST', headers, agent: false });
      const finish = (answer: Answer) => {
        clearTimeout(timer);
        open.delete(call);
        resolve(answer);
        call.destroy();
      };
      const timer = setTimeout(() => finish({ outcome: 'timeout', reason: 'operation_timeout' }), options.ackTimeoutMs);
      open.add(call);
      call.on('error', () => finish({ outcome: 'failed', reason: 'dispatch_failed' }));
      call.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => finish({ outcome: 'failed', reason: 'dispatch_failed' }));
        response.on('end', () => finish(answerOf(response, Buffer.concat(chunks).toString())));
      });
      call.end(body);
    });
  }

  function close(): void {
    for (const call of open) call.destroy();
  }

  return { post, close };
}
