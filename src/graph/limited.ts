import type { SharedBudget } from '../access/ports/budget.ts';
import type { Clock } from '../access/ports/clock.ts';
import { MetaError } from '../access/ports/meta.ts';
import { asLive } from '../access/ports/token.ts';
import { type BreakerOptions, createBreaker } from './breaker.ts';
import { createBudget } from './budget.ts';
import type { Call, Graph } from './call.ts';
import { createGraph, type GraphOptions } from './client.ts';
import { checkToken } from './edges/token.ts';
import { createGate } from './gate.ts';
import { createPace, type PaceOptions } from './pace.ts';
import type { Usage } from './used.ts';

export type LimitedOptions = Omit<GraphOptions, 'admit' | 'learn'> & {
  business: { id: string };
  clock: Clock;
  /** What the instances tell each other of Meta's limits; without it every one learns by itself. */
  budget?: SharedBudget | undefined;
  breaker?: BreakerOptions | undefined;
  pacing?: PaceOptions | undefined;
};

/** The door with what it knows of its own token and of Meta, and a way to ask Meta about the token. */
export type LimitedGraph = Graph &
  Pick<ReturnType<typeof createGate>, 'standing' | 'ask'> & {
    /** While Meta does not answer and calls fail at once. */
    away(): boolean;
    usage(): Usage[];
  };

/** The door to Meta for one business, as it keeps to Meta's limits, and stays shut while Meta refuses its token. */
export function createLimitedGraph({ budget: shared, breaker, pacing, ...options }: LimitedOptions): LimitedGraph {
  const { business, clock, log } = options;
  const token = asLive(options.token);
  const { admit, learn, waitFor, spread, usage, close } = createBudget({
    business: business.id,
    clock,
    token,
    log,
    shared,
  });
  const graph = createGraph({ ...options, token, admit, learn });

  const { guarded, open } = createBreaker(log, breaker);
  const pace = createPace(pacing);

  /** The budget knows how long all that the call is taken from stays shut; Meta's answer may name no time, or another one's. */
  async function limited<T>(call: Call<T>): Promise<T> {
    const lane = call.priority ?? 'read';
    try {
      const uneven = spread(call);
      if (uneven) await pace.turn(uneven, lane);
      return await guarded(lane, () => graph.call(call));
    } catch (error) {
      if (!(error instanceof MetaError) || error.kind !== 'throttled') throw error;
      const { message, retryAfter, ...facts } = error;
      throw new MetaError(error.kind, message, { ...facts, retryAfter: waitFor(call) ?? retryAfter });
    }
  }

  // Everything waits for the answer, removals too.
  const first: Graph = { ...graph, call: (call) => limited({ ...call, priority: 'removal' }) };
  const { guarded: gated, ...gate } = createGate({
    clock,
    log,
    token: () => token.current(),
    appSecret: options.appSecret,
    check: () => checkToken(first, business.id),
  });

  return {
    ...gate,
    call: (call) => gated(call, () => limited(call)),
    away: open,
    usage,
    async close() {
      close();
      pace.close();
      await graph.close();
    },
  };
}
