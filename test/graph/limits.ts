import { onTestFinished } from 'vitest';
import type { SharedBudget } from '../../src/access/ports/budget.ts';
import type { MetaError } from '../../src/access/ports/meta.ts';
import type { LiveToken } from '../../src/access/ports/token.ts';
import type { Priority } from '../../src/graph/call.ts';
import { createLimitedGraph, type LimitedOptions } from '../../src/graph/limited.ts';
import { Acknowledged, AssignedUser, listOf, NamedNode } from '../../src/graph/schemas.ts';
import { ANA, EU, northwind } from './northwind.ts';

export const MINUTE = 60_000;
export type Happened = 'done' | MetaError['kind'];

/** A door that keeps to Meta's limits, on an emulated Graph whose clock is moved by hand. */
export async function limits(budget?: SharedBudget) {
  const here = await northwind();
  onTestFinished(here.close);
  const { graph: emulated, clock } = here;
  for (let n = 1; n <= 300; n++) emulated.world.addPage({ id: String(5000 + n), name: `Page ${n}`, owner: EU.id });
  const { url } = here;

  function door(
    shared = budget,
    { id, token }: { id: string; token: string | LiveToken } = EU,
    own: Pick<LimitedOptions, 'breaker' | 'pacing'> = {},
  ) {
    const graph = createLimitedGraph({
      url,
      token,
      business: { id },
      clock,
      log: here.log,
      budget: shared,
      ...own,
      timeoutMs: 2_000,
    });
    onTestFinished(graph.close);
    const call = (node: string | number, priority: Priority = 'read') => ({
      method: 'GET' as const,
      path: `${node}/assigned_users`,
      params: { business: id },
      answer: listOf(AssignedUser),
      priority,
    });
    const people = (node: string | number, priority?: Priority) => graph.call(call(node, priority));
    const take = (node: string | number, user = ANA) =>
      graph.call({
        method: 'DELETE',
        path: `${node}/assigned_users`,
        params: { business: id, user },
        answer: Acknowledged,
        priority: 'removal',
      });
    const give = (node: string | number, user = ANA) =>
      graph.call({
        method: 'POST',
        path: `${node}/assigned_users`,
        params: { business: id, user, tasks: ['ANALYZE'] },
        answer: Acknowledged,
        priority: 'grant',
      });
    const node = (of: string, priority: Priority = 'read') =>
      graph.call({ method: 'GET', path: of, params: { fields: 'id,name' }, answer: NamedNode, priority });
    return { graph, call, people, take, give, node };
  }

  return {
    ...here,
    emulated,
    door,
    first: door(),
    move: (ms: number) => {
      clock.time += ms;
    },
    /** How many calls reached Meta since the last look. */
    reached: () => here.called().length,
  };
}

/** What a call came to, in a word. */
export const outcome = (call: Promise<unknown>): Promise<Happened> =>
  call.then(
    () => 'done' as const,
    (error: MetaError) => error.kind,
  );
export const refusal = (call: Promise<unknown>): Promise<MetaError> =>
  call.then(
    () => Promise.reject(new Error('it was done')),
    (error: MetaError) => error,
  );
