import { createHmac } from 'node:crypto';
import { signedHeaders } from '../../demo/slack/signing.ts';

/** The secret that the demo's Slack signs with. */
const SECRET = 'demo-signing-secret';

export type Wire = { port: number };

/** Posts a body to the bot as Slack would, or with other headers; answers status and text. */
export async function post(
  { port }: Wire,
  body: string,
  headers: Record<string, string> = signedHeaders(SECRET, body),
  signal?: AbortSignal,
): Promise<{ status: number; text: string }> {
  const type = body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded';
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    body,
    headers: { 'content-type': type, ...headers },
    ...(signal ? { signal } : {}),
  });
  return { status: response.status, text: await response.text() };
}

/** Headers with a signature of another time (seconds) or another secret. */
export function signature(body: string, { at, secret = SECRET }: { at: number; secret?: string }) {
  const digest = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${digest}` };
}

/** A slash command as Slack's servers send it. */
export const command = (text: string, changes: Record<string, string> = {}): string =>
  new URLSearchParams({
    team_id: 'T0NORTHWIND',
    channel_id: 'C0SUPPORT',
    user_id: 'U0ANA',
    command: '/access',
    text,
    trigger_id: '1.2.x',
    response_url: 'http://127.0.0.1:9/none',
    api_app_id: 'A0HALLPASS',
    ...changes,
  }).toString();

/** A click as Slack's servers send it, whoever may be able to make it in a client. */
export const click = (user: string, action: string, value: unknown, changes: object = {}): string =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      team: { id: 'T0NORTHWIND', domain: 'northwind' },
      user: { id: user, team_id: 'T0NORTHWIND' },
      api_app_id: 'A0HALLPASS',
      trigger_id: '1.2.x',
      channel: { id: 'C0SUPPORT', name: 'support' },
      actions: [{ type: 'button', action_id: `hallpass_${action}`, block_id: 'b1', action_ts: '1.2', value }],
      ...changes,
    }),
  }).toString();
