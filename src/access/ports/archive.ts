import type { AnyEvent } from '../event.ts';
import type { Grant, Ms } from '../grant.ts';
import type { Task } from '../tasks.ts';

/** What the person of a pair held before Hallpass, and what of it was taken away to be given back. */
export type Before = { baseline: Task[]; owed?: Task[] };

/** One event with the grant and the pair as they stood when it was archived, which is never before the event; null: not stored any more, or of a finding. */
export type Entry = { event: AnyEvent; grant: Grant | null; before?: Before };

/** Where an archive ends: the number of its last line, the SHA-256 of that line, and the id of the event in it. */
export type Tail = { seq: number; head: string; event: string };

/** The tail of an archive that holds nothing. */
export const NOTHING: Tail = { seq: 0, head: '0'.repeat(64), event: '0-0' };

/** One business' archive, open for writing by whoever holds the lease. After a throw it has to be opened anew. */
export type Archive = {
  tail(): Tail;
  /** Answers once all of it is on the disk; `at` says which day's segment. Writes nothing when `may` says no at the last moment. */
  append(entries: readonly Entry[], at: Ms, may: () => boolean): Promise<boolean>;
  close(): Promise<void>;
};

/** What the archive is written from: the audit stream of one business, and the store's own word of how far it was archived. */
export type Feed = {
  /** Events after this one, oldest first, at most `count`. */
  after(event: string, count: number): Promise<Entry[]>;
  /** Whether this very event is in the stream. */
  has(event: string): Promise<boolean>;
  /** How far the archive was on the disk, by what the store knows; null: it knows of none. */
  marker(): Promise<Tail | null>;
  /** Never goes back, and keeps nothing of an event that the store does not have: it lost that since, which must be seen. */
  mark(tail: Tail): Promise<void>;
  /** When the oldest event that is not archived happened, by Redis' clock; null when there is none. */
  waitingSince(): Promise<Ms | null>;
};
