import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/archive/line.ts';
import { verifyChain } from '../../src/archive/verify.ts';
import { archived, change, written } from '../support/archive.ts';

const FIRST = '2026-03-02.jsonl';
const SECOND = '2026-03-03.jsonl';

/** Twelve lines in three files, of which something is done to one. */
async function tampered(file: string, lines: (before: string[]) => string[]) {
  const { folder } = await written(12);
  change(join(folder, file), lines);
  return (await verifyChain(folder)).faults.map(({ what, file, line, seq }) => ({ what, file, line, seq }));
}

/** A line with other bytes that says something else. */
const forged = (line = ''): string => line.replace('U0ANA', 'U0BEN');

describe('an archive', () => {
  it('holds as it was written, over all its days', async () => {
    const { folder } = await written(12);

    const { faults, lines, segments, tail, business } = await verifyChain(folder);

    const last = archived(folder).at(-1) ?? '';
    expect(faults).toEqual([]);
    expect({ lines, segments, business }).toEqual({ lines: 12, segments: 3, business: 'eu' });
    expect(tail).toMatchObject({ seq: 12, head: hashOf(Buffer.from(last)) });
    expect(archived(folder).map((line) => JSON.parse(line).seq)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  });

  it.each<[string, string, (lines: string[]) => string[], object]>([
    ['an edit', FIRST, (lines) => lines.with(1, forged(lines[1])), { what: 'edit', file: FIRST, line: 2, seq: 2 }],
    [
      'an edit of the last line of a day',
      FIRST,
      (lines) => lines.with(4, forged(lines[4])),
      { what: 'edit', file: FIRST, line: 5, seq: 5 },
    ],
    [
      'an edit that leaves no JSON',
      SECOND,
      (lines) => lines.with(0, '{'),
      { what: 'edit', file: SECOND, line: 1, seq: undefined },
    ],
    ['a deletion', FIRST, (lines) => lines.toSpliced(2, 2), { what: 'deletion', file: FIRST, line: 3, seq: 5 }],
    [
      'a deletion of the first line',
      FIRST,
      (lines) => lines.slice(1),
      { what: 'deletion', file: FIRST, line: 1, seq: 2 },
    ],
    ['a whole day that is gone', SECOND, () => [], { what: 'deletion', file: '2026-03-04.jsonl', line: 1, seq: 11 }],
    [
      'a reordering',
      SECOND,
      ([a = '', b = '', ...rest]) => [b, a, ...rest],
      { what: 'reorder', file: SECOND, line: 1, seq: 7 },
    ],
    [
      'a line that stands twice',
      SECOND,
      ([a = '', ...rest]) => [a, a, ...rest],
      { what: 'reorder', file: SECOND, line: 2, seq: 6 },
    ],
  ])('shows %s, and where', async (_, file, lines, fault) => {
    expect(await tampered(file, lines)).toEqual([fault]);
  });

  it('shows that it was cut off by what was witnessed, whole lines or whole days', async () => {
    const { folder } = await written(12);
    const { tail } = await verifyChain(folder);
    const witness = { seq: tail.seq, hash: tail.head };
    expect((await verifyChain(folder, [witness])).faults).toEqual([]);

    change(join(folder, '2026-03-04.jsonl'), ([first = '']) => [first]);
    const shorter = await verifyChain(folder, [witness]);
    rmSync(join(folder, '2026-03-04.jsonl'));
    const byHash = await verifyChain(folder, [{ hash: tail.head }]);

    expect((await verifyChain(folder)).faults).toEqual([]);
    expect(shorter.faults).toEqual([
      {
        what: 'truncation',
        file: '2026-03-04.jsonl',
        line: 1,
        seq: 11,
        say: 'the archive ends with seq 11, and seq 12 was witnessed',
      },
    ]);
    expect(byHash.faults).toMatchObject([{ what: 'truncation', file: SECOND, line: 5, seq: 10 }]);
  });

  it('shows by what was witnessed that the whole chain was made anew', async () => {
    const [{ folder }, other] = [await written(12), await written(11)];
    const { tail } = await verifyChain(other.folder);
    let prev = '0'.repeat(64);
    for (const file of [FIRST, SECOND, '2026-03-04.jsonl']) {
      change(join(folder, file), (lines) =>
        lines.map((line) => {
          const made = JSON.stringify({ ...JSON.parse(forged(line)), prev });
          prev = hashOf(Buffer.from(made));
          return made;
        }),
      );
    }

    expect((await verifyChain(folder)).faults).toEqual([]);
    expect((await verifyChain(folder, [{ seq: 11, hash: tail.head }])).faults).toMatchObject([
      { what: 'edit', file: '2026-03-04.jsonl', line: 1, seq: 11 },
    ]);
  });

  it('shows a last line that is not whole', async () => {
    const { folder } = await written(3);
    truncateSync(join(folder, FIRST), Buffer.byteLength(archived(folder).join('\n')) - 9);

    expect((await verifyChain(folder)).faults).toMatchObject([{ what: 'truncation', file: FIRST, line: 3 }]);
  });
});
