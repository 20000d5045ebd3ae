import type { GrantId, PrincipalId } from './grant.ts';
import type { Reach } from './ports/meta.ts';
import { covers, type Task } from './tasks.ts';

/** A way to an asset besides a direct assignment: the role of an admin, who holds everything, or a group that the asset is in, maybe by a grant. */
export type Elsewhere = { kind: 'role' } | { kind: 'group'; id: string; name: string; by?: GrantId };

/** How somebody reaches an asset without being assigned to it. */
export function waysOf(reach: Reach, principal: PrincipalId): Elsewhere[] {
  const admin = reach.admins.some(({ id }) => id === principal);
  const groups = reach.groups.filter(({ holders }) => holders.some(({ id }) => id === principal));
  return [
    ...(admin ? [{ kind: 'role' } as const] : []),
    ...groups.map(({ id, name }) => ({ kind: 'group', id, name }) as const),
  ];
}

/** Whether a way gives these tasks already; what Meta does not tell of a group counts as not given. */
export const gives = (way: Elsewhere, wanted: readonly Task[], held: ReadonlyMap<string, readonly Task[]>): boolean =>
  way.kind === 'role' || covers(held.get(way.id) ?? [], wanted);
