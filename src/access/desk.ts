import type { Business } from './policy-rules.ts';
import type { Clock } from './ports/clock.ts';
import type { Ledger } from './ports/ledger.ts';
import { type Meta, MetaError } from './ports/meta.ts';
import type { Directory } from './ports/slack.ts';
import { type Outcome, refuse } from './refusal.ts';

/** What a verb needs: one business and its doors to the outside. Nothing of another business can be reached from it. */
export type Desk = { business: Business; ledger: Ledger; meta: Meta; directory: Directory; clock: Clock };

/** Turns Meta's failure into a refusal; anything else is a bug and goes on being thrown. */
export async function asking<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    const facts = { message: error.message, ...(error.traceId ? { traceId: error.traceId } : {}) };
    const away = error.kind === 'transient' || error.kind === 'throttled';
    if (!away) return refuse({ code: 'meta_refused', ...facts });
    return refuse({ code: 'meta_away', ...facts, ...(error.retryAfter ? { retryAfter: error.retryAfter } : {}) });
  }
}
