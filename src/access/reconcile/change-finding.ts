import type { Ledger } from '../ports/ledger.ts';
import type { Decided, Finding } from '../ports/watch.ts';

const LEASE = 5_000;

/**
 * Changes a finding as it stands now, one at a time; `change` answers what it becomes, null for no change. Null when nothing was changed,
 * as when another is at it: then it comes again.
 */
export async function changeFinding(
  { lease, watch }: Pick<Ledger, 'lease' | 'watch'>,
  key: string,
  change: (known: Finding | null) => Finding | null,
  decided?: Decided,
): Promise<Finding | null> {
  const held = await lease(`finding:${key}`, LEASE);
  if (!held) return null;
  try {
    const next = change(await watch.finding(key));
    if (next) await watch.keep(key, next, decided);
    return next;
  } finally {
    await held.release();
  }
}
