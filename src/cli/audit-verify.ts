import { basename, join } from 'node:path';
import { headText } from '../access/archive-head.ts';
import { NOTHING } from '../access/ports/archive.ts';
import { businessIn } from '../archive/read.ts';
import { chainsIn } from '../archive/segments.ts';
import { type Fault, verifyChain, type Witness } from '../archive/verify.ts';

/** A head as it was posted, of one business or, where the archive is of one alone, without its name. */
export type Head = Witness & { business?: string };

/** Reads `eu:1234:0f3a…`, `1234:0f3a…` or the hash alone; null when it is none of them. */
export function readHead(text: string): Head | null {
  const [, business, seq, hash = ''] = /^(?:([a-z][a-z0-9]*):)?(?:(\d+):)?([0-9a-f]{64})$/.exec(text) ?? [];
  if (hash === '') return null;
  return { ...(business ? { business } : {}), ...(seq ? { seq: Number(seq) } : {}), hash };
}

/** What `audit verify` found in all folders, a line each, and whether all of it holds. */
export async function verifyReport(roots: readonly string[], named: readonly Head[]) {
  // The head of nothing, of a day before anything was archived, holds of every archive.
  const heads = named.filter(({ seq, hash }) => seq !== 0 || hash !== NOTHING.head);
  const lines: string[] = [];
  let holds = true;
  const bad = (say: string) => {
    holds = false;
    lines.push(`FAIL  ${say}`);
  };
  const folders: string[] = [];
  for (const root of roots) {
    const inside = await chainsIn(root);
    if (inside.length === 0) bad(`${root}: there is no archive here`);
    folders.push(...inside);
  }
  const whose = await Promise.all(heads.map(({ business }) => foldersOf(business, folders)));
  for (const folder of folders) {
    const own = heads.filter((_, at) => whose[at]?.includes(folder));
    const { business, lines: count, segments, tail, faults } = await verifyChain(folder, own);
    for (const fault of faults) bad(`${business}: ${place(folder, fault)}: ${fault.what}: ${fault.say}`);
    const sum = `${count} ${count === 1 ? 'line' : 'lines'} in ${segments} ${segments === 1 ? 'file' : 'files'}`;
    if (faults.length === 0) lines.push(`ok    ${business}: ${sum}, head ${headText(business, tail)}`);
  }
  for (const [at, { business = '', hash }] of heads.entries()) {
    if (whose[at]?.length === 0) bad(`${business}: there is no archive of it, and ${hash} was witnessed`);
  }
  return { text: lines.join('\n'), holds };
}

/** Where the archive of a business is: in folders of its name, or else, as in a copy, in those whose lines are of it. */
async function foldersOf(business: string | undefined, folders: readonly string[]): Promise<readonly string[]> {
  if (business === undefined) return folders;
  const named = folders.filter((folder) => basename(folder) === business);
  if (named.length > 0) return named;
  const theirs = await Promise.all(folders.map(businessIn));
  return folders.filter((_, at) => theirs[at] === business);
}

const place = (folder: string, { file, line }: Fault): string => `${join(folder, file)} line ${line}`;
