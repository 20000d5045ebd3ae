import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutants.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The text of a file of src/ with what is wrong in it; throws where the sources have moved on. */
export function mutated(text: string, { from, to }: Omit<Mutant['edits'][number], 'file'>): string {
  if (text.split(from).length !== 2) throw new Error(`this stands ${text.split(from).length - 1} times: ${from}`);
  return text.replace(from, () => to);
}

/** A folder with the mutant's sources, that of its `main.ts`, and what removes it. */
export function plant({ edits }: Mutant): { main: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-mutant-'));
  for (const part of ['src', 'package.json']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, ...edit } of edits) {
    const path = join(folder, 'src', file);
    writeFileSync(path, mutated(readFileSync(path, 'utf8'), edit));
  }
  return { main: join(folder, 'src/main.ts'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
