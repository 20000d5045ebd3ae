import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { limits, outcome, refusal } from './limits.ts';

const QUICK = { failures: 5, over: 50, rest: 400 };
type Office = Awaited<ReturnType<typeof limits>>;

async function outage({ emulated }: Office, call: () => Promise<unknown>): Promise<void> {
  emulated.faults.next({}, { kind: 'error', code: 2 }, 1_000);
  const started = performance.now();
  while (performance.now() - started < 50 || (await refusal(call())).retryAfter === undefined) await sleep(5);
}

describe('while Meta is away', () => {
  it('calls fail at once and none is sent; then one goes to see, and all go on', async () => {
    const here = await limits();
    const door = here.door(undefined, undefined, { breaker: QUICK });
    await outage(here, () => door.people('5001'));
    here.reached();

    expect(door.graph.away()).toBe(true);
    here.log.lines.splice(0);
    const error = await refusal(door.people('5002'));
    expect([error.kind, error.ambiguous]).toEqual(['transient', false]);
    expect(error.retryAfter).toBeGreaterThan(0);
    expect(here.reached()).toBe(0);

    await sleep(400);
    here.emulated.faults.clear();
    const kinds = await Promise.all([1, 2, 3].map((n) => outcome(door.people(5000 + n))));
    expect(kinds.toSorted()).toEqual(['done', 'transient', 'transient']);
    expect(here.reached()).toBe(1);
    expect(await outcome(door.people('5002'))).toBe('done');
    expect(door.graph.away()).toBe(false);
    const said = here.log.lines.map(({ sentence, fields }) => [sentence, fields.withheld]);
    expect(said).toEqual([['Meta answers again', 4]]);
  });

  it('is told by those who call, and not for ever by one who does not', async () => {
    const here = await limits();
    const door = here.door(undefined, undefined, { breaker: { ...QUICK, stale: 200 } });
    await outage(here, () => door.people('5001'));

    expect(door.graph.away()).toBe(true);
    await sleep(210);
    expect(door.graph.away()).toBe(false);
    await outcome(door.people('5001'));
    expect(door.graph.away()).toBe(true);
  });

  it('a removal that waits is the one that goes to see', async () => {
    const here = await limits();
    const door = here.door(undefined, undefined, { breaker: QUICK });
    await outage(here, () => door.people('5001'));
    await outcome(door.take('5001'));
    await sleep(400);
    here.reached();

    expect(await outcome(door.people('5002'))).toBe('transient');
    expect(here.reached()).toBe(0);
    await outcome(door.take('5001'));
    expect(here.reached()).toBe(1);
  });

  it.each([
    ['a refusal of one asset', { code: 10 }, 'forbidden'],
    ['one that passes, as Meta says,', { code: 10, transient: true }, 'transient'],
    ['too many changes in a second', { code: 613, subcode: 5044001 }, 'transient'],
  ] as const)('%s is an answer', async (_, error, kind) => {
    const here = await limits();
    const door = here.door(undefined, undefined, { breaker: QUICK });
    here.emulated.faults.next({ path: /5001/ }, { kind: 'error', ...error }, 100);
    for (let n = 0; n < 20; n++) {
      expect(await outcome(door.people('5001'))).toBe(kind);
      await sleep(5);
    }

    expect(await outcome(door.people('5002'))).toBe('done');
  });
});
