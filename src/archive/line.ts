import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Entry, Tail } from '../access/ports/archive.ts';

/** One line of an archive: its number, the SHA-256 of the bytes of the line before it, and what is archived. */
export type Line = { seq: number; prev: string; business: string } & Entry;

/** What a line must have for its place in the chain to be known; of the rest nothing is asked. */
const Chained = z.looseObject({
  seq: z.int().positive(),
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  event: z.looseObject({ id: z.string().regex(/^\d+-\d+$/), at: z.number(), grant: z.string(), kind: z.string() }),
});

/** The SHA-256 of a line's bytes without its end, in hexadecimal. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The bytes of the line that follows a tail, without its end, and the tail that it makes. */
export function lineAfter({ seq, head }: Tail, business: string, { event, grant, before }: Entry) {
  const line: Line = { seq: seq + 1, prev: head, business, event, grant, ...(before ? { before } : {}) };
  const bytes = Buffer.from(JSON.stringify(line));
  return { bytes, tail: { seq: line.seq, head: hashOf(bytes), event: event.id } satisfies Tail };
}

/** Reads a line; null when it is none. */
export function readLine(bytes: Uint8Array): Line | null {
  try {
    const parsed = Chained.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.success ? (parsed.data as unknown as Line) : null;
  } catch {
    return null;
  }
}
