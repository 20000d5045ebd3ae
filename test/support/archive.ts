import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Entry } from '../../src/access/ports/archive.ts';
import { openArchive } from '../../src/archive/file-archive.ts';
import { START } from './grants.ts';
import { silent } from './silent-log.ts';

/** A folder of the test's own. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-archive-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An event as it comes from the audit stream, the `n`th of all. */
export const entry = (n: number): Entry => ({
  event: { id: `${START}-${n}`, at: START, grant: `EU-${n}`, kind: 'requested', actor: 'U0ANA', state: 'pending' },
  grant: null,
});

/** Writes so many entries, five a day, into the folder `eu` of a new root. */
export async function written(count: number): Promise<{ root: string; folder: string }> {
  const root = ownFolder();
  const folder = join(root, 'eu');
  const archive = await openArchive({ folder, business: 'eu', log: silent }, 0);
  for (let n = 1; n <= count; n += 1) {
    await archive.append([entry(n)], START + Math.floor((n - 1) / 5) * 86_400_000, () => true);
  }
  await archive.close();
  return { root, folder };
}

/** All lines of the archive in a folder, without their ends. */
export const archived = (folder: string): string[] =>
  readdirSync(folder)
    .toSorted()
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));

/** Changes the lines of one file. */
export function change(path: string, lines: (before: string[]) => string[]): void {
  const before = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  writeFileSync(
    path,
    lines(before)
      .map((line) => `${line}\n`)
      .join(''),
  );
}
