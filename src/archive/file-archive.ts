import { type FileHandle, mkdir, open, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../access/log.ts';
import { type Archive, NOTHING, type Tail } from '../access/ports/archive.ts';
import { hashOf, lineAfter, readLine } from './line.ts';
import { linesOf, segmentOf, segmentsIn } from './segments.ts';

/** The archive on the disk does not go on as it should; the sentence says where. */
export class BrokenArchive extends Error {}

type Options = { folder: string; business: string; log: Log };
type Open = { name: string; handle: FileHandle };
/** The newest file, and how long it was when it was read or written last. */
type End = { name: string; size: number };

/**
 * Opens the archive of one business in a folder for writing. What a crash left half written is cut off before the first line is written, with a word in
 * the log: that is what comes after line `durable`, of which the store knows that it was on the disk.
 */
export async function openArchive(options: Options, durable: number): Promise<Archive> {
  const { folder, business, log } = options;
  await mkdir(folder, { recursive: true });
  let { tail, end, cuts } = await look(folder, durable);
  let file: Open | null = null;

  /** Between reading the end and writing behind it another one may have written: a failover forgets who writes. */
  async function unchanged(): Promise<void> {
    const last = (await segmentsIn(folder)).at(-1) ?? '';
    const { size } = last === '' ? { size: 0 } : await stat(join(folder, last));
    if (last !== end.name || size !== end.size)
      throw new BrokenArchive(`${join(folder, last)} was written to by somebody else`);
  }

  async function cut(): Promise<void> {
    for (const { path, at, from } of cuts) {
      await truncate(path, from);
      if (path === join(folder, end.name)) end.size = from;
      log.warn({ file: path, line: at }, 'what a crash left half written in the archive was cut off');
    }
    cuts = [];
  }

  async function segment(name: string): Promise<Open> {
    if (file?.name === name) return file;
    await file?.handle.close();
    file = null;
    const fresh = name !== end.name;
    const handle = await open(join(folder, name), fresh ? 'ax' : 'a', 0o640);
    file = { name, handle };
    if (fresh) end = { name, size: 0 };
    if (end.size === 0) await syncFolder(folder);
    return file;
  }

  return {
    tail: () => tail,
    async append(entries, at, may) {
      const lines: Buffer[] = [];
      let after = tail;
      for (const entry of entries) {
        const made = lineAfter(after, business, entry);
        lines.push(made.bytes, LINE_END);
        after = made.tail;
      }
      if (!may()) return false;
      await unchanged();
      await cut();
      // The clock may have been put back: segments stay in order.
      const { handle } = await segment([segmentOf(at), end.name].toSorted().at(-1) ?? '');
      await unchanged();
      if (!may()) return false;
      const bytes = Buffer.concat(lines);
      await handle.appendFile(bytes);
      await handle.datasync();
      end.size += bytes.length;
      tail = after;
      return true;
    },
    async close() {
      await file?.handle.close();
      file = null;
    },
  };
}

const LINE_END = Buffer.from('\n');

/** The end of a segment's unbroken chain, and from where on it is broken. */
async function endOf(path: string): Promise<{ tail: Tail | null; broken?: { at: number; from: number } }> {
  let tail: Tail | null = null;
  for await (const { bytes, whole, number, from } of linesOf(path)) {
    const line = whole ? readLine(bytes) : null;
    const fits = line && (!tail || (line.seq === tail.seq + 1 && line.prev === tail.head));
    if (!fits) return { tail, broken: { at: number, from } };
    tail = { seq: line.seq, head: hashOf(bytes), event: line.event.id };
  }
  return { tail };
}

type Cut = { path: string; at: number; from: number };

/** Where the unbroken chain ends, in which file it goes on, and what has to be cut off before. */
async function look(folder: string, durable: number): Promise<{ tail: Tail; end: End; cuts: Cut[] }> {
  const names = await segmentsIn(folder);
  const name = names.at(-1) ?? '';
  // Before it is read: what comes while it is read shows too.
  const end: End = { name, size: name === '' ? 0 : (await stat(join(folder, name))).size };
  const cuts: Cut[] = [];
  let found: Tail | null = null;
  for (const name of names.toReversed()) {
    const path = join(folder, name);
    const { tail, broken } = await endOf(path);
    if (broken) cuts.push({ path, ...broken });
    found = tail;
    if (found) break;
  }
  const tail = found ?? NOTHING;
  const [first] = cuts;
  if (first && tail.seq < durable) {
    throw new BrokenArchive(`${first.path} is broken at line ${first.at}, which was whole before: see audit verify`);
  }
  return { tail, end, cuts };
}

/** A new file outlives a power failure once its folder is on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
