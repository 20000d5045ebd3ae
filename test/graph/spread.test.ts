import { describe, expect, it } from 'vitest';
import { limits, MINUTE, outcome, refusal } from './limits.ts';

const UNEVEN = { kind: 'error', code: 613, subcode: 1996 } as const;

/** An office whose calls to Page 5001 Meta found uneven; the pause is over. */
async function uneven() {
  const here = await limits();
  const door = here.door(undefined, undefined, { pacing: { gap: 100, patience: 450 } });
  here.emulated.faults.next({ path: /5001/ }, UNEVEN);
  await outcome(door.people('5001'));
  here.move(MINUTE / 2);
  await outcome(door.people('5001'));
  here.reached();
  return { ...here, door };
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

describe('calls that came unevenly', () => {
  it('wait for half a minute, those of that Page alone', async () => {
    const here = await limits();
    here.emulated.faults.next({ path: /5001/ }, { ...UNEVEN, transient: true });
    await outcome(here.first.people('5001'));
    here.reached();

    const waits = await refusal(here.first.take('5001'));
    expect([waits.kind, waits.retryAfter]).toEqual(['throttled', MINUTE / 2]);
    expect(await Promise.all(['5002', 'act_123'].map((node) => outcome(here.first.people(node))))).toEqual([
      'done',
      'done',
    ]);
    expect(here.reached()).toBe(2);
  });

  it('are spread out afterwards, removals first, and others are not', async () => {
    const here = await uneven();
    const { people, take, node } = here.door;
    const spread = () => Promise.all([people('5001'), node('5001'), take('5001'), take('5001')]);

    const [slow, quick] = await Promise.all([took(spread), took(() => people('5002'))]);

    expect(slow).toBeGreaterThan(290);
    expect(quick).toBeLessThan(100);
    const order = here.emulated.calls.filter(({ path }) => path.includes('5001')).map(({ method }) => method);
    expect(order.slice(-4)).toEqual(['DELETE', 'DELETE', 'GET', 'GET']);
  });

  it('come as they like again ten minutes later', async () => {
    const here = await uneven();
    here.move(10 * MINUTE);

    expect(await took(() => Promise.all(['a', 'b', 'c'].map(() => here.door.take('5001'))))).toBeLessThan(100);
  });

  it('that get no turn come back later', async () => {
    const here = await uneven();

    const kinds = await Promise.all(Array.from({ length: 9 }, () => outcome(here.door.people('5001', 'scan'))));

    expect(kinds.filter((kind) => kind === 'done').length).toBeOneOf([3, 4, 5]);
    expect(here.reached()).toBe(kinds.filter((kind) => kind === 'done').length);
  });
});
