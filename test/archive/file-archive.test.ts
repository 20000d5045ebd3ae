import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openArchive } from '../../src/archive/file-archive.ts';
import { tailOf } from '../../src/archive/segments.ts';
import { verifyChain } from '../../src/archive/verify.ts';
import { archived, change, entry, ownFolder, written } from '../support/archive.ts';
import { START } from '../support/grants.ts';
import { silent } from '../support/silent-log.ts';

const DAY = 86_400_000;
const FIRST = '2026-03-02.jsonl';
const yes = () => true;

/** Opens the archive again, as after a crash, with what was logged. */
async function again(folder: string, durable = 0) {
  const said: object[] = [];
  const log = { ...silent, warn: (fields: object) => void said.push(fields) };
  return { archive: await openArchive({ folder, business: 'eu', log }, durable), said };
}

it('goes on where it ended, also after a last line that a crash left half written', async () => {
  const { folder } = await written(4);
  truncateSync(join(folder, FIRST), Buffer.byteLength(archived(folder).join('\n')) - 20);

  const { archive, said } = await again(folder, 3);
  const { event } = archive.tail();
  await archive.append([entry(4), entry(5)], START, yes);
  await archive.close();

  expect(event).toBe(`${START}-3`);
  expect(said).toEqual([{ file: join(folder, FIRST), line: 4 }]);
  expect(await verifyChain(folder)).toMatchObject({ faults: [], lines: 5 });
});

it('cuts off whole lines that don’t follow, and blocks that a power failure left empty, beyond what was on the disk', async () => {
  const { folder } = await written(4);
  change(join(folder, FIRST), (lines) => lines.toSpliced(2, 1));
  appendFileSync(join(folder, FIRST), Buffer.alloc(5_000));

  const { archive, said } = await again(folder, 2);
  await archive.append([entry(3)], START, yes);
  await archive.close();

  expect(said).toHaveLength(1);
  expect(await verifyChain(folder)).toMatchObject({ faults: [], lines: 3 });
});

it('cuts off nothing that was on the disk: that is for people to look at', async () => {
  const { folder } = await written(4);
  change(join(folder, FIRST), (lines) => lines.with(2, '{}'));
  const before = archived(folder);

  await expect(again(folder, 4)).rejects.toThrow('is broken at line 3, which was whole before');

  expect(archived(folder)).toEqual(before);
});

it('finds its end behind an empty file, and in lines that are longer than what is read at once', async () => {
  const { folder } = await written(5);
  writeFileSync(join(folder, '2026-03-03.jsonl'), '');
  const { archive } = await again(folder);
  const long = entry(6);
  long.event.detail = { because: 'x'.repeat(200_000) };

  expect(archive.tail().seq).toBe(5);
  await archive.append([long], START + DAY, yes);
  await archive.close();

  expect(await tailOf(folder)).toEqual(archive.tail());
  expect((await again(folder)).archive.tail()).toEqual(archive.tail());
});

it('keeps its days in order when the clock is put back', async () => {
  const { archive } = await again(ownFolder());
  await archive.close();
  const { folder } = await written(6);
  const later = (await again(folder)).archive;

  await later.append([entry(7)], START - 5 * DAY, yes);
  await later.close();

  expect(await verifyChain(folder)).toMatchObject({ faults: [], lines: 7, segments: 2 });
});

it('writes nothing once it may not, and nothing behind what somebody else wrote', async () => {
  const { folder } = await written(2);
  const [one, two] = [(await again(folder)).archive, (await again(folder)).archive];
  await two.append([], START, yes);

  expect(await one.append([entry(3)], START, () => false)).toBe(false);
  expect(await one.append([entry(3)], START, yes)).toBe(true);
  await expect(two.append([entry(3)], START, yes)).rejects.toThrow('was written to by somebody else');
  await Promise.all([one.close(), two.close()]);

  expect(await verifyChain(folder)).toMatchObject({ faults: [], lines: 3 });
});

it.each([
  ['whole lines', 0],
  ['half a line', 20],
])('writes nothing, and cuts nothing off, where somebody else wrote since the end was read: %s', async (_, less) => {
  const { folder } = await written(2);
  const path = join(folder, FIRST);
  const before = readFileSync(path);
  const other = (await again(folder)).archive;
  await other.append([entry(3)], START, yes);
  await other.close();
  const after = readFileSync(path);
  // What the other one has written by the time at which the end is read.
  writeFileSync(path, less === 0 ? before : after.subarray(0, after.length - less));
  const { archive } = await again(folder);
  writeFileSync(path, after);

  await expect(archive.append([entry(3)], START, yes)).rejects.toThrow('was written to by somebody else');
  await archive.close();

  expect(await verifyChain(folder)).toMatchObject({ faults: [], lines: 3 });
});
