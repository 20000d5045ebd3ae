import { createHmac } from 'node:crypto';

/** Slack's signature over a request body, with the real time that it must be fresh in. */
export function signedHeaders(signingSecret: string, body: string): Record<string, string> {
  const timestamp = Math.floor(Date.now() / 1000);
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${digest}` };
}
