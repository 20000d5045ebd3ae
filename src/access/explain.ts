import type { AssetRef } from './asset.ts';
import { asking, type Desk } from './desk.ts';
import type { PrincipalId, SlackUserId } from './grant.ts';
import { identify, twoFactorRefusal } from './identify.ts';
import { type Elsewhere, gives, waysOf, waysTo } from './paths.ts';
import type { AssetInfo } from './ports/meta.ts';
import { done, type Outcome, type Refusal } from './refusal.ts';
import type { Task } from './tasks.ts';
import { sharedRefusal } from './terms.ts';

/** What somebody's access to an asset is made of, and what stands in the way of more. */
export type Explained = {
  info: AssetInfo | null;
  name: string;
  principal: PrincipalId;
  /** By direct assignment; null when there is none. */
  direct: Task[] | null;
  /** null when Meta doesn't tell. */
  elsewhere: Elsewhere[] | null;
  /** The first thing that has to be put right before anything can be given. */
  obstacle: Refusal | null;
};

/** Says how one person stands to one asset: every way in which they hold it, and the one next step. */
export function explain(desk: Desk, user: SlackUserId, asset: AssetRef): Promise<Outcome<Explained>> {
  return asking(async () => {
    const [info, person] = await Promise.all([desk.meta.asset(asset), identify(desk, user)]);
    if (!person.ok) return person;
    const { id: principal, name } = person.value;
    const shared = info !== null && sharedRefusal(info) === null;
    const [direct, elsewhere, missing] = await Promise.all([
      shared ? desk.meta.held(asset, principal) : null,
      // An admin holds what the business has, not what nobody shared with it.
      shared ? waysTo(desk.meta, asset, principal) : [],
      twoFactorRefusal(desk, person.value),
    ]);
    const obstacle = info === null ? ({ code: 'asset_unknown', asset } as const) : (sharedRefusal(info) ?? missing);
    return done({ info, name, principal, direct, elsewhere, obstacle });
  });
}

/** The ways in which somebody holds all that they ask for already; what Meta doesn't tell is no reason to hold anybody up. */
export async function already(
  { meta }: Desk,
  { asset, principal, tasks }: { asset: AssetRef; principal: PrincipalId; tasks: Task[] },
): Promise<Elsewhere[]> {
  const ways = waysOf(await meta.reach(asset), principal) ?? [];
  const told =
    asset.kind !== 'group' && ways.some(({ kind }) => kind === 'group')
      ? await meta.groupTasks(principal, asset)
      : new Map();
  return ways.filter((way) => gives(way, tasks, told));
}
