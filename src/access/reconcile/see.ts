import { type AssetRef, assetKey } from '../asset.ts';
import type { Desk } from '../desk.ts';
import { type GrantIn, isLive, type Ms, type PrincipalId } from '../grant.ts';
import type { AssetInfo } from '../ports/meta.ts';
import type { Task } from '../tasks.ts';
import { judge, type Verdict } from './judge.ts';

const MOST = 500;
/** What Hallpass gave and took away is taken away again for so long after its end; later it is a lead's affair. */
const OVER: Ms = 86_400_000;

/** An asset as one look at it shows it; `live`: its active grants, of which nothing can be said while Meta does not show the asset. */
export type Seen =
  | { kind: 'shown'; info: AssetInfo; held: Map<PrincipalId, Task[] | null>; verdicts: Map<PrincipalId, Verdict> }
  | { kind: 'unshown'; live: GrantIn<'active'>[] };

export const pairKey = (asset: AssetRef, principal: PrincipalId): string => `${assetKey(asset)}:${principal}`;

/** Looks at everybody on an asset. `since`: nothing that ended before is taken away again. Throws a MetaError. */
export async function see(desk: Desk, asset: AssetRef, since: Ms): Promise<Seen> {
  const { ledger, meta, clock } = desk;
  const before = (await ledger.openOn(asset, MOST)).filter(isLive);
  const info = await meta.asset(asset);
  if (info?.ownership !== 'owned' && info?.ownership !== 'client') {
    const live = before.filter((grant) => grant.state === 'active');
    return { kind: 'unshown', live };
  }
  const [holders, reach] = await Promise.all([meta.holders(asset, 'scan'), meta.reach(asset)]);
  const from = Math.max(since, clock.now() - OVER);
  const over = (await ledger.byAsset(asset, MOST)).filter(
    (grant): grant is GrantIn<'ended'> =>
      grant.state === 'ended' && grant.activeAt !== undefined && grant.provedAt >= from,
  );
  const standing = await ledger.watch.standing();
  const verdicts = new Map<PrincipalId, Verdict>();
  for (const principal of new Set([...before.map((grant) => grant.principal), ...holders.map(({ id }) => id)])) {
    const verdict = judge(clock, {
      holder: holders.find(({ id }) => id === principal),
      before: before.filter((grant) => grant.principal === principal),
      pair: await ledger.pair(asset, principal),
      over: over.filter((grant) => grant.principal === principal),
      standing: standing.get(pairKey(asset, principal))?.tasks ?? [],
      // Where Meta does not tell who is an admin, anybody may be one.
      admin: !reach || reach.admins.some(({ id }) => id === principal) || (reach.untold ?? []).includes(principal),
    });
    if (verdict) verdicts.set(principal, verdict);
  }
  const held = new Map(holders.map(({ id, tasks }) => [id, tasks]));
  return { kind: 'shown', info, held, verdicts };
}
