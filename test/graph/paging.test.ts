import { describe, expect, it } from 'vitest';
import { MetaError } from '../../src/access/ports/meta.ts';
import { everyRow } from '../../src/graph/paging.ts';
import type { Page } from '../../src/graph/schemas.ts';

const NEXT = 'https://graph.example/v26.0/1/list?access_token=EAASECRET&after=';
const page = (data: number[], after?: string, next = after !== undefined): Page<number> => ({
  data,
  paging: { cursors: { after }, next: next ? `${NEXT}${after}` : undefined },
});
const dead = () => new MetaError('invalid', 'The cursor is dead.');

/** A list of pages under their cursors, with the cursors that were asked for. */
function listOf(pages: Record<string, Page<number>>) {
  const asked: string[] = [];
  return {
    asked,
    async fetch(after = 'start') {
      asked.push(after);
      const found = pages[after];
      if (!found) throw dead();
      return found;
    },
  };
}

describe('a list', () => {
  it('is read to its end by cursors', async () => {
    const list = listOf({ start: page([1, 2], 'a'), a: page([3], 'b'), b: page([4]) });

    expect(await everyRow(list.fetch)).toEqual([1, 2, 3, 4]);
    expect(list.asked).toEqual(['start', 'a', 'b']);
  });

  it('goes on over empty and short pages, and ends where there is no next though a cursor is there', async () => {
    const list = listOf({ start: page([], 'a'), a: page([], 'b'), b: page([1], 'c', false) });

    expect(await everyRow(list.fetch)).toEqual([1]);
  });

  it('is one page when there is no paging at all', async () => {
    expect(await everyRow(async () => ({ data: [1] }))).toEqual([1]);
  });

  it('takes the cursor out of the next address when it is nowhere else', async () => {
    const list = listOf({ start: { data: [1], paging: { next: `${NEXT}a` } }, a: page([2]) });

    expect(await everyRow(list.fetch)).toEqual([1, 2]);
  });

  it('stops at a row that is enough', async () => {
    const list = listOf({ start: page([1], 'a'), a: page([2, 3], 'b'), b: page([4]) });

    expect(await everyRow(list.fetch, (row) => row === 2)).toEqual([1, 2, 3]);
    expect(list.asked).toEqual(['start', 'a']);
  });

  it('starts over once when a cursor has died', async () => {
    const list = listOf({ start: page([1], 'a'), a: page([2], 'b'), b: page([3]) });
    let died = false;
    const fetch = (after?: string) => {
      if (after !== 'b' || died) return list.fetch(after);
      died = true;
      throw dead();
    };

    expect(await everyRow(fetch)).toEqual([1, 2, 3]);
  });
});

describe('half a list is never given out', () => {
  it('when cursors keep dying', async () => {
    const list = listOf({ start: page([1], 'gone') });

    await expect(everyRow(list.fetch)).rejects.toMatchObject({ kind: 'transient' });
    expect(list.asked).toEqual(['start', 'gone', 'start', 'gone']);
  });

  it('when the first page fails', async () => {
    let calls = 0;
    const fetch = async () => {
      calls += 1;
      throw dead();
    };

    await expect(everyRow(fetch)).rejects.toMatchObject({ kind: 'invalid' });
    expect(calls).toBe(1);
  });

  it('when a later page fails for another reason', async () => {
    const fetch = async (after?: string) => {
      if (after) throw new MetaError('throttled', 'Slow down.');
      return page([1], 'a');
    };

    await expect(everyRow(fetch)).rejects.toMatchObject({ kind: 'throttled' });
  });

  it('when cursors go round in a circle, or there is a next without a cursor', async () => {
    const circle = listOf({ start: page([1], 'a'), a: page([2], 'b'), b: page([3], 'a') });
    const lost = async () => ({ data: [1], paging: { next: 'https://graph.example/next' } });

    await expect(everyRow(circle.fetch)).rejects.toMatchObject({ kind: 'transient' });
    await expect(everyRow(lost)).rejects.toMatchObject({ kind: 'transient' });
  });

  it('when it does not end', async () => {
    let number = 0;
    const endless = async () => page([number], String(++number));

    await expect(everyRow(endless)).rejects.toMatchObject({ kind: 'transient' });
    expect(number).toBeLessThan(1000);
  });
});
