import type { SharedBudget } from '../access/ports/budget.ts';
import type { Clock } from '../access/ports/clock.ts';
import { MetaError } from '../access/ports/meta.ts';
import { type BreakerOptions, createBreaker } from './breaker.ts';
import { createBudget } from './budget.ts';
import type { Call, Graph } from './call.ts';
import { createGraph, type GraphOptions } from './client.ts';

export type LimitedOptions = Omit<GraphOptions, 'admit' | 'learn'> & {
  business: { id: string };
  clock: Clock;
  /** What the instances tell each other of Meta's limits; without it every one learns by itself. */
  budget?: SharedBudget | undefined;
  breaker?: BreakerOptions | undefined;
};

/** The door to Meta for one business, as it keeps to Meta's limits. */
export function createLimitedGraph({ budget: shared, breaker, ...options }: LimitedOptions): Graph {
  const { business, clock, token, log } = options;
  const { admit, learn, waitFor, close } = createBudget({ business: business.id, clock, token, log, shared });
  const graph = createGraph({ ...options, admit, learn });

  const guarded = createBreaker(log, breaker);

  /** Where Meta named no time, the budget chose one. */
  async function call<T>(call: Call<T>): Promise<T> {
    try {
      return await guarded(call.priority ?? 'read', () => graph.call(call));
    } catch (error) {
      if (!(error instanceof MetaError) || error.kind !== 'throttled' || error.retryAfter !== undefined) throw error;
      const { message, traceId, ambiguous } = error;
      throw new MetaError(error.kind, message, { traceId, ambiguous, retryAfter: waitFor(call) });
    }
  }

  return {
    call,
    async close() {
      close();
      await graph.close();
    },
  };
}
