import type { Business } from './policy-rules.ts';
import type { Clock } from './ports/clock.ts';
import type { Ledger } from './ports/ledger.ts';
import { isPaused, type Meta, MetaError } from './ports/meta.ts';
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
    const trace = error.traceId ? { traceId: error.traceId } : {};
    if (error.ambiguous) return refuse({ code: 'meta_unsure', ...trace });
    const { kind, message } = error;
    if (isPaused(error)) return refuse({ code: 'meta_paused', message, ...trace });
    const busy = kind === 'throttled';
    if (!busy && kind !== 'transient') return refuse({ code: 'meta_refused', kind, message, ...trace });
    return refuse({ code: 'meta_away', busy, ...trace, ...(error.retryAfter ? { retryAfter: error.retryAfter } : {}) });
  }
}
