import type { AssetRef } from './asset.ts';
import { compare, type Difference, type Seen } from './compare.ts';
import type { Desk } from './desk.ts';
import { isLive, type LiveGrant } from './grant.ts';
import { type AssetInfo, MetaError, type Reach } from './ports/meta.ts';

const MOST = 200;

/** What Meta shows of an asset. Only where it is shared there is a list of people, and only then anything to compare. */
export type Sight =
  /** Meta could not be asked; `trouble` says why, where trying again in a minute would not help. */
  | { kind: 'away'; info: AssetInfo | null; trouble?: string }
  /** Nothing of such an asset is visible to the business. */
  | { kind: 'unknown' }
  | { kind: 'unshared'; info: AssetInfo }
  | { kind: 'shared'; info: AssetInfo; holders: Seen[]; differences: Difference[]; reach: Reach | null };

/** Everything about one asset: Hallpass' live grants, newest first, and what Meta shows of it. */
export type AssetView = { asset: AssetRef; grants: LiveGrant[]; sight: Sight };

/** Looks at an asset in the store and at Meta, and compares. Meta's failure does not hide what the store knows. */
export async function lookAt(desk: Desk, asset: AssetRef): Promise<AssetView> {
  const grants = (await desk.ledger.openOn(asset, MOST)).filter(isLive).toReversed();
  return { asset, grants, sight: await see(desk, asset, grants) };
}

/** Meta refuses to list what is no longer shared, and its refusal makes the next look at the asset a fresh one: look `again`. */
async function see(desk: Desk, asset: AssetRef, grants: readonly LiveGrant[], again = true): Promise<Sight> {
  let info: AssetInfo | null = null;
  try {
    info = await desk.meta.asset(asset);
    if (!info) return { kind: 'unknown' };
    if (info.ownership !== 'owned' && info.ownership !== 'client') return { kind: 'unshared', info };
    const [listed, reach] = await Promise.all([desk.meta.holders(asset), desk.meta.reach(asset)]);
    const { holders, differences } = await compare(desk, { asset, grants, holders: listed });
    return { kind: 'shared', info, holders, differences, reach };
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    const passes = error.kind === 'transient' || error.kind === 'throttled';
    if (passes) return { kind: 'away', info };
    return again ? see(desk, asset, grants, false) : { kind: 'away', info, trouble: error.message };
  }
}
