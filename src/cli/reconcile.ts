import { assetKey, parseAssetKey } from '../access/asset.ts';
import type { Desk } from '../access/desk.ts';
import { MetaError } from '../access/ports/meta.ts';
import { goingOn } from '../access/reconcile/allowance.ts';
import type { Verdict } from '../access/reconcile/judge.ts';
import { lookAgain } from '../access/reconcile/on-demand.ts';
import { type Seen, see } from '../access/reconcile/see.ts';
import type { Terminal } from './terminal.ts';

export const RECONCILE_USAGE =
  '  reconcile [--dry-run]   has the running bot look at everything now; with --dry-run prints what differs, and changes nothing';

/** Has everything looked at by the bot that runs, or looks itself and only prints: a JSON line for each difference. 1: Meta did not tell of all. */
export async function reconcileCommand(desks: readonly Desk[], dry: boolean, to: Terminal): Promise<number> {
  let code = 0;
  for (const desk of desks) {
    const business = desk.business.key;
    if (!dry) {
      to.out(`${business}: ${await lookAgain(desk)} assets are looked at by the bot that runs`);
      continue;
    }
    const { unbroken } = goingOn(await desk.ledger.watch.state(), desk.clock.now());
    const all = (await desk.meta.assets()).map(({ asset }) => assetKey(asset));
    for (const key of new Set([...all, ...(await desk.ledger.watch.liveAssets())])) {
      const asset = parseAssetKey(key);
      if (!asset) continue;
      try {
        for (const line of linesOf(await see(desk, asset, unbroken)))
          to.out(JSON.stringify({ business, asset: key, ...line }));
      } catch (error) {
        if (!(error instanceof MetaError)) throw error;
        to.err(`hallpass: ${key} of ${business} could not be read: ${error.message}`);
        code = 1;
      }
    }
  }
  return code;
}

/** What differs, with what follows from it once it was seen twice. */
function linesOf(seen: Seen): object[] {
  if (seen.kind === 'unshown')
    return seen.live.map(({ id, principal, tasks }) => ({
      what: 'unshown',
      grant: id,
      principal,
      tasks,
      follows: 'end',
    }));
  return [...seen.verdicts].flatMap(([principal, verdict]) =>
    verdictLines(verdict).map((line) => ({ ...line, principal })),
  );
}

function verdictLines(verdict: Verdict): object[] {
  const { what } = verdict;
  if (what === 'more') {
    const beside = verdict.grants.map(({ id }) => id);
    return [{ what, name: verdict.holder.name, beside, tasks: verdict.tasks, follows: 'ask' }];
  }
  if (what === 'outside') return [{ what, name: verdict.holder.name, tasks: verdict.tasks, follows: 'ask' }];
  if (what === 'back') return [{ what, grant: verdict.grant.id, tasks: verdict.tasks, follows: 'take away' }];
  const follows = what === 'gone' ? 'end' : 'tell';
  return verdict.grants.map(({ grant, tasks }) => ({ what, grant: grant.id, tasks, follows }));
}
