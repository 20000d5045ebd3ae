import { assetKey } from '../access/asset.ts';
import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import { beyond, common, type Task } from '../access/tasks.ts';
import { Busy, Later } from './later.ts';
import { LOOKS, type PairRef, write } from './write.ts';

const LEASE: Ms = 4_000;

/**
 * Takes tasks from somebody who has no grant on the asset, and answers once Meta was seen not to show them any more; everything else
 * stays. `overtaken`: a grant stands behind it by now. Throws Later or a MetaError when it has to come again.
 */
export async function takeAway(
  desk: Desk,
  ref: PairRef,
  tasks: readonly Task[],
  looks: readonly Ms[] = LOOKS,
): Promise<'taken' | 'overtaken'> {
  const { ledger, meta, clock } = desk;
  const { asset, principal } = ref;
  const lease = await ledger.lease(`pair:${assetKey(asset)}:${principal}`, LEASE);
  if (!lease) throw new Busy();
  try {
    const pair = await ledger.pair(asset, principal);
    if (pair.grants.length > 0 || pair.giving.length > 0) return 'overtaken';
    const held = (await meta.held(asset, principal, 'removal')) ?? [];
    const take = common(held, tasks);
    if (take.length === 0) return 'taken';
    const baseline = beyond(held, take);
    const note = { generation: pair.generation, baseline, at: clock.now(), lost: take };
    if ((await ledger.noteWrite(asset, principal, note)) === 'conflict') throw new Later('the pair changed', 0);
    const wanted = { ...pair, baseline, grants: [{ state: 'ending' as const, tasks: take }] };
    await write(desk, ref, { pair: wanted, baseline, held, unproved: false, looks, lease });
    return 'taken';
  } finally {
    await lease.release();
  }
}
