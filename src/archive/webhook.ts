import { createHmac } from 'node:crypto';
import type { Clock } from '../access/ports/clock.ts';
import type { Sink } from '../access/ports/sink.ts';

export type WebhookOptions = { url: string; secret: string };

/** How long the receiver may take; ms. */
const PATIENCE = 10_000;

/**
 * Posts the archive's lines to a receiver, such as a SIEM: JSON lines, signed like `t=1764,v1=HEX`, where HEX is the HMAC-SHA-256 of
 * the time in seconds, a dot and the body. Only to the address that the operator wrote: it follows no redirect.
 */
export function webhookSink({ url, secret }: WebhookOptions, business: string, clock: Clock): Sink {
  return {
    name: 'webhook',
    most: 500,
    patience: 0,
    async send({ from, to, bytes }) {
      const time = Math.floor(clock.now() / 1_000);
      const mac = createHmac('sha256', secret).update(`${time}.`).update(bytes).digest('hex');
      const headers = {
        'content-type': 'application/x-ndjson',
        'x-hallpass-business': business,
        'x-hallpass-lines': `${from}-${to}`,
        'x-hallpass-signature': `t=${time},v1=${mac}`,
      };
      const answer = await reach(url, { method: 'POST', headers, body: new Uint8Array(bytes) });
      if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
    },
    async probe() {
      // Only a post of lines would show whether it takes them.
      const { status } = await reach(url, { method: 'HEAD' });
      if (status >= 500 || status === 404) throw new Error(`the webhook answered ${status}`);
      return `answers (${status})`;
    },
  };
}

/** Sends a request to an operator's address and reads the answer to its end; what goes wrong is told without the address. */
export async function reach(url: string, request: RequestInit): Promise<{ ok: boolean; status: number; text: string }> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(url, { ...request, redirect: 'manual', signal });
    const text = (await answer.text()).slice(0, 2_000);
    return { ok: answer.status >= 200 && answer.status < 300, status: answer.status, text };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined)?.code : undefined;
    throw new Error(`no answer (${cause ?? (error instanceof Error ? error.name : 'unknown')})`);
  }
}
