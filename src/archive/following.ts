import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Following, Piece } from '../access/ports/sink.ts';
import { readLine } from './line.ts';
import { linesOf, segmentsIn } from './segments.ts';

/** `upTo`: the last line of a piece that is on its way. */
const Cursor = z.object({ sent: z.int().nonnegative(), upTo: z.int().positive().optional() });
type Cursor = z.infer<typeof Cursor>;

/** Larger pieces are cut; a single line is never. */
const MOST_BYTES = 1 << 20;

/** Reads the archive in a folder for one sink, whose place is in the file `.<sink>` beside it. */
export function followArchive(folder: string, sink: string): Following {
  const path = join(folder, `.${sink}`);
  /** Where the line after the last piece begins. */
  let place: { name: string; offset: number; seq: number } | null = null;

  async function cursor(): Promise<Cursor> {
    try {
      return Cursor.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { sent: 0 };
      throw error;
    }
  }

  async function keep(to: Cursor): Promise<void> {
    const handle = await open(`${path}.new`, 'w', 0o640);
    try {
      await handle.writeFile(JSON.stringify(to));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${path}.new`, path);
  }

  /** The lines from number `from` to `to`, as far as they fit into one piece. */
  async function read(from: number, to: number): Promise<Piece | null> {
    const lines: Uint8Array[] = [];
    let [size, first, last] = [0, 0, 0];
    const names = await segmentsIn(folder);
    const known = place?.seq === from ? place : null;
    const start = known?.name ?? (await segmentWith(folder, names, from));
    for (const name of names.filter((one) => one >= start)) {
      const offset = known?.name === name ? known.offset : 0;
      for await (const { bytes, whole, to: end } of linesOf(join(folder, name), offset)) {
        const seq = whole ? readLine(bytes)?.seq : undefined;
        if (seq === undefined || seq < from) continue;
        if (seq > to || (size > 0 && size + bytes.length > MOST_BYTES)) return piece();
        if (first === 0) first = seq;
        last = seq;
        lines.push(bytes, LINE_END);
        size += bytes.length;
        place = { name, offset: end, seq: seq + 1 };
      }
    }
    return piece();

    function piece(): Piece | null {
      return lines.length === 0 ? null : { from: first, to: last, bytes: Buffer.concat(lines) };
    }
  }

  return {
    sent: async () => (await cursor()).sent,
    async next(upTo, most) {
      const { sent, upTo: begun } = await cursor();
      const piece = await read(sent + 1, begun ?? Math.min(upTo, sent + most));
      if (piece && begun === undefined) await keep({ sent, upTo: piece.to });
      return piece;
    },
    done: ({ to }) => keep({ sent: to }),
  };
}

const LINE_END = Buffer.from('\n');

/** The last segment that begins with this line or one before it. */
async function segmentWith(folder: string, names: readonly string[], seq: number): Promise<string> {
  for (const name of names.toReversed()) {
    for await (const { bytes } of linesOf(join(folder, name))) {
      const first = readLine(bytes)?.seq;
      if (first !== undefined && first <= seq) return name;
      break;
    }
  }
  return names[0] ?? '';
}
