import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fault } from '../../demo/graph/server.ts';
import { MetaError } from '../../src/access/ports/meta.ts';
import { ANA, openDoor } from './batching.ts';

const kinds: readonly Fault[] = [
  { kind: 'error', code: 2 },
  { kind: 'error', code: 100 },
  { kind: 'error', code: 190 },
  { kind: 'throttle', code: 80001, minutes: 1 },
  { kind: 'html', status: 502, effect: true },
  { kind: 'html', status: 503 },
  { kind: 'success-false' },
  { kind: 'empty', effect: true },
  { kind: 'cut-before' },
  { kind: 'cut-after' },
  { kind: 'slow', ms: 20 },
  { kind: 'hang', ms: 20, effect: true },
  { kind: 'null-item' },
  { kind: 'null-item', effect: true },
];

const call = fc.record({ kind: fc.constantFrom('node', 'people', 'give'), page: fc.nat(99), delay: fc.nat(12) });
const calls = fc.uniqueArray(call, {
  minLength: 1,
  maxLength: 120,
  // A Page is written to once, so that what it came to can be told from that one call.
  selector: ({ kind, page }) => (kind === 'give' ? `${page}` : Symbol()),
});
const faults = fc.record({ rate: fc.constantFrom(0, 0.05, 0.4), kinds: fc.subarray([...kinds], { minLength: 1 }) });

it('each call gets its own answer or a true failure, whatever the company and the faults', async () => {
  await fc.assert(
    fc.asyncProperty(calls, faults, async (asked, order) => {
      const door = await openDoor();
      door.emulated.faults.random(order);

      const ends = await Promise.all(
        asked.map(async ({ kind, page, delay }) => {
          await sleep(delay);
          const id = String(5001 + page);
          if (kind === 'node') return door.node(id).catch((error: unknown) => error);
          return (kind === 'give' ? door.give(id) : door.people(id)).catch((error: unknown) => error);
        }),
      );

      for (const [index, end] of ends.entries()) {
        const { kind, page } = asked[index] as (typeof asked)[number];
        const id = String(5001 + page);
        if (end instanceof Error) expect(end).toBeInstanceOf(MetaError);
        else if (kind === 'node') expect(end).toEqual({ id, name: `Page ${page + 1}` });
        else if (kind === 'people') expect(end).toHaveProperty('data');
        if (kind !== 'give') continue;
        const held = door.emulated.world.holds(id, ANA).length > 0;
        if (!(end instanceof Error)) expect(held).toBe(true);
        else if (!(end as MetaError).ambiguous) expect(held).toBe(false);
      }
      door.emulated.faults.clear();
    }),
    { numRuns: 30 },
  );
}, 60_000);
