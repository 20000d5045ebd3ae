import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 200_000;

/** Reads a JSON body; a form can't send this type by itself, which keeps other sites' forms out too. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!request.headers['content-type']?.startsWith('application/json')) throw new Error('send application/json');
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MOST_BYTES) throw new Error('the body is too long');
  }
  return JSON.parse(text);
}
