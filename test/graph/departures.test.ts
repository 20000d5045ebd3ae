import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGraph } from '../../src/graph/client.ts';
import { Acknowledged, NamedNode } from '../../src/graph/schemas.ts';
import { answering, json, text } from './answering-server.ts';
import { EU, openDoor } from './batching.ts';
import { recordingLog } from './recording-log.ts';

const pages = (count: number, from = 5001) => Array.from({ length: count }, (_, index) => String(from + index));

/** A door of which all 24 ways out are taken for a while; `left` is who left after them, in order. */
async function crowdedDoor(latencyMs = 200) {
  const left: string[] = [];
  const door = await openDoor({ admit: ({ priority, path }) => void left.push(`${priority} ${path}`) });
  door.emulated.switches.latencyMs = latencyMs;
  const others = Array.from({ length: 24 }, (_, n) =>
    door.graph.call({ method: 'GET', path: '5120', answer: NamedNode, token: `EAAOTHER${n}` }).catch(() => {}),
  );
  await sleep(30);
  expect(left).toHaveLength(24);
  left.length = 0;
  return { ...door, left, others };
}

describe('calls that have to wait', () => {
  it('leave with removals first, then grants, then reads, and scans by themselves', async () => {
    const door = await crowdedDoor();

    const waiting = [
      ...pages(20).map((id) => door.node(id, 'scan')),
      ...pages(20, 5021).map((id) => door.node(id, 'read')),
      ...pages(20, 5041).map((id) => door.give(id)),
      ...pages(20, 5061).map((id) => door.take(id)),
    ];
    await Promise.all([...waiting, ...door.others]);

    const lanes = door.left.map((call) => call.split(' ')[0]);
    expect(lanes).toEqual([
      ...Array(20).fill('removal'),
      ...Array(20).fill('grant'),
      ...Array(20).fill('read'),
      ...Array(20).fill('scan'),
    ]);
    expect(door.requests().filter((request) => request === 'batch')).toHaveLength(3);
  });

  it('go on in the more urgent lane when somebody more urgent asks the same', async () => {
    const door = await crowdedDoor();

    await Promise.all([
      door.people('5001', 'scan'),
      door.node('5002', 'read'),
      door.people('5001', 'removal'),
      ...door.others,
    ]);

    expect(door.left).toEqual(['removal 5001/assigned_users', 'read 5002']);
  });

  it('are not held up by scans: six of these at most are under way', async () => {
    let scans = 0;
    const door = await openDoor({
      admit({ priority }) {
        if (priority === 'scan') scans += 1;
        return undefined;
      },
    });
    door.emulated.faults.next({ path: '/5120' }, { kind: 'slow', ms: 600 }, 12);

    const scanning = Array.from({ length: 12 }, (_, n) =>
      door.graph
        .call({ method: 'GET', path: '5120', answer: NamedNode, priority: 'scan', token: `EAAOTHER${n}` })
        .catch(() => {}),
    );
    await sleep(40);
    await door.take('5001');

    expect(scans).toBe(6);
    await Promise.all(scanning);
    expect(scans).toBe(12);
  });

  it('are given up after half their time, unsent and therefore not ambiguous', async () => {
    const server = await answering(() => {});
    const graph = createGraph({ url: server.url, token: 'EAA', log: recordingLog(), timeoutMs: 400 });
    onTestFinished(() => server.close());
    const stuck = Array.from({ length: 24 }, (_, n) =>
      graph.call({ method: 'GET', path: '1', answer: NamedNode, token: `EAA${n}` }).catch(() => {}),
    );
    await sleep(20);
    const begin = performance.now();

    const write = graph.call({ method: 'POST', path: '2/x', answer: Acknowledged, token: 'EAALATE' });

    await expect(write).rejects.toMatchObject({
      kind: 'transient',
      ambiguous: false,
      message: expect.stringContaining('not sent'),
    });
    expect(performance.now() - begin).toBeLessThan(390);
    await Promise.all(stuck);
    await graph.close();
    expect(server.seen.filter(({ url }) => url.includes('2/x'))).toEqual([]);
  });
});

describe('the gate', () => {
  it('gives a refusal instead of a call, and the others leave', async () => {
    const failure = { kind: 'throttled', words: 'Meta asks us to wait.', unclear: false, wait: 60_000 } as const;
    const door = await openDoor({ admit: ({ path }) => (path === '5002' ? failure : undefined) });

    const [one, two, three] = await Promise.allSettled(['5001', '5002', '5003'].map((id) => door.node(id)));

    expect([one?.status, three?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(two).toMatchObject({ reason: { kind: 'throttled', retryAfter: 60_000, ambiguous: false } });
    expect(door.items()).toEqual(['GET /5001', 'GET /5003']);
  });

  it('hears what every call came to, each of a batch by itself', async () => {
    const heard: string[] = [];
    const door = await openDoor({
      learn: ({ path }, { headers, failure }) =>
        void heard.push(`${path} ${failure?.kind ?? 'fine'} ${JSON.stringify(headers).includes('usage')}`),
    });
    door.emulated.switches.usageHeaders = true;
    door.emulated.faults.next({ path: '/5002' }, { kind: 'throttle', code: 80001, minutes: 2 });

    await Promise.allSettled(['5001', '5002'].map((id) => door.node(id)));
    door.emulated.faults.next({ edge: 'batch' }, { kind: 'throttle', code: 4, minutes: 2 });
    await Promise.allSettled(['5003', '5004'].map((id) => door.node(id)));
    await door.node('5005');

    expect(heard).toEqual([
      '5001 fine true',
      '5002 throttled true',
      '5003 throttled true',
      '5004 throttled true',
      '5005 fine true',
    ]);
  });
});

describe('the door', () => {
  it('lets what waits leave before it closes', async () => {
    const door = await openDoor();

    const calls = pages(60).map((id) => door.give(id));
    await door.close();

    await expect(Promise.all(calls)).resolves.toHaveLength(60);
  });

  it('asks for lists by themselves that are too long together', async () => {
    const server = await answering((response, seen) => {
      const batch = new URLSearchParams(seen.body).has('batch');
      (batch ? text(' '.repeat(10 * 1024 * 1024)) : json({ id: EU }))(response, seen);
    });
    const graph = createGraph({ url: server.url, token: 'EAA', log: recordingLog() });
    onTestFinished(async () => {
      await graph.close();
      await server.close();
    });

    const read = (path: string) => graph.call({ method: 'GET', path, answer: NamedNode });
    const write = graph.call({ method: 'POST', path: '3/x', answer: Acknowledged });
    const [one, two, lost] = await Promise.allSettled([read('1'), read('2'), write]);

    expect([one, two]).toMatchObject([{ value: { id: EU } }, { value: { id: EU } }]);
    expect(lost).toMatchObject({ reason: { kind: 'transient', ambiguous: true } });
  });
});
