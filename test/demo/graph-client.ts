import { Agent, request } from 'undici';
import { onTestFinished } from 'vitest';
import { seedDemo } from '../../demo/graph/seed.ts';
import { createEmulatedGraph, type EmulatedGraph } from '../../demo/graph/server.ts';

export const EU = '100000000000001';
export const US = '100000000000002';
export const ANA = '900000000000001';
export const BEN = '900000000000002';
export const LEA = '900000000000003';
export const LOU = '900000000000004';
export const ANA_US = '910000000000001';

/** An answer's body, loosely typed: these tests are about what is in it. */
export type Body = {
  id?: string;
  name?: string;
  success?: unknown;
  data: Record<string, unknown>[];
  paging?: { cursors: { before: string; after: string }; next?: string; previous?: string };
  summary?: { total_count: number };
  error: Record<string, unknown>;
  [field: string]: unknown;
};
export type Answer = { status: number; body: Body; text: string; headers: Record<string, unknown> };
type Params = Record<string, unknown>;

/** Everything a story about the emulated Graph needs: the cast, a clock to move, and calls over real HTTP. */
export type Scene = Awaited<ReturnType<typeof openGraph>>;

/** Starts an emulated graph with the demo's cast; it is stopped when the test is finished. */
export async function openGraph(options: Parameters<typeof createEmulatedGraph>[0] = {}) {
  const time = { at: Date.UTC(2026, 9, 1) };
  const graph: EmulatedGraph = createEmulatedGraph({ clock: { now: () => time.at }, ...options });
  seedDemo(graph.world);
  const base = await graph.start();
  const agent = new Agent();
  onTestFinished(async () => {
    await agent.destroy();
    await graph.stop();
  });

  async function send(method: string, url: string, body?: string, headers: Record<string, string> = {}) {
    const options = { method, headers, dispatcher: agent, ...(body === undefined ? {} : { body }) };
    const answer = await request(url.startsWith('http') ? url : base + url, options as Parameters<typeof request>[1]);
    const text = await answer.body.text();
    const json = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {};
    return { status: answer.statusCode, body: json as Body, text, headers: answer.headers } satisfies Answer;
  }

  function query(path: string, params: Params, token: string): string {
    const all = Object.entries({ access_token: token, ...params });
    const words = all.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
    return `/v26.0/${path}?${new URLSearchParams(words as [string, string][])}`;
  }

  const get = (path: string, params: Params = {}, token = 'EAADEMOEU') => send('GET', query(path, params, token));
  const del = (path: string, params: Params = {}, token = 'EAADEMOEU') => send('DELETE', query(path, params, token));
  const post = (path: string, params: Params = {}, token = 'EAADEMOEU') =>
    send('POST', `/v26.0/${path}`, JSON.stringify({ access_token: token, ...params }), {
      'content-type': 'application/json',
    });
  async function batch(items: unknown[], params: Params = {}) {
    const answer = await post('', { batch: items, ...params });
    return { ...answer, items: answer.body as unknown as ({ code: number; headers?: unknown; body: string } | null)[] };
  }

  const assign = (asset: string, user: string, tasks: unknown, more: Params = {}, token?: string) =>
    post(`${asset}/assigned_users`, { business: EU, user, tasks, ...more }, token);
  const assigned = (asset: string, more: Params = {}) => get(`${asset}/assigned_users`, { business: EU, ...more });
  const unassign = (asset: string, user: string) => del(`${asset}/assigned_users`, { business: EU, user });

  return { ...graph, base, time, agent, send, get, post, del, batch, assign, assigned, unassign };
}

/** `100/33`, the way errors are talked about. */
export function refusal({ body }: { body: Body }): string {
  const { code, error_subcode: subcode } = body.error;
  return subcode === undefined ? `${code}` : `${code}/${subcode}`;
}
