import { setTimeout as wait } from 'node:timers/promises';
import type { Json } from '../blocks/types.ts';
import type { Fault } from '../faults.ts';

/** A request as the routes see it. */
export type Request = {
  authorization: string | undefined;
  contentType: string;
  query: URLSearchParams;
  body: string;
};

/** What goes back; `cut` closes the connection without a word. */
export type Reply = 'cut' | { status: number; headers?: Record<string, string>; json?: Json; text?: string };

type Work = {
  /** Does what was asked. */
  run(fault?: string): Reply;
  /** Notes that it was not done. */
  skip(error: string, fault: string): void;
};

/** Does the work, or what a fault makes of it: nothing, late, or done with the answer lost. */
export async function withFault(fault: Fault | undefined, { run, skip }: Work): Promise<Reply> {
  switch (fault?.kind) {
    case undefined:
      return run();
    case 'ratelimited':
      skip('ratelimited', fault.kind);
      return {
        status: 429,
        headers: { 'retry-after': String(fault.retryAfter) },
        json: { ok: false, error: 'ratelimited' },
      };
    case 'error':
      skip(fault.error, fault.kind);
      return { status: 200, json: { ok: false, error: fault.error } };
    case 'http':
      skip(`http_${fault.status}`, fault.kind);
      return { status: fault.status, text: 'upstream error' };
    case 'hang':
      await wait(fault.ms, undefined, { ref: false });
      return run(fault.kind);
    case 'cut-before':
      skip('connection_cut', fault.kind);
      return 'cut';
    case 'cut-after':
      run(fault.kind);
      return 'cut';
  }
}
