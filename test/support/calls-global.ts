import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder where each worker writes down the shapes of the Graph calls that the bot made in its tests. */
    calls: string;
    /** Whether the run was not told to take only some files or tests. */
    wholeRun: boolean;
  }
}

let folder: string | undefined;

/** One folder for the whole run; it goes when the run ends. */
export function setup(project: TestProject): () => void {
  folder ??= mkdtempSync(join(tmpdir(), 'hallpass-calls-'));
  project.provide('calls', folder);
  project.provide(
    'wholeRun',
    process.argv.slice(2).every((word) => word === 'run'),
  );
  const made = folder;
  return () => rmSync(made, { recursive: true, force: true });
}
