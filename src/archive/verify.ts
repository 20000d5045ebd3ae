import { basename, join } from 'node:path';
import { NOTHING, type Tail } from '../access/ports/archive.ts';
import { hashOf, type Line, readLine } from './line.ts';
import { linesOf, segmentsIn } from './segments.ts';

/** What is wrong, and where: a file with the number of its line, and the number in the chain where there is one. */
export type Fault = {
  what: 'edit' | 'deletion' | 'reorder' | 'truncation';
  file: string;
  line: number;
  seq?: number;
  say: string;
};

/** A head that was witnessed: the hash of a line, and its number where that is known. */
export type Witness = { seq?: number; hash: string };

export type Verdict = {
  folder: string;
  business: string;
  lines: number;
  segments: number;
  tail: Tail;
  faults: Fault[];
  /** That of them which a crash leaves: the very last line is half written. */
  unfinished: Fault | null;
};

/** More would be noise: the first tells where to look. */
const MOST = 20;

type Place = { file: string; line: number };

/** Follows the chain in one folder from its first line to its last, and compares it with what was witnessed. */
export async function verifyChain(folder: string, witnesses: readonly Witness[] = []): Promise<Verdict> {
  const names = await segmentsIn(folder);
  const chain = follow(witnesses);
  for (const name of names) {
    for await (const { bytes, whole, number } of linesOf(join(folder, name))) {
      chain.see({ file: name, line: number }, whole ? readLine(bytes) : null, hashOf(bytes), whole);
    }
  }
  chain.end();
  const { business = basename(folder), ...found } = chain.found();
  return { folder, business, segments: names.length, ...found };
}

function follow(witnesses: readonly Witness[]) {
  const faults: Fault[] = [];
  const unseen = new Set(witnesses);
  const holes: { fault: Fault; from: number; to: number }[] = [];
  let tail = NOTHING;
  let at: Place = { file: '', line: 0 };
  let business: string | undefined;
  let lines = 0;
  let unfinished: Fault | null = null;
  /** After what can't be read nothing is known of the hash that the next line should name; so many such lines stand behind the tail. */
  let unread = 0;
  /** The tail was told to be changed, so that the next line can't name it. */
  let changed = false;

  const fault = (what: Fault['what'], place: Place, say: string, seq?: number): Fault => {
    const made: Fault = { what, ...place, ...(seq === undefined ? {} : { seq }), say };
    if (faults.length < MOST) faults.push(made);
    return made;
  };

  function compare(place: Place, seq: number, hash: string): void {
    for (const witness of unseen) {
      if (witness.seq !== undefined && witness.seq !== seq) continue;
      if (witness.hash === hash) unseen.delete(witness);
      else if (witness.seq === seq) {
        unseen.delete(witness);
        fault('edit', place, `seq ${seq} is not the line that was witnessed: it, or one before it, was changed`, seq);
      }
    }
  }

  return {
    see(place: Place, line: Line | null, hash: string, whole: boolean): void {
      lines += 1;
      unfinished = null;
      if (!line) {
        if (whole) fault('edit', place, 'is no line of an archive');
        else unfinished = fault('truncation', place, 'ends in the middle of a line');
        unread += 1;
        return;
      }
      business ??= line.business;
      const follows = unread === 0 && line.prev === tail.head;
      // What follows stands where it was written, whatever number it gives itself.
      const seq = follows ? tail.seq + 1 : line.seq;
      const renumbered = seq !== line.seq;
      if (renumbered) fault('edit', place, `seq ${seq} was changed: it says that it is seq ${line.seq}`, seq);
      if (seq <= tail.seq) {
        const hole = holes.find(({ from, to }) => seq >= from && seq <= to);
        if (!hole) fault('reorder', place, `seq ${seq} stands behind seq ${tail.seq}`, seq);
        else {
          const say = `seq ${seq} stands behind seq ${tail.seq}, in ${place.file} line ${place.line}`;
          Object.assign(hole.fault, { what: 'reorder', say });
        }
        compare(place, seq, hash);
        return;
      }
      if (seq > tail.seq + 1 + unread) {
        const [from, to] = [tail.seq + 1, seq - 1];
        const missing = from === to ? `seq ${from} is missing` : `seq ${from} to ${to} are missing`;
        holes.push({ fault: fault('deletion', place, `${missing} before seq ${seq}`, seq), from, to });
      } else if (unread === 0 && !follows && !changed) {
        const [where, which] = tail.seq === 0 ? [place, seq] : [at, tail.seq];
        fault('edit', where, `seq ${which} was changed: seq ${seq} names another hash for what is before it`, which);
      }
      compare(place, seq, hash);
      [tail, at, unread, changed] = [{ seq, head: hash, event: line.event.id }, place, 0, renumbered];
    },

    end(): void {
      for (const { seq, hash } of unseen) {
        if (seq !== undefined && seq > tail.seq) {
          fault('truncation', at, `the archive ends with seq ${tail.seq}, and seq ${seq} was witnessed`, tail.seq);
        } else {
          fault('truncation', at, `no line has the hash ${hash}: what was witnessed was cut off or changed`, tail.seq);
        }
      }
    },

    found: () => ({ tail, business, lines, faults, unfinished }),
  };
}

/** Throws where the archive in the folder of a business is another one's, or where its chain does not hold, unless that is accepted. */
export async function mustHold(folder: string, accepted: boolean): Promise<void> {
  const { business, faults, unfinished } = await verifyChain(folder);
  if (business !== basename(folder)) throw new Error(`what is archived in ${folder} is of ${business}`);
  // A last line that a crash left half written was never archived.
  const fault = faults.find((one) => one !== unfinished);
  if (!fault || accepted) return;
  const where = `${join(basename(folder), fault.file)} line ${fault.line}: ${fault.what}: ${fault.say}`;
  throw new Error(`the archive does not hold (${where}); look at it, and say --accept-faults to use it all the same`);
}
