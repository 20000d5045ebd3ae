import { basename, join } from 'node:path';
import { headText } from '../access/archive-head.ts';
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
export async function verifyReport(roots: readonly string[], heads: readonly Head[]) {
  const lines: string[] = [];
  const found = new Set<string>();
  let holds = true;
  const bad = (say: string) => {
    holds = false;
    lines.push(`FAIL  ${say}`);
  };
  for (const root of roots) {
    const folders = await chainsIn(root);
    if (folders.length === 0) bad(`${root}: there is no archive here`);
    for (const folder of folders) {
      const own = heads.filter(({ business }) => !business || business === basename(folder));
      for (const { business } of own) found.add(business ?? '');
      const { business, lines: count, segments, tail, faults } = await verifyChain(folder, own);
      for (const fault of faults) bad(`${business}: ${place(folder, fault)}: ${fault.what}: ${fault.say}`);
      const sum = `${count} ${count === 1 ? 'line' : 'lines'} in ${segments} ${segments === 1 ? 'file' : 'files'}`;
      if (faults.length === 0) lines.push(`ok    ${business}: ${sum}, head ${headText(business, tail)}`);
    }
  }
  for (const { business = '', hash } of heads) {
    if (!found.has(business)) bad(`${business}: there is no archive of it, and ${hash} was witnessed`);
  }
  return { text: lines.join('\n'), holds };
}

const place = (folder: string, { file, line }: Fault): string => `${join(folder, file)} line ${line}`;
