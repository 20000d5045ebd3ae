import type { Redis } from '../src/store/connection.ts';
import type { SoakTown } from './soak-town.ts';

/** What goes wrong now and then, in turns. */
export function fault({ graph, workspace }: SoakTown, redis: Redis, number: number): void {
  const assigned = { edge: 'assigned_users' };
  const turns: (() => unknown)[] = [
    () => graph.faults.next(assigned, { kind: 'error', code: 2, transient: true }, 3),
    () => workspace.faults.next('chat.postMessage', { kind: 'ratelimited', retryAfter: 2 }, 2),
    () => graph.faults.next({ edge: 'batch' }, { kind: 'html', status: 502 }, 2),
    () => workspace.faults.next('chat.postMessage', { kind: 'cut-after' }),
    () => graph.faults.next(assigned, { kind: 'cut-after' }),
    () => workspace.faults.next('chat.update', { kind: 'http', status: 503 }, 2),
    () => graph.faults.next(assigned, { kind: 'hang', ms: 2_000 }, 2),
    () => redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'),
  ];
  turns[number % turns.length]?.();
}
