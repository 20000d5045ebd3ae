import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ms } from '../access/grant.ts';
import { NOTHING, type Tail } from '../access/ports/archive.ts';
import { hashOf, readLine } from './line.ts';

/** A segment of a day, or a piece as it lies in S3. */
const NAME = /^(\d{4}-\d{2}-\d{2}|\d{12}-\d{12})\.jsonl$/;
const END = 0x0a;

/** The name of the segment of a day, UTC. */
export const segmentOf = (at: Ms): string => `${new Date(at).toISOString().slice(0, 10)}.jsonl`;

/** The names of a folder's segments, oldest first; none when there is no such folder. */
export async function segmentsIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => NAME.test(name)).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Folders in `root` that hold segments, and `root` itself if it does. */
export async function chainsIn(root: string): Promise<string[]> {
  const inside = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const folders = [root, ...inside.map(({ name }) => join(root, name)).toSorted()];
  const found = await Promise.all(
    folders.map(async (folder) => ((await segmentsIn(folder)).length > 0 ? folder : null)),
  );
  return found.filter((folder) => folder !== null);
}

/** One line of a file as bytes without its end; `whole` is false for what has none; `from` and `to` are offsets, `to` behind the end. */
export type Raw = { number: number; bytes: Buffer; whole: boolean; from: number; to: number };

/** The lines of a file, in order, from the beginning or an offset at which one begins. */
export async function* linesOf(path: string, start = 0): AsyncGenerator<Raw> {
  let rest: Buffer = Buffer.alloc(0);
  let [number, from] = [0, start];
  const raw = (bytes: Buffer, whole: boolean): Raw => {
    const line = { number: number + 1, bytes, whole, from, to: from + bytes.length + (whole ? 1 : 0) };
    [number, from] = [line.number, line.to];
    return line;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, start })) {
    const text = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
    let begin = 0;
    for (let end = text.indexOf(END); end !== -1; end = text.indexOf(END, begin)) {
      yield raw(text.subarray(begin, end), true);
      begin = end + 1;
    }
    rest = text.subarray(begin);
  }
  if (rest.length > 0) yield raw(rest, false);
}

/** Where the archive in a folder ends, by its last whole line; nothing before that is looked at. */
export async function tailOf(folder: string): Promise<Tail> {
  for (const name of (await segmentsIn(folder)).toReversed()) {
    const bytes = await lastLine(join(folder, name));
    const line = bytes && readLine(bytes);
    if (line) return { seq: line.seq, head: hashOf(bytes), event: line.event.id };
  }
  return NOTHING;
}

/** The last line of a file that has an end, read from behind. */
async function lastLine(path: string): Promise<Buffer | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    for (let span = 1 << 16; ; span *= 4) {
      const length = Math.min(span, size);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const end = buffer.lastIndexOf(END);
      const start = end > 0 ? buffer.lastIndexOf(END, end - 1) : -1;
      if (start !== -1 || length === size) return end === -1 ? null : buffer.subarray(start + 1, end);
    }
  } finally {
    await file.close();
  }
}
