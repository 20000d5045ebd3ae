import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Person, Workspace } from '../../demo/slack/workspace.ts';
import { onEnd } from './slack-fixture.ts';

type Seen = { body: string; headers: Record<string, string | string[] | undefined> };

/** A bot that only listens: it acknowledges with what `answer` says and keeps what it was sent. */
export async function listen(
  workspace: Workspace,
  answer: (seen: Seen) => { status?: number; json?: unknown; text?: string; hang?: boolean } = () => ({}),
): Promise<Seen[]> {
  const seen: Seen[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const one = { body: Buffer.concat(chunks).toString(), headers: req.headers };
      seen.push(one);
      const { status = 200, json, text = '', hang } = answer(one);
      if (hang === true) return;
      res.writeHead(status, json === undefined ? {} : { 'content-type': 'application/json' });
      res.end(json === undefined ? text : JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  workspace.setRequestUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  onEnd(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return seen;
}

/** The payload of one request, whatever it was packed in. */
export function payloadOf({ body, headers }: Seen): Record<string, unknown> {
  if (headers['content-type'] === 'application/json') return JSON.parse(body);
  const form = new URLSearchParams(body);
  return form.has('payload') ? JSON.parse(form.get('payload') ?? '') : Object.fromEntries(form);
}

/** A fresh trigger, from a command that the person sends. */
export async function openFrom(workspace: Workspace, person: Person): Promise<string> {
  const seen = await listen(workspace);
  await person.command('C0SUPPORT', '/access');
  return String(payloadOf(seen[0] as Seen).trigger_id);
}

/** A fresh trigger, from a button in the person's modal. */
export async function pushFrom(workspace: Workspace, person: Person, actionId: string): Promise<string> {
  const seen = await listen(workspace);
  await person.click({ view: true }, actionId);
  return String(payloadOf(seen[0] as Seen).trigger_id);
}
