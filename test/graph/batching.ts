import { onTestFinished } from 'vitest';
import { seedDemo } from '../../demo/graph/seed.ts';
import { createEmulatedGraph } from '../../demo/graph/server.ts';
import { createGraph, type GraphOptions, type Priority } from '../../src/graph/client.ts';
import { Acknowledged, AssignedUser, listOf, NamedNode } from '../../src/graph/schemas.ts';
import { recordingLog } from './recording-log.ts';

export const EU = '100000000000001';
export const ANA = '900000000000001';
export const BEN = '900000000000002';

/** A door to an emulated Graph with a dozen more Pages, 5001 and so on, and what left through it. */
export async function openDoor(options: Partial<GraphOptions> = {}) {
  const emulated = createEmulatedGraph();
  seedDemo(emulated.world);
  for (let n = 1; n <= 120; n++) emulated.world.addPage({ id: String(5000 + n), name: `Page ${n}`, owner: EU });
  const url = await emulated.start();
  const log = recordingLog();
  const graph = createGraph({ url, token: 'EAADEMOEU', log, timeoutMs: 2_000, ...options });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= graph.close());
  onTestFinished(async () => {
    await close();
    await emulated.stop();
  });

  const business = EU;
  const path = (page: string | number) => `${page}/assigned_users`;
  return {
    emulated,
    graph,
    close,
    log,
    node: (id: string | number, priority: Priority = 'read') =>
      graph.call({ method: 'GET', path: String(id), params: { fields: 'id,name' }, answer: NamedNode, priority }),
    people: (page: string | number, priority: Priority = 'read') =>
      graph.call({ method: 'GET', path: path(page), params: { business }, answer: listOf(AssignedUser), priority }),
    give: (page: string | number, user = ANA) =>
      graph.call({
        method: 'POST',
        path: path(page),
        params: { business, user, tasks: ['ANALYZE'] },
        answer: Acknowledged,
        priority: 'grant',
      }),
    take: (page: string | number, user = ANA) =>
      graph.call({
        method: 'DELETE',
        path: path(page),
        params: { business, user },
        answer: Acknowledged,
        priority: 'removal',
      }),
    /** HTTP requests that reached Meta: batches as `batch`, calls by themselves as `GET page`. */
    requests: () =>
      emulated.calls
        .filter(({ batchIndex }) => batchIndex === undefined)
        .map(({ method, edge }) => (edge === 'batch' ? 'batch' : `${method} ${edge}`)),
    /** The calls within batches, as `GET /123`, in the order in which they stood there. */
    items: () =>
      emulated.calls
        .filter(({ batchIndex }) => batchIndex !== undefined)
        .map(({ method, path }) => `${method} ${path}`),
  };
}
