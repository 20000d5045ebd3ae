import type { SharedBudget } from '../access/ports/budget.ts';
import type { Clock } from '../access/ports/clock.ts';
import { MetaError } from '../access/ports/meta.ts';
import { asLive } from '../access/ports/token.ts';
import { type BreakerOptions, createBreaker } from './breaker.ts';
import { createBudget } from './budget.ts';
import type { Call, Graph } from './call.ts';
import { createGraph, type GraphOptions } from './client.ts';
import { createPace, type PaceOptions } from './pace.ts';

export type LimitedOptions = Omit<GraphOptions, 'admit' | 'learn'> & {
  business: { id: string };
  clock: Clock;
  /** What the instances tell each other of Meta's limits; without it every one learns by itself. */
  budget?: SharedBudget | undefined;
  breaker?: BreakerOptions | undefined;
  pacing?: PaceOptions | undefined;
};

/** The door to Meta for one business, as it keeps to Meta's limits; `away`: while Meta does not answer and calls fail at once. */
export function createLimitedGraph({
  budget: shared,
  breaker,
  pacing,
  ...options
}: LimitedOptions): Graph & { away(): boolean } {
  const { business, clock, log } = options;
  const token = asLive(options.token);
  const { admit, learn, waitFor, spread, close } = createBudget({ business: business.id, clock, token, log, shared });
  const graph = createGraph({ ...options, token, admit, learn });

  const { guarded, open } = createBreaker(log, breaker);
  const pace = createPace(pacing);

  /** The budget knows how long all that the call is taken from stays shut; Meta's answer may name no time, or another one's. */
  async function call<T>(call: Call<T>): Promise<T> {
    const lane = call.priority ?? 'read';
    try {
      const uneven = spread(call);
      if (uneven) await pace.turn(uneven, lane);
      return await guarded(lane, () => graph.call(call));
    } catch (error) {
      if (!(error instanceof MetaError) || error.kind !== 'throttled') throw error;
      const { message, traceId, ambiguous, retryAfter } = error;
      throw new MetaError(error.kind, message, { traceId, ambiguous, retryAfter: waitFor(call) ?? retryAfter });
    }
  }

  return {
    call,
    away: open,
    async close() {
      close();
      pace.close();
      await graph.close();
    },
  };
}
