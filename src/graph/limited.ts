import type { SharedBudget } from '../access/ports/budget.ts';
import type { Clock } from '../access/ports/clock.ts';
import { createBudget } from './budget.ts';
import type { Graph } from './call.ts';
import { createGraph, type GraphOptions } from './client.ts';

export type LimitedOptions = Omit<GraphOptions, 'admit' | 'learn'> & {
  business: { id: string };
  clock: Clock;
  /** What the instances tell each other of Meta's limits; without it every one learns by itself. */
  budget?: SharedBudget | undefined;
};

/** The door to Meta for one business, as it keeps to Meta's limits. */
export function createLimitedGraph({ budget: shared, ...options }: LimitedOptions): Graph {
  const { business, clock, token, log } = options;
  const { admit, learn, close } = createBudget({ business: business.id, clock, token, log, shared });
  const graph = createGraph({ ...options, admit, learn });
  return {
    ...graph,
    async close() {
      close();
      await graph.close();
    },
  };
}
