import { assetKey } from '../access/asset.ts';
import { given } from '../access/desired.ts';
import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import { CALL_LIFE } from '../access/lag.ts';
import { steady } from '../access/steady.ts';
import { beyond, common, type Task } from '../access/tasks.ts';
import { Busy, Later } from './later.ts';
import { LOOKS, type PairRef, write } from './write.ts';

const LEASE: Ms = 4_000;
const SOON: Ms = 5_000;

/**
 * Takes tasks from somebody that no grant of theirs on the asset gives, and answers once Meta was seen not to show them any more; everything
 * else stays. `overtaken`: a grant stands behind all of it by now. Throws Later or a MetaError when it has to come again.
 */
export async function takeAway(
  from: Desk,
  ref: PairRef,
  tasks: readonly Task[],
  looks: readonly Ms[] = LOOKS,
): Promise<'taken' | 'overtaken'> {
  const desk = steady(from);
  const { ledger, meta, clock } = desk;
  const { asset, principal } = ref;
  const lease = await ledger.lease(`pair:${assetKey(asset)}:${principal}`, LEASE);
  if (!lease) throw new Busy();
  try {
    const pair = await ledger.pair(asset, principal);
    const { giving: cut } = pair;
    const quiet = pair.grants.every(({ state }) => state === 'active');
    if (!quiet || cut.some(({ at }) => clock.now() - at < CALL_LIFE))
      throw new Later('another write is on its way', SOON);
    const gives = given(pair.grants);
    const wanted = beyond(tasks, gives);
    if (wanted.length === 0) return 'overtaken';
    const held = (await meta.held(asset, principal, 'removal')) ?? [];
    const take = common(held, wanted);
    // Who died in the middle may have taken all away and not given back what stays.
    if (take.length === 0 && (cut.length === 0 || gives.length === 0)) return 'taken';
    const baseline = beyond(pair.grants.length > 0 ? (pair.baseline ?? []) : held, take);
    const giving = gives.length > 0 ? { giving: { by: lease.id, at: clock.now(), tasks: gives } } : {};
    const note = { generation: pair.generation, baseline, at: clock.now(), lost: take, ...giving };
    if ((await ledger.noteWrite(asset, principal, note)) === 'conflict') throw new Later('the pair changed', 0);
    const grants = [...pair.grants, { state: 'ending' as const, tasks: take }];
    await write(desk, ref, { pair: { ...pair, baseline, grants }, baseline, held, unproved: false, looks, lease });
    for (const by of [lease.id, ...cut.map(({ by }) => by)])
      if (gives.length > 0 && lease.held()) await ledger.noteAnswer(asset, principal, by);
    return 'taken';
  } finally {
    await lease.release();
  }
}
