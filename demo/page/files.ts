import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Only plain names one or two levels deep, so that no request can climb out of the folder. */
const SAFE_PATH = /^\/(?:[a-z][a-z0-9-]*\/)?[a-z][a-z0-9-]*\.(html|css|js|svg)$/;

/** Sends one of the page's own files; false when there is none of that name. */
export async function sendFile(response: ServerResponse, path: string): Promise<boolean> {
  const name = path === '/' ? '/index.html' : path;
  const extension = SAFE_PATH.exec(name)?.[1];
  if (!extension) return false;
  const body = await readFile(new URL(`./browser${name}`, import.meta.url)).catch(() => null);
  if (!body) return false;
  response.writeHead(200, {
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  });
  response.end(body);
  return true;
}
