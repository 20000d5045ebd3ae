import type { Ms } from '../access/grant.ts';
import { MetaError } from '../access/ports/meta.ts';
import { changeFinding } from '../access/reconcile/change-finding.ts';
import { Later } from './later.ts';
import type { ReconcileDeps } from './reconcile.ts';
import { takeAway } from './take-away.ts';

/** Takes away what leads said is to be removed; what Meta does not let go now comes again with the next turn. */
export async function settleFindings({ desk, log }: ReconcileDeps, looks: readonly Ms[]): Promise<void> {
  const { ledger, clock } = desk;
  for (const [key, { state, asset, principal, tasks, by }] of await ledger.watch.findings()) {
    if (state !== 'removing') continue;
    try {
      const taken = await takeAway(desk, { asset, principal }, tasks, looks);
      const next = taken === 'taken' ? 'removed' : 'gone';
      const decided = { at: clock.now(), actor: by ?? '', what: 'removed', found: key, tasks } as const;
      await changeFinding(
        ledger,
        key,
        (known) => (known?.state === 'removing' ? { ...known, state: next } : null),
        taken === 'taken' ? decided : undefined,
      );
    } catch (error) {
      if (!(error instanceof Later || error instanceof MetaError)) throw error;
      log.warn({ found: key, reason: error.message }, 'a removal that a lead wanted comes again');
    }
  }
}
