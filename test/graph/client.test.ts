import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MetaError } from '../../src/access/ports/meta.ts';
import { createGraph, type GraphOptions } from '../../src/graph/client.ts';
import { Acknowledged, NamedNode } from '../../src/graph/schemas.ts';
import { answering, json, text } from './answering-server.ts';
import { recordingLog } from './recording-log.ts';

const TOKEN = 'EAATESTTOKEN';
const SECRET = 'app-secret';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A door to a server that always replies like this. */
async function doorTo(reply: Parameters<typeof answering>[0], options: Partial<GraphOptions> = {}) {
  const server = await answering(reply);
  const log = recordingLog();
  const graph = createGraph({ url: server.url, token: TOKEN, log, timeoutMs: 2_000, ...options });
  closing.push(server.close, graph.close);
  const read = () => graph.call({ method: 'GET', path: '123', params: { fields: 'id,name' }, answer: NamedNode });
  const write = () =>
    graph.call({
      method: 'POST',
      path: 'act_1/assigned_users',
      params: { user: '9', tasks: ['ADVERTISE', 'ANALYZE'] },
      answer: Acknowledged,
    });
  const remove = () =>
    graph.call({ method: 'DELETE', path: '123/assigned_users', params: { user: '9' }, answer: Acknowledged });
  return { graph, read, write, remove, log, seen: server.seen };
}

const failure = async (call: Promise<unknown>): Promise<MetaError> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(MetaError);
  return error as MetaError;
};

describe('a call', () => {
  it('names the version, sends the token in a header only, and keeps lists as JSON', async () => {
    const { read, write, remove, seen } = await doorTo((response, { method }) =>
      json(method === 'GET' ? { id: '123', name: 'A', more: 1 } : { success: true })(response, seen[0] as never),
    );

    const node = await read();
    await write();
    await remove();

    expect(node).toEqual({ id: '123', name: 'A' });
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v26.0/123?fields=id%2Cname',
      'POST /v26.0/act_1/assigned_users',
      'DELETE /v26.0/123/assigned_users?user=9',
    ]);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${TOKEN}`));
    expect(seen[1]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(seen[1]?.body).get('tasks')).toBe('["ADVERTISE","ANALYZE"]');
    expect(JSON.stringify(seen.map(({ url, body }) => [url, body]))).not.toContain(TOKEN);
  });

  it('carries the proof of the token it uses when there is an app secret', async () => {
    const { graph, write, seen } = await doorTo(json({ success: true }), { appSecret: SECRET, version: 'v25.0' });
    const proof = (token: string) => createHmac('sha256', SECRET).update(token).digest('hex');

    await write();
    await graph.call({ method: 'DELETE', path: '1/x', answer: Acknowledged, token: 'EAAPAGE' });

    expect(new URLSearchParams(seen[0]?.body).get('appsecret_proof')).toBe(proof(TOKEN));
    expect(seen[1]?.url).toBe(`/v25.0/1/x?appsecret_proof=${proof('EAAPAGE')}`);
    expect(seen[1]?.headers.authorization).toBe('Bearer EAAPAGE');
  });

  it('takes success written as text', async () => {
    const { write } = await doorTo(json({ success: 'true' }));

    await expect(write()).resolves.toEqual({ success: 'true' });
  });

  it('keeps connections for calls that follow each other', async () => {
    const ports = new Set<number | undefined>();
    const { read } = await doorTo((response, seen) => {
      ports.add(response.socket?.remotePort);
      json({ id: '1' })(response, seen);
    });

    for (let count = 0; count < 12; count++) await read();

    expect(ports.size).toBeLessThanOrEqual(2);
  });
});

/** Every way in which an answer can fail to be one, none of which tells whether a write took effect. */
const unclear: Record<string, (response: ServerResponse) => void> = {
  'HTML with 502': (response) => text('<!DOCTYPE html><html>Bad gateway</html>', 502)(response, none),
  'HTML with 200': (response) => text('<html>Sorry</html>')(response, none),
  'words with 200': (response) => text('Service Unavailable')(response, none),
  'an empty body': (response) => text('')(response, none),
  'JSON that is cut off': (response) => text('{"success": tr')(response, none),
  'JSON that is no object': (response) => text('null')(response, none),
  'an object of another shape': (response) => json({ hello: 1 })(response, none),
  'success: false': (response) => json({ success: false })(response, none),
  'success: "false"': (response) => json({ success: 'false' })(response, none),
  'a redirect': (response) => text('', 302, { location: 'http://127.0.0.1:1/' })(response, none),
  'code 1': (response) => json({ error: { code: 1, message: 'unknown' } }, 500)(response, none),
  'code 2 with 200': (response) => json({ error: { code: 2, message: 'down' } })(response, none),
  is_transient: (response) => json({ error: { code: 100, is_transient: true } }, 400)(response, none),
  'an error of words with 500': (response) => json({ error: 'oops' }, 500)(response, none),
  'no answer in time': () => {},
  'an answer that stops half-way': (response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"success"');
  },
  'a connection cut before the answer': (response) => response.destroy(),
  'a connection cut within the answer': (response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"success"', () => response.destroy());
  },
};
const none = { method: '', url: '', headers: {}, body: '' };

describe('an answer that is none', () => {
  it.each(Object.keys(unclear))('%s: is transient, and a write is ambiguous', async (name) => {
    const { read, write, remove, log } = await doorTo((response) => unclear[name]?.(response), { timeoutMs: 400 });

    const errors = await Promise.all([failure(read()), failure(write()), failure(remove())]);

    expect(errors.map(({ kind }) => kind)).toEqual(['transient', 'transient', 'transient']);
    expect(errors.map(({ ambiguous }) => ambiguous)).toEqual([false, true, true]);
    expect(errors[0]?.message).toMatch(/^(Meta|The connection).*Hallpass tries again by itself\.$/);
    expect(errors[1]?.message).toContain('not known until it was read back');
    expect(log.lines).toHaveLength(3);
  });

  it('is given up at the deadline and not later', async () => {
    const { write } = await doorTo(() => {}, { timeoutMs: 300 });
    const start = performance.now();

    const error = await failure(write());

    expect(error.message).toContain('did not answer in time');
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  it('that drips byte by byte is given up at the deadline and not later', async () => {
    let dripped = 0;
    const { read, write, log } = await doorTo(
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => {
          response.write(' ');
          dripped += 1;
        }, 10);
        response.once('close', () => clearInterval(timer));
      },
      { timeoutMs: 400 },
    );
    const start = performance.now();

    const errors = await Promise.all([failure(read()), failure(write())]);

    expect(performance.now() - start).toBeLessThan(1_000);
    expect(dripped).toBeGreaterThan(10);
    expect(errors.map(({ kind, ambiguous }) => [kind, ambiguous])).toEqual([
      ['transient', false],
      ['transient', true],
    ]);
    expect(log.lines.map(({ fields }) => fields.cause)).toEqual(['timeout', 'timeout']);
  });

  it('of ten megabytes is not read to its end, and one of four is', async () => {
    const megabytes = (count: number) => JSON.stringify({ success: true, more: 'x'.repeat(count * 1024 * 1024) });
    const long = await doorTo(text(megabytes(10)), { timeoutMs: 5_000 });
    const short = await doorTo(text(megabytes(4)), { timeoutMs: 5_000 });

    const error = await failure(long.write());

    expect(error).toMatchObject({ kind: 'transient', ambiguous: true });
    expect(long.log.lines[0]?.fields.cause).toBe('UND_ERR_RES_EXCEEDED_MAX_SIZE');
    await expect(short.write()).resolves.toMatchObject({ success: true });
  });

  it('leaves the door usable', async () => {
    let calls = 0;
    const { read } = await doorTo((response, seen) =>
      ++calls === 1 ? response.destroy() : json({ id: '1' })(response, seen),
    );

    await failure(read());

    await expect(read()).resolves.toMatchObject({ id: '1' });
  });
});

describe('a call that never left', () => {
  it('is not ambiguous', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const graph = createGraph({ url: `http://127.0.0.1:${port}`, token: TOKEN, log: recordingLog() });
    closing.push(graph.close);

    const error = await failure(graph.call({ method: 'POST', path: '1/x', answer: Acknowledged }));

    expect(error).toMatchObject({ kind: 'transient', ambiguous: false });
    expect(error.message).toContain('could not be reached');
  });
});

