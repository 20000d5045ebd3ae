import type { AssetRef } from './asset.ts';
import type { GrantId, PrincipalId } from './grant.ts';
import type { Meta, Reach } from './ports/meta.ts';
import { covers, type Task } from './tasks.ts';

/**
 * A way to an asset besides a direct assignment: the role of an admin, who holds everything, or a group that the asset is in; to a
 * group, also an assignment to an asset that is in it. `by`: the grant behind it.
 */
export type Elsewhere =
  | { kind: 'role' }
  | { kind: 'group'; id: string; name: string; by?: GrantId }
  | { kind: 'asset'; asset: AssetRef; name: string; by?: GrantId };

/** How somebody reaches an asset without being assigned to it; null when Meta doesn't tell enough to say that there is no way. */
export function waysOf(reach: Reach | null, principal: PrincipalId): Elsewhere[] | null {
  if (!reach) return null;
  const admin = reach.admins.some(({ id }) => id === principal);
  const groups = reach.groups.filter(({ holders }) => holders.some(({ id }) => id === principal));
  const ways: Elsewhere[] = [
    ...(admin ? [{ kind: 'role' } as const] : []),
    ...groups.map(({ id, name }) => ({ kind: 'group', id, name }) as const),
  ];
  return ways.length === 0 && reach.untold?.includes(principal) ? null : ways;
}

/** Every way of one person to one asset besides an assignment to it, as Meta shows it now; null when Meta doesn't tell. */
export async function waysTo(
  meta: Pick<Meta, 'reach' | 'assignedIn'>,
  asset: AssetRef,
  principal: PrincipalId,
): Promise<Elsewhere[] | null> {
  const inside = asset.kind === 'group' ? meta.assignedIn(principal, asset) : [];
  const [reach, assigned] = await Promise.all([meta.reach(asset), inside]);
  const ways = waysOf(reach, principal);
  return ways && assigned && [...ways, ...assigned.map((one) => ({ kind: 'asset', ...one }) as const)];
}

/** Whether a way gives these tasks already; what Meta does not tell of a group counts as not given. */
export const gives = (way: Elsewhere, wanted: readonly Task[], held: ReadonlyMap<string, readonly Task[]>): boolean =>
  way.kind === 'role' || (way.kind === 'group' && covers(held.get(way.id) ?? [], wanted));
