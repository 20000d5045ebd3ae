import { type Meta, MetaError } from '../access/ports/meta.ts';
import type { Check } from './health.ts';
import { inTime } from './in-time.ts';

/** Meta is asked no more often than this, since each question is taken from the business' budget of calls; ms. */
const KEEP = 30_000;
const PATIENCE = 4_000;

/** Not ready is who can do nothing until an operator acts. That Meta is slow, busy or away passes by itself, and every instance has it. */
export const tokenCheck = (business: string, meta: Pick<Meta, 'check'>): Check => ({
  name: `meta ${business}`,
  keep: KEEP,
  async run() {
    const refused = await inTime(PATIENCE, meta.check()).then(
      () => null,
      (error: unknown) => error,
    );
    if (refused instanceof MetaError && refused.kind === 'unauthorized') throw refused;
  },
});

/**
 * Not ready is also whose archive and Redis do not belong together; `gap` says so. What can't be looked at is no gap, and who does not write the archive
 * need not have its folder.
 */
export const archiveCheck = (business: string, gap: () => Promise<Found | null>, writes: boolean): Check => ({
  name: `archive ${business}`,
  keep: KEEP,
  async run() {
    const found = await gap().catch(() => null);
    if (found !== null && (writes || found.lost === 'redis')) throw new Error(found.words);
  },
});

type Found = { lost: 'redis' | 'archive'; words: string };