describe('a refusal', () => {
  const refusal = { message: `(#200) no, ${TOKEN}`, code: 200, error_subcode: 7, fbtrace_id: 'Atrace', type: 'X' };

  it('is known by its code, with HTTP 200 too, and is not ambiguous', async () => {
    for (const status of [200, 400, 403]) {
      const { write } = await doorTo(json({ error: refusal }, status));

      expect(await failure(write())).toMatchObject({ kind: 'forbidden', ambiguous: false, traceId: 'Atrace' });
    }
  });

  it('is ambiguous when the server fails as well', async () => {
    const { write } = await doorTo(json({ error: refusal }, 500));

    expect(await failure(write())).toMatchObject({ kind: 'forbidden', ambiguous: true });
  });

  it('is logged as one fixed sentence with its fields', async () => {
    const { write, log } = await doorTo(json({ error: refusal }, 400));

    await failure(write());

    expect(log.lines).toEqual([
      {
        sentence: 'graph call failed',
        fields: {
          method: 'POST',
          edge: 'assigned_users',
          code: 200,
          subcode: 7,
          kind: 'forbidden',
          ambiguous: false,
          retryAfter: undefined,
          cause: undefined,
          fbtraceId: 'Atrace',
        },
      },
    ]);
  });

  it("takes the trace id from a header when there is no envelope, and quotes Meta's words for people", async () => {
    const html = await doorTo(text('<html>', 503, { 'x-fb-trace-id': 'Bheader' }));
    const spoken = await doorTo(json({ error: { ...refusal, error_user_msg: 'Ask <the> owner.' } }, 400));

    expect((await failure(html.read())).traceId).toBe('Bheader');
    expect((await failure(spoken.read())).message).toMatch(/Meta says: “Ask ‹the› owner\.”$/);
  });

  it('never shows or logs a token, a proof or the app secret', async () => {
    const proof = createHmac('sha256', SECRET).update(TOKEN).digest('hex');
    const leaky = `${TOKEN} ${SECRET} ${proof} access_token=${TOKEN}`;
    const envelope = { ...refusal, message: leaky, error_user_msg: leaky, error_user_title: leaky, error_data: leaky };
    const { read, write, log } = await doorTo(json({ error: envelope }, 400), { appSecret: SECRET });

    const errors = [await failure(read()), await failure(write())];

    const emitted = errors.map((error) => [error.message, error.stack, JSON.stringify(error), String(error.cause)]);
    for (const secret of [TOKEN, SECRET, proof]) expect(JSON.stringify([emitted, log.lines])).not.toContain(secret);
  });
});

