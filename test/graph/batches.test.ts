import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { MetaError } from '../../src/access/ports/meta.ts';
import { PageToken } from '../../src/graph/schemas.ts';
import { BEN, openDoor } from './batching.ts';

const pages = (count: number, from = 5001) => Array.from({ length: count }, (_, index) => String(from + index));

describe('calls that are made close together', () => {
  it('leave as one, and each has its own answer', async () => {
    const door = await openDoor();

    const nodes = await Promise.all(pages(30).map((id) => door.node(id)));

    expect(nodes.map(({ id }) => id)).toEqual(pages(30));
    expect(door.requests()).toEqual(['batch']);
  });

  it('leave by fifties', async () => {
    const door = await openDoor();

    await Promise.all(pages(101).map((id) => door.give(id)));

    expect(door.requests().toSorted()).toEqual(['POST assigned_users', 'batch', 'batch']);
    expect(pages(101).filter((id) => door.emulated.world.holds(id, '900000000000001').length === 0)).toEqual([]);
  });

  // A machine that is busy elsewhere may stop for longer than that.
  it('leave at most 25 ms after the first, however many go on joining', { retry: 3 }, async () => {
    const left: number[] = [];
    const door = await openDoor({ admit: () => void left.push(performance.now()) });
    const begin = performance.now();

    const calls = [];
    for (const id of pages(40)) {
      calls.push(door.node(id));
      await sleep(1);
    }
    await Promise.all(calls);

    expect((left[0] ?? 0) - begin).toBeGreaterThan(5);
    expect((left[0] ?? 0) - begin).toBeLessThan(60);
    expect(door.requests().length).toBeGreaterThan(1);
  });

  it('do not fail with one of them', async () => {
    const door = await openDoor();
    door.emulated.faults.next({ path: '/5003/assigned_users' }, { kind: 'html', status: 502, effect: true });

    const [missing, one, lost, two] = await Promise.allSettled([
      door.node('424242'),
      door.node('5001'),
      door.give('5003'),
      door.give('5004'),
    ]);

    expect(missing).toMatchObject({ status: 'rejected', reason: { kind: 'not_found' } });
    expect(one).toMatchObject({ status: 'fulfilled', value: { id: '5001' } });
    expect(lost).toMatchObject({ status: 'rejected', reason: { kind: 'transient', ambiguous: true } });
    expect(two).toMatchObject({ status: 'fulfilled' });
    expect(door.requests()).toEqual(['batch']);
  });

  it('take identical reads as one', async () => {
    const door = await openDoor();

    const answers = await Promise.all([...Array(20).fill('5001'), '5002'].map((id) => door.people(id)));

    expect(answers).toHaveLength(21);
    expect(door.items()).toEqual(['GET /5001/assigned_users', 'GET /5002/assigned_users']);
  });

  it('never answer a read with what was asked before it', async () => {
    const door = await openDoor();
    door.emulated.switches.latencyMs = 60;

    const before = door.people('5001');
    await sleep(20);
    door.emulated.world.assign({ asset: '5001', user: BEN, tasks: ['ANALYZE'] });
    const after = door.people('5001');

    await before;
    expect((await after).data.map(({ id }) => id)).toEqual([BEN]);
    expect(door.requests()).toHaveLength(2);
  });

  it('leave apart when their tokens differ, each with the proof of its own', async () => {
    const door = await openDoor({ appSecret: 'demo-app-secret' });
    Object.assign(door.emulated.switches, { proof: 'required' });
    const of = (id: string) =>
      door.graph.call({ method: 'GET', path: id, params: { fields: 'id,access_token' }, answer: PageToken });
    const { access_token: token } = await of('5001');
    const me = { method: 'GET', path: '5001', answer: PageToken } as const;

    await Promise.all([
      of('5002'),
      of('5003'),
      ...['id', 'id,name'].map((fields) => door.graph.call({ ...me, params: { fields }, token: token ?? '' })),
    ]);

    expect(door.requests()).toEqual(['GET page', 'batch', 'batch']);
    expect(JSON.stringify([door.emulated.calls, door.log.lines])).not.toContain(token);
  });
});

describe('a call that has no company', () => {
  it('leaves as the plain call, 5 ms after it was asked for at the latest', async () => {
    const delays: number[] = [];
    let asked = 0;
    const door = await openDoor({ admit: () => void delays.push(performance.now() - asked) });

    for (const id of pages(12)) {
      asked = performance.now();
      await door.node(id);
    }

    expect(door.requests()).toEqual(Array(12).fill('GET page'));
    // The best of twelve: what the machine adds when it is busy is not the door's.
    expect(Math.min(...delays)).toBeLessThan(5);
  });
});

