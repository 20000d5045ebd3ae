import { expect, it, onTestFinished } from 'vitest';
import { createGraph } from '../../src/graph/client.ts';
import { edges } from '../../src/graph/contract.ts';
import { listRows } from '../../src/graph/edges/list-rows.ts';
import { NamedNode } from '../../src/graph/schemas.ts';
import { answering, json } from './answering-server.ts';
import { recordingLog } from './recording-log.ts';

/** Thirty Pages, of which Meta gives at most so many in one answer. */
async function pages(most: number) {
  const limits: number[] = [];
  const server = await answering((response, seen) => {
    const asked = new URL(seen.url, 'http://meta.example').searchParams;
    const [limit, from] = [Number(asked.get('limit')), Number(asked.get('after') ?? 0)];
    limits.push(limit);
    if (limit > most) {
      const message = "Please reduce the amount of data you're asking for, then retry your request";
      return json({ error: { code: 1, message } }, 500)(response, seen);
    }
    const to = Math.min(30, from + limit);
    const data = Array.from({ length: to - from }, (_, n) => ({ id: String(from + n + 1) }));
    const next = to < 30 ? { next: 'https://meta.example/next', cursors: { after: String(to) } } : {};
    return json({ data, paging: next })(response, seen);
  });
  const graph = createGraph({ url: server.url, token: 'EAA', log: recordingLog() });
  onTestFinished(async () => {
    await graph.close();
    await server.close();
  });
  return { limits, read: () => listRows(graph, { edge: edges.ownedPages, id: '1', row: NamedNode }) };
}

it('a list that Meta finds too long for one answer is read in shorter pieces', async () => {
  const { limits, read } = await pages(10);

  expect(await read()).toHaveLength(30);
  expect(limits).toEqual([100, 25, 6, 6, 6, 6, 6]);
});

it('a list that stays too long is trouble that passes, and never half a list', async () => {
  const { limits, read } = await pages(1);

  await expect(read()).rejects.toMatchObject({ kind: 'transient' });
  expect(limits).toEqual([100, 25, 6, 5]);
});
