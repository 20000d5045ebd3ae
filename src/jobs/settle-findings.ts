import type { Ms } from '../access/grant.ts';
import { MetaError } from '../access/ports/meta.ts';
import { foundEvent } from '../access/reconcile/found.ts';
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
      const state = taken === 'taken' ? 'removed' : 'gone';
      await ledger.watch.change(key, (known) => {
        if (known?.state !== 'removing') return null;
        const event = foundEvent(`found-${state}`, { at: clock.now() }, { ...known, tasks }, by ? { by } : {});
        return { finding: { ...known, state }, event };
      });
    } catch (error) {
      if (!(error instanceof Later || error instanceof MetaError)) throw error;
      log.warn({ found: key, reason: error.message }, 'a removal that a lead wanted comes again');
    }
  }
}