describe('what Meta did not finish', () => {
  it('is asked again when it was a read', async () => {
    const door = await openDoor();
    door.emulated.faults.next({ path: '/5001' }, { kind: 'null-item' });

    const nodes = await Promise.all([door.node('5001'), door.node('5002')]);

    expect(nodes.map(({ id }) => id)).toEqual(['5001', '5002']);
    expect(door.requests()).toEqual(['batch', 'GET page']);
  });

  it('is given up after three times', async () => {
    const door = await openDoor();
    door.emulated.faults.next({ path: '/5001' }, { kind: 'null-item' }, 9);
    const company = async () => {
      for (let n = 0; n < 6; n++) await door.node('5002').then(() => door.node('5003'));
    };

    const [given] = await Promise.allSettled([door.node('5001'), door.node('5004'), company()]);

    const asked = door.emulated.calls.filter(({ path }) => path === '/5001');
    expect(asked.length).toBeLessThanOrEqual(3);
    if (asked.length === 3) expect(given).toMatchObject({ reason: { kind: 'transient', ambiguous: false } });
  });

  it.each([true, false])('is left to a read when it was a write (with effect: %s)', async (effect) => {
    const door = await openDoor();
    door.emulated.faults.next({ path: '/5001/assigned_users', method: 'POST' }, { kind: 'null-item', effect });

    const [write] = await Promise.allSettled([door.give('5001'), door.node('5002')]);

    expect(write).toMatchObject({ reason: { kind: 'transient', ambiguous: true } });
    expect(door.items().filter((item) => item.startsWith('POST'))).toHaveLength(1);
    expect((await door.people('5001')).data).toHaveLength(effect ? 1 : 0);
  });
});

const both = (door: Awaited<ReturnType<typeof openDoor>>) =>
  Promise.allSettled([door.give('5001'), door.node('5002')]).then((ended) =>
    ended.map((one) => {
      const { kind, ambiguous } = (one.status === 'rejected' ? one.reason : {}) as Partial<MetaError>;
      return one.status === 'fulfilled' ? 'done' : `${kind}${ambiguous ? ', ambiguous' : ''}`;
    }),
  );

describe('a batch that fails as a whole', () => {
  it('is sent call by call when Meta refuses it for being a batch', async () => {
    const door = await openDoor();
    door.emulated.faults.next({ edge: 'batch' }, { kind: 'error', code: 100 });

    expect(await both(door)).toEqual(['done', 'done']);
    expect(door.requests().toSorted()).toEqual(['GET page', 'POST assigned_users', 'batch']);
  });

  it.each([
    ['a limit', { kind: 'throttle', code: 4, minutes: 3 }, ['throttled', 'throttled']],
    ['the token', { kind: 'error', code: 190 }, ['unauthorized', 'unauthorized']],
    ['a block', { kind: 'error', code: 368 }, ['blocked', 'blocked']],
    ['Meta in trouble', { kind: 'error', code: 2, status: 500 }, ['transient, ambiguous', 'transient']],
    ['HTML', { kind: 'html', status: 502, effect: true }, ['transient, ambiguous', 'transient']],
    ['an empty answer', { kind: 'empty', effect: true }, ['transient, ambiguous', 'transient']],
    ['an answer that is no list', { kind: 'success-false' }, ['transient, ambiguous', 'transient']],
    ['a cut', { kind: 'cut-after' }, ['transient, ambiguous', 'transient']],
    ['silence', { kind: 'hang', ms: 3_000, effect: true }, ['transient, ambiguous', 'transient']],
  ] as const)('fails each of its calls: %s', async (_name, fault, expected) => {
    const door = await openDoor({ timeoutMs: 300 });
    door.emulated.faults.next({ edge: 'batch' }, fault);

    expect(await both(door)).toEqual(expected);
    expect(door.emulated.faults.waiting()).toBe(0);
    expect(door.emulated.calls.filter(({ edge }) => edge === 'batch').length).toBeLessThanOrEqual(1);
  });

  it('shows no token in what is logged or thrown', async () => {
    const door = await openDoor({ appSecret: 'demo-app-secret' });
    door.emulated.faults.next({ edge: 'batch' }, { kind: 'cut-after' });
    const thrown = await Promise.allSettled([door.give('5001'), door.node('5002')]);

    const emitted = JSON.stringify([door.log.lines, thrown.map((one) => (one as PromiseRejectedResult).reason.stack)]);
    const proof = createHmac('sha256', 'demo-app-secret').update('EAADEMOEU').digest('hex');
    for (const secret of ['EAADEMOEU', 'demo-app-secret', proof]) expect(emitted).not.toContain(secret);
  });
});
