import { join } from 'node:path';
import { hashOf, type Line, readLine } from './line.ts';
import { chainsIn, linesOf, segmentsIn } from './segments.ts';

/** A line with the hash that the next one must name. */
export type Read = Line & { hash: string };

/** What is archived in these folders, one business after the other; `unreadable` hears of each line that is none. */
export async function* readArchives(
  roots: readonly string[],
  unreadable: (place: string) => void,
): AsyncGenerator<Read> {
  for (const root of roots) {
    for (const folder of await chainsIn(root)) yield* readChain(folder, unreadable);
  }
}

/** What is archived of one business, in order; a last line that is not whole was never archived. */
export async function* readChain(folder: string, unreadable: (place: string) => void): AsyncGenerator<Read> {
  for (const name of await segmentsIn(folder)) {
    for await (const { bytes, whole, number } of linesOf(join(folder, name))) {
      const line = whole ? readLine(bytes) : null;
      if (line) yield { ...line, hash: hashOf(bytes) };
      else if (whole) unreadable(`${join(folder, name)} line ${number}`);
    }
  }
}

/** Whose archive is in a folder, by its first line that can be read. */
export async function businessIn(folder: string): Promise<string | null> {
  for await (const { business } of readChain(folder, () => {})) return business;
  return null;
}
