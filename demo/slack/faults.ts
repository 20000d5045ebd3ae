/** Ways in which Slack fails: at once, late, or after having done what was asked. */
export type Fault =
  | { kind: 'ratelimited'; retryAfter: number }
  | { kind: 'error'; error: string }
  | { kind: 'hang'; ms: number }
  | { kind: 'cut-before' }
  | { kind: 'cut-after' }
  | { kind: 'http'; status: number };

/** Sets faults for coming calls, by Web API method, `response_url`, or `*` for any; each is used up by one call. */
export type FaultSwitch = {
  next(method: string, fault: Fault, times?: number): void;
  clear(): void;
};

/** The switch, and the server's side of it. */
export type FaultQueue = FaultSwitch & { take(method: string): Fault | undefined };

/** An empty queue of faults. */
export function createFaults(): FaultQueue {
  const queues = new Map<string, Fault[]>();
  return {
    next(method, fault, times = 1) {
      const queue = queues.get(method) ?? [];
      queues.set(method, [...queue, ...Array.from({ length: times }, () => fault)]);
    },
    clear: () => queues.clear(),
    take: (method) => queues.get(method)?.shift() ?? queues.get('*')?.shift(),
  };
}
