import type { Kind } from './plan.ts';
import type { ChaosTown } from './town.ts';

/** Counted by the emulators, call by call: an order is no fault yet. */
const ORDERED = /^(?:graph-(?!lag|slow)|slack-)/;

/** Counts from now on how often each fault takes place. */
export function countFaults({ graph, workspace }: ChaosTown) {
  const since = Date.now();
  const before = new Map(graph.faults.suffered());
  const counts: Record<string, number> = {};
  const add = (kind: string, times = 1) => {
    if (times > 0) counts[kind] = (counts[kind] ?? 0) + times;
  };
  return {
    tell: (kind: Kind) => void (ORDERED.test(kind) || add(kind)),
    told() {
      for (const [kind, calls] of graph.faults.suffered())
        add(`graph ${kind} (calls)`, calls - (before.get(kind) ?? 0));
      for (const { fault, at } of workspace.apiCalls) if (fault && at >= since) add(`slack ${fault} (calls)`);
      return counts;
    },
  };
}
