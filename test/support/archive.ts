import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AuditEvent, EventKind, FoundEvent, FoundKind } from '../../src/access/event.ts';
import { foundStates } from '../../src/access/event.ts';
import type { Grant } from '../../src/access/grant.ts';
import type { Entry } from '../../src/access/ports/archive.ts';
import { openArchive } from '../../src/archive/file-archive.ts';
import { draft, START } from './grants.ts';
import { silent } from './silent-log.ts';

const DAY = 86_400_000;
/** As in test/support/meta-desk.ts. */
const BEN = '900000000000002';

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

/** The `n`th event of all, of a grant that is stored; on another day and with another grant where that is said. */
export const told = (n: number, grant: Partial<Grant> = {}, day = 0, kind: EventKind = 'requested') => {
  const whole = { id: `EU-${n}`, version: 1, ...draft(), ...grant } as Grant;
  const facts = { at: START + day * DAY, grant: whole.id, actor: 'U0ANA', state: whole.state };
  return { event: { id: `${START}-${n}`, kind, ...facts } satisfies AuditEvent, grant: whole };
};

/** The `n`th event of all, about what Ben holds on Acme Shoes without a grant. */
export const found = (n: number, kind: FoundKind): Entry => ({
  event: {
    ...{ id: `${START}-${n}`, at: START, grant: '', kind, actor: 'U0LEA', state: foundStates[kind] },
    detail: { asset: 'page:123', asset_name: 'Acme Shoes', principal: BEN, name: 'Ben Okafor', tasks: 'ANALYZE,DRAFT' },
  } as FoundEvent,
  grant: null,
});

/** Writes these entries into the folder `eu` of a new root. */
export async function archiveOf(entries: readonly Entry[], business = 'eu', root = ownFolder()): Promise<string> {
  const archive = await openArchive({ folder: join(root, business), business, log: silent }, 0);
  for (const one of entries) await archive.append([one], one.event.at, () => true);
  await archive.close();
  return root;
}

/** Writes so many entries, five a day, into the folder `eu` of a new root. */
export async function written(count: number): Promise<{ root: string; folder: string }> {
  const root = ownFolder();
  const folder = join(root, 'eu');
  const archive = await openArchive({ folder, business: 'eu', log: silent }, 0);
  for (let n = 1; n <= count; n += 1) {
    await archive.append([entry(n)], START + Math.floor((n - 1) / 5) * DAY, () => true);
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
