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
  const { tail, business = basename(folder), lines, faults } = chain.found();
  return { folder, business, lines, segments: names.length, tail, faults: faults.slice(0, MOST) };
}

function follow(witnesses: readonly Witness[]) {
  const faults: Fault[] = [];
  const unseen = new Set(witnesses);
  const holes: { fault: Fault; from: number; to: number }[] = [];
  let tail = NOTHING;
  let at: Place = { file: '', line: 0 };
  let business: string | undefined;
  let lines = 0;
  /** After what can't be read nothing is known of the hash that the next line should name. */
  let known = true;

  const fault = (what: Fault['what'], place: Place, say: string, seq?: number): Fault => {
    const made: Fault = { what, ...place, ...(seq === undefined ? {} : { seq }), say };
    faults.push(made);
    return made;
  };

  function compare(place: Place, { seq }: Line, hash: string): void {
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
      if (!line) {
        if (whole) fault('edit', place, 'is no line of an archive');
        else fault('truncation', place, 'ends in the middle of a line');
        known = false;
        return;
      }
      business ??= line.business;
      const { seq } = line;
      if (seq <= tail.seq) {
        const hole = holes.find(({ from, to }) => seq >= from && seq <= to);
        if (!hole) fault('reorder', place, `seq ${seq} stands behind seq ${tail.seq}`, seq);
        else {
          const say = `seq ${seq} stands behind seq ${tail.seq}, in ${place.file} line ${place.line}`;
          Object.assign(hole.fault, { what: 'reorder', say });
        }
        compare(place, line, hash);
        return;
      }
      if (seq > tail.seq + 1 && known) {
        const [from, to] = [tail.seq + 1, seq - 1];
        const missing = from === to ? `seq ${from} is missing` : `seq ${from} to ${to} are missing`;
        holes.push({ fault: fault('deletion', place, `${missing} before seq ${seq}`, seq), from, to });
      } else if (known && line.prev !== tail.head) {
        const changed = tail.seq === 0 ? ([place, seq] as const) : ([at, tail.seq] as const);
        fault(
          'edit',
          changed[0],
          `seq ${changed[1]} was changed: seq ${seq} names another hash for what is before it`,
          changed[1],
        );
      }
      compare(place, line, hash);
      [tail, at, known] = [{ seq, head: hash, event: line.event.id }, place, true];
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

    found: () => ({ tail, business, lines, faults }),
  };
}

/** Throws where the chain in a folder does not hold, unless that is accepted. */
export async function mustHold(folder: string, accepted: boolean): Promise<void> {
  const [fault] = (await verifyChain(folder)).faults;
  // A last line that a crash left half written was never archived.
  if (!fault || accepted || (fault.what === 'truncation' && fault.seq === undefined)) return;
  const where = `${join(basename(folder), fault.file)} line ${fault.line}: ${fault.what}: ${fault.say}`;
  throw new Error(`the archive does not hold (${where}); look at it, and say --accept-faults to use it all the same`);
}
