import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Again, alike, inPieces, runBundle } from '../../src/jobs/bundle.ts';

const late = (payload: string, wait = 100, failures = 0): Again<string> => ({ payload, wait, failures });

describe('pieces', () => {
  test('hold everything once, in order, and are full but for the last', () => {
    const cases = fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 60 }), (list, most) => {
      const pieces = inPieces(list, most);
      expect(pieces.flat()).toEqual(list);
      expect(pieces.slice(0, -1).every(({ length }) => length === most)).toBe(true);
      expect(pieces.every(({ length }) => length > 0 && length <= most)).toBe(true);
    });
    fc.assert(cases);
  });

  test('those that wait about equally long go together, others by themselves', () => {
    const all = [late('a', 10), late('b', 200), late('c', 3_000), late('d', 10, 1)];
    const names = alike(all).map((those) => those.map(({ payload }) => payload).join(''));
    expect(names).toEqual(['ab', 'c', 'd']);
  });
});

describe('a bundle', () => {
  test('what fails goes back at once and alone, without waiting for a slow neighbour', async () => {
    const ran: string[] = [];
    const back: string[][] = [];
    let slowIsOver = false;
    await runBundle(
      ['fails', 'slow', 'fails too', 'well'],
      async (payload) => {
        ran.push(payload);
        if (payload === 'slow') await pause(200);
        if (payload === 'slow') slowIsOver = true;
        return payload.startsWith('fails') ? late(payload) : null;
      },
      async (those) => {
        expect(slowIsOver).toBe(false);
        back.push(those.map(({ payload }) => payload));
      },
    );
    expect(ran).toEqual(['fails', 'slow', 'fails too', 'well']);
    expect(back).toEqual([['fails', 'fails too']]);
  });

  test('what fails later goes back by itself', async () => {
    const back: string[][] = [];
    await runBundle(
      ['0', '60', '120'],
      async (wait) => {
        await pause(Number(wait));
        return late(wait);
      },
      async (those) => void back.push(those.map(({ payload }) => payload)),
    );
    expect(back).toEqual([['0'], ['60'], ['120']]);
  });

  test('when what failed can not be put back, the bundle fails as a whole, after its last payload', async () => {
    let ended = false;
    const running = runBundle(
      ['one', 'two'],
      async (payload) => {
        if (payload === 'one') return late(payload);
        await pause(100);
        ended = true;
        return null;
      },
      async () => {
        throw new Error('Redis is away');
      },
    );
    await expect(running).rejects.toThrow('Redis is away');
    expect(ended).toBe(true);
  });
});
