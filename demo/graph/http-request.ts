import type { IncomingMessage } from 'node:http';
import { invalid } from './graph-error.ts';
import type { Request } from './locate.ts';
import { splitVersion } from './versions.ts';

/** Reads the whole body; most reads have none and cost nothing. */
export function readBody(message: IncomingMessage): Promise<Buffer> | undefined {
  if (message.headers['content-length'] === undefined && message.headers['transfer-encoding'] === undefined) {
    message.resume();
    return undefined;
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => resolve(Buffer.concat(chunks)));
    message.on('error', reject);
  });
}

/** A multipart body, as `curl -F` sends it, as an urlencoded one; other bodies stay what they are. */
export async function flatten(body: Buffer, type: string): Promise<{ body: Buffer; type: string }> {
  if (!type.startsWith('multipart/form-data')) return { body, type };
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const flat = new URLSearchParams();
  for (const [name, value] of form) if (typeof value === 'string') flat.append(name, value);
  return { body: Buffer.from(flat.toString()), type: 'application/x-www-form-urlencoded' };
}

/** Takes the call out of HTTP: parameters and token may be in the query, in the body, or (the token) in the header. */
export function toRequest(message: IncomingMessage, body: Buffer, type: string, requireVersion: boolean): Request {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const { version, path } = splitVersion(mark < 0 ? url : url.slice(0, mark), requireVersion);
  const raw: Record<string, unknown> = {};
  if (mark >= 0) for (const [name, value] of new URLSearchParams(url.slice(mark + 1))) raw[name] = value;
  if (body.length > 0) Object.assign(raw, parseBody(body.toString('utf8'), type));

  const word = (name: string) => (raw[name] === undefined ? undefined : String(raw[name]));
  const bearer = /^(?:Bearer|OAuth) (\S+)$/i.exec(message.headers.authorization ?? '')?.[1];
  return {
    method: message.method ?? 'GET',
    version,
    path: path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path,
    raw,
    agent: message.headers['user-agent'],
    credentials: {
      token: word('access_token') ?? bearer,
      proof: word('appsecret_proof'),
      proofTime: word('appsecret_time'),
    },
  };
}

function parseBody(body: string, type: string): object {
  if (!type.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body));
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // refused below, like any other body that is not an object
  }
  throw invalid('The body is not a JSON object');
}