describe('a limit', () => {
  const limit = (headers: Record<string, string>) => doorTo(json({ error: { code: 80004 } }, 400, headers));
  const uses = (...minutes: number[]) =>
    JSON.stringify({ '1': minutes.map((estimated_time_to_regain_access) => ({ estimated_time_to_regain_access })) });

  it.each([
    ['minutes of the business use case', { 'x-business-use-case-usage': uses(0, 7, 3) }, 420_000],
    ['seconds of the ad account', { 'x-ad-account-usage': '{"reset_time_duration":90}' }, 90_000],
    ['Retry-After', { 'retry-after': '30' }, 30_000],
    ['no header', {}, undefined],
    ['a header that is no JSON', { 'x-business-use-case-usage': '{"1":[' }, undefined],
  ])('tells how long to wait: %s', async (_name, headers, wait) => {
    const { write } = await limit(headers as Record<string, string>);

    expect(await failure(write())).toMatchObject({ kind: 'throttled', ambiguous: false, retryAfter: wait });
  });

  it('is one with 429 and no envelope', async () => {
    const { write } = await doorTo(text('slow down', 429, { 'retry-after': '5' }));

    expect(await failure(write())).toMatchObject({ kind: 'throttled', ambiguous: false, retryAfter: 5_000 });
  });
});

it('keeps ids as the text they are, beyond 2^53', async () => {
  const { graph } = await doorTo(json({ id: '900719925474099312345' }));

  const node = await graph.call({ method: 'GET', path: '1', answer: z.object({ id: z.string() }) });

  expect(node.id).toBe('900719925474099312345');
});

describe('a token that another one takes the place of', () => {
  const dead = json({ error: { code: 190, error_subcode: 463, message: 'Session has expired.' } }, 400);

  /** Meta takes EAANEW alone; `token` is swapped as soon as somebody says that it was refused. */
  async function swapping(finds: string) {
    let token = 'EAAOLD';
    const told: string[] = [];
    const live = {
      current: () => token,
      async refused(which: string) {
        told.push(which);
        token = finds;
        return which !== token;
      },
    };
    const taken = (response: ServerResponse, request: Parameters<typeof dead>[1]) => {
      const works = request.headers.authorization === 'Bearer EAANEW';
      return (works ? json({ success: true, id: '123' }) : dead)(response, request);
    };
    return { ...(await doorTo(taken, { token: live, appSecret: SECRET })), told };
  }
  const proofOf = (token: string) => createHmac('sha256', SECRET).update(token).digest('hex');

  it('is taken up by the very call that was refused, a write too, with a proof of its own', async () => {
    const { write, read, seen, told } = await swapping('EAANEW');

    await write();
    await read();

    expect(told).toEqual(['EAAOLD']);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(
      ['EAAOLD', 'EAANEW', 'EAANEW'].map((token) => `Bearer ${token}`),
    );
    expect(seen.map(({ url, body }) => `${url} ${body}`)).toEqual([
      expect.stringContaining(proofOf('EAAOLD')),
      expect.stringContaining(proofOf('EAANEW')),
      expect.stringContaining(proofOf('EAANEW')),
    ]);
  });

  it('is asked for once: where there is none, or it is dead as well, the call fails', async () => {
    const none = await swapping('EAAOLD');
    const other = await swapping('EAADEADTOO');

    const errors = [await failure(none.write()), await failure(other.write())];

    expect(errors).toMatchObject([{ kind: 'unauthorized', ambiguous: false }, { kind: 'unauthorized' }]);
    expect([none.seen.length, other.seen.length]).toEqual([1, 2]);
  });

  it('is not looked for when the token of one call alone, such as a Page’s, was refused', async () => {
    const { graph, told } = await swapping('EAANEW');

    const own = graph.call({ method: 'GET', path: '123', token: 'EAAPAGE', answer: NamedNode });

    expect((await failure(own)).kind).toBe('unauthorized');
    expect(told).toEqual([]);
  });
});
