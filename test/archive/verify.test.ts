import { renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/archive/line.ts';
import { mustHold, verifyChain } from '../../src/archive/verify.ts';
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
    [
      'an edit of a number',
      SECOND,
      (lines) => lines.with(1, (lines[1] ?? '').replace('"seq":7', '"seq":1000')),
      { what: 'edit', file: SECOND, line: 2, seq: 7 },
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

  it('shows that more is gone than what stands there and can’t be read', async () => {
    expect(await tampered(SECOND, (lines) => lines.toSpliced(1, 3, 'no line'))).toEqual([
      { what: 'edit', file: SECOND, line: 2, seq: undefined },
      { what: 'deletion', file: SECOND, line: 3, seq: 10 },
    ]);
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

describe('an archive of which more depends', () => {
  it('may end in a last line that a crash left half written, and nowhere else', async () => {
    const { folder } = await written(12);
    const half = (file: string) => truncateSync(join(folder, file), statSync(join(folder, file)).size - 9);

    half('2026-03-04.jsonl');
    await mustHold(folder, false);
    half(SECOND);
    await expect(mustHold(folder, false)).rejects.toThrow('eu/2026-03-03.jsonl line 5: truncation: ends in the middle');
    await mustHold(folder, true);
  });

  it('hides nothing behind a line that is cut in the middle', async () => {
    const { folder } = await written(12);
    truncateSync(join(folder, FIRST), statSync(join(folder, FIRST)).size - 9);
    change(join(folder, SECOND), (lines) => lines.with(1, forged(lines[1])));

    await expect(mustHold(folder, false)).rejects.toThrow('does not hold');
  });

  it('is that of its business, whatever somebody accepts', async () => {
    const { folder, root } = await written(3);
    renameSync(folder, join(root, 'us'));

    await expect(mustHold(join(root, 'us'), true)).rejects.toThrow(/what is archived in .*us is of eu/);
  });
});
